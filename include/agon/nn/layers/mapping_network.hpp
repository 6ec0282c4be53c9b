#pragma once

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <type_traits>
#include <vector>

#include "agon/nn/layers/equal_lr.hpp"
#include "agon/nn/layers/linear.hpp"
#include "agon/nn/reflect.hpp"

namespace agon {

struct MappingNetworkOptions {
  std::int64_t latent = 512;
  std::int64_t width = 512;  ///< of a style, and of the layers between
  std::int64_t layers = 8;
  double lr_multiplier = 0.01;  ///< how much faster than other networks' the layers learn; > 0
  double momentum = 0.005;      ///< weight of the newest batch in the average style; in [0, 1]
};

namespace detail {

void check_mapping(const MappingNetworkOptions& options);

/// z [N, latent] with each sample's mean square brought to 1.
template <class T>
BasicVar<T> unit_latent(const BasicVar<T>& z, std::int64_t latent);
/// leaky_relu(x, 0.2) sqrt(2), which keeps the mean square.
template <class T>
BasicVar<T> style_activation(const BasicVar<T>& x);
/// w, with a note of its mean for the average style.
template <class T>
BasicVar<T> note_style(const BasicVar<T>& w, const BasicBuffer<T>& average, double momentum);
template <class T>
BasicVar<T> truncate_style(const BasicVar<T>& w, const BasicTensor<T>& average, double psi);

}  // namespace detail

/// StyleGAN's mapping (Karras et al. 2019) from a latent z [N, latent] to a style w [N, width]: z is brought
/// to a mean square of 1 and passes `layers` dense layers, each followed by leaky_relu(0.2) times sqrt(2).
///
/// The layers have equalised learning rates, lr_multiplier times those of other networks:
/// `MappingNetwork<> mapping{{.latent = 64, .width = 64}}`. Any other kind is made by a function of a layer's
/// sizes: `MappingNetwork mapping{options, [](std::int64_t in, std::int64_t out) { return Mine{in, out}; }}`.
///
/// A pass notes the mean of its styles, and the step of the optimiser that owns the network moves the average
/// by it, `momentum` once a step: `mapping.truncated(mapping(z), 0.7)` draws styles towards it.
///
/// Starts as its layers do, with an average of 0. Differentiable to order 3. Throws Error on options out of
/// range and on input of another rank or width.
template <class Layer = EqualLR<Linear>>
struct MappingNetwork {
  using Scalar = network_scalar_t<Layer>;

  explicit MappingNetwork(const MappingNetworkOptions& options) requires
      std::constructible_from<Layer, BasicLinear<Scalar>, EqualLROptions>
      : MappingNetwork(options, [&options](std::int64_t in, std::int64_t out) {
        return Layer(BasicLinear<Scalar>(in, out), EqualLROptions{.lr_multiplier = options.lr_multiplier});
      }) {}

  template <class Make>
  requires std::is_invocable_r_v<Layer, const Make&, std::int64_t, std::int64_t> MappingNetwork(
      const MappingNetworkOptions& options, const Make& make)
      : latent(options.latent), momentum(options.momentum) {
    detail::check_mapping(options);
    for (std::int64_t i = 0; i < options.layers; ++i)
      layers.push_back(make(i == 0 ? options.latent : options.width, options.width));
    average = BasicTensor<Scalar>::zeros({options.width});
  }

  BasicVar<Scalar> operator()(const BasicVar<Scalar>& z) const {
    BasicVar<Scalar> w = detail::unit_latent<Scalar>(z, latent);
    for (const Layer& layer : layers) w = detail::style_activation<Scalar>(layer(w));
    return detail::note_style<Scalar>(w, average, momentum);
  }

  /// The truncation trick: average + psi (w - average), for psi in [0, 1] towards the styles that were
  /// trained most.
  BasicVar<Scalar> truncated(const BasicVar<Scalar>& w, double psi) const {
    return detail::truncate_style<Scalar>(w, average.value(), psi);
  }

  std::vector<Layer> layers;
  BasicBuffer<Scalar> average;  ///< [width]
  std::int64_t latent;
  double momentum;

  static constexpr std::size_t agon_members = 4;
};

template <class Make>
MappingNetwork(const MappingNetworkOptions&, const Make&)
    -> MappingNetwork<std::invoke_result_t<const Make&, std::int64_t, std::int64_t>>;

namespace f64 {
using agon::MappingNetwork;
}

}  // namespace agon

#ifdef AGON_HEADER_ONLY
#include "agon/nn/layers/mapping_network-inl.h"
#endif
