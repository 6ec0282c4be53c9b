#pragma once

#include <concepts>
#include <utility>

#include "agon/core/modes.hpp"
#include "agon/nn/layers/check.hpp"
#include "agon/nn/reparametrize.hpp"

namespace agon {

struct SpectralNormOptions {
  int iterations = 1;  ///< rounds of power iteration in each pass; >= 1
  double eps = 1e-12;  ///< a product that is no longer than this leaves its vector as it is; > 0
};

/// Spectral normalisation (Miyato et al. 2018) of any layer with a `weight`: it computes with weight / sigma,
/// where sigma estimates the largest singular value of the weight as a matrix W [outputs, the rest] (the
/// outputs are the last axis of a transposed convolution's weight, as in PyTorch), and takes what the layer
/// takes.
///
///     SpectralNorm<Conv2d> conv{Conv2d{{.in = 3, .out = 64, .kernel = 3, .padding = 1}}};
///     Var h = conv(x, Activation::leaky_relu(0.1));
///
/// sigma = u' W v, with u and v from power iteration (u = W v, then v = W' u, each of length 1, as in
/// PyTorch), which starts where the last step left them. A pass with batch statistics (the default mode)
/// moves on by `iterations` rounds and notes the new vectors on its output: the step of the optimiser that
/// owns the network takes those of its last pass. Under a RunningStatistics guard the stored vectors are used
/// as they are. Gradients flow through sigma, to any order, and take u and v as constants.
///
/// The names of the layer's own parameters stay: "conv.weight", "conv.bias", and beside them the buffers
/// "conv.weight_u" and "conv.weight_v". The vectors start at random, drawn from `current_random()`, 15 rounds
/// on. A weight of zeros stays zeros. Throws Error on options out of range and on a layer that has buffers.
template <WeightedLayer Layer>
struct SpectralNorm {
  using Scalar = network_scalar_t<Layer>;

  explicit SpectralNorm(Layer wrapped, SpectralNormOptions options = {})
      : layer(std::move(wrapped)), iterations(options.iterations), eps(options.eps) {
    detail::check_at_least("SpectralNorm", "iterations", iterations, 1);
    detail::check_eps("SpectralNorm", eps);
    detail::check_no_buffers("SpectralNorm", buffers(layer).size());
    const auto start = detail::spectral_start<Scalar>(layer.weight, weight_output_axis<Layer>, 15, eps);
    weight_u = start.u;
    weight_v = start.v;
  }

  template <class... Inputs>
  requires std::invocable<const Layer&, const Inputs&...> BasicVar<Scalar>
  operator()(const Inputs&... inputs) const {
    const auto [weight, u, v] =
        detail::spectral_weight<Scalar>(layer.weight, weight_output_axis<Layer>, weight_u.value(),
                                        weight_v.value(), batch_statistics() ? iterations : 0, eps);
    const BasicVar<Scalar> y = with_weight(layer, weight)(inputs...);
    if (!batch_statistics()) return y;
    return note(note(y, {weight_u.id(), NoteKind::replace, 0, u.erased()}),
                {weight_v.id(), NoteKind::replace, 0, v.erased()});
  }

  Layer layer;
  BasicBuffer<Scalar> weight_u;  ///< [outputs]
  BasicBuffer<Scalar> weight_v;  ///< [the rest]
  int iterations;
  double eps;

  static constexpr std::size_t agon_members = 5;
  static constexpr bool agon_transparent = true;
};

namespace f64 {
using agon::SpectralNorm;
}

}  // namespace agon
