#pragma once

#include <concepts>
#include <cstddef>

#include "agon/nn/layers/check.hpp"
#include "agon/nn/module.hpp"

/// Layers that compute with another weight than the one they hold: what the wrappers SpectralNorm,
/// WeightNorm, WeightStandardization and EqualLR are made of, and others can be.
namespace agon {

/// A network with one parameter called `weight`.
template <class Layer>
concept WeightedLayer = Network<Layer> && requires(Layer& layer) {
  { layer.weight } -> std::same_as<BasicParameter<network_scalar_t<Layer>>&>;
};

template <class T>
struct BasicConvTranspose2d;
template <class T>
struct BasicMinibatchDiscrimination;

/// The axis of a layer's weight that numbers its outputs: 0, or -1 where it is the last. May be specialised
/// for layers of one's own.
template <class Layer>
inline constexpr int weight_output_axis = 0;
template <class T>
inline constexpr int weight_output_axis<BasicConvTranspose2d<T>> = -1;
template <class T>
inline constexpr int weight_output_axis<BasicMinibatchDiscrimination<T>> = -1;

/// The layer with `weight` in place of its own; its other parameters are the same variables as in `layer`.
template <WeightedLayer Layer>
Layer with_weight(const Layer& layer, const BasicVar<network_scalar_t<Layer>>& weight) {
  using T = network_scalar_t<Layer>;
  Layer other = layer;
  const auto ours = slots(other), theirs = detail::walk(layer).slots();
  for (std::size_t i = 0; i < ours.size(); ++i)
    if (ours[i].kind == SlotKind::parameter)
      *ours[i].parameter = static_cast<const BasicVar<T>&>(*theirs[i].parameter);
  other.weight = weight;
  return other;
}

namespace detail {

/// A weight divided by its largest singular value, and the singular vectors that it was worked out with.
template <class T>
struct SpectralWeight {
  BasicVar<T> weight;
  BasicTensor<T> u, v;
};

/// The weight as the matrix W [outputs, the rest], divided by u' W v. Before that, `iterations` rounds of v
/// <- W' u / |W' u|, u <- W v / |W v|, in which a product of length <= eps leaves its vector as it is; u and
/// v are constants to gradients. Where u' W v is 0, the result is 0.
template <class T>
SpectralWeight<T> spectral_weight(const BasicVar<T>& weight, int output_axis, const BasicTensor<T>& u,
                                  const BasicTensor<T>& v, int iterations, double eps);

/// Unit vectors to begin the rounds with: u is drawn, v follows from it.
template <class T>
SpectralWeight<T> spectral_start(const BasicVar<T>& weight, int output_axis, int iterations, double eps);

/// The Euclidean norm of each output's weights, [outputs].
template <class T>
BasicTensor<T> output_norms(const BasicTensor<T>& weight, int output_axis);

/// Each output's weights, brought to the norm of its g.
template <class T>
BasicVar<T> weight_of_norm(const BasicVar<T>& weight, const BasicVar<T>& g, int output_axis);

/// Each output's weights, less their mean and divided by the root of their variance plus eps.
template <class T>
BasicVar<T> standardized_weight(const BasicVar<T>& weight, int output_axis, double eps);

/// Throws Error where the wrapped layer has buffers.
void check_no_buffers(std::string_view layer, std::size_t buffers);

}  // namespace detail
}  // namespace agon

#ifdef AGON_HEADER_ONLY
#include "agon/nn/reparametrize-inl.h"
#endif
