#pragma once

#include <concepts>
#include <utility>

#include "agon/nn/reparametrize.hpp"

namespace agon {

/// Weight normalisation (Salimans and Kingma 2016) of any layer with a `weight`: it computes with g * weight
/// / |weight|, output by output, and takes what the layer takes.
///
///     WeightNorm<Linear> hidden{Linear{64, 64}};
///
/// The layer's weight is the paper's v and keeps its name, "hidden.weight"; its g is "hidden.weight_g" and
/// starts at |weight|, so that the layer starts as it was (initialise before wrapping: `init` leaves g
/// alone). Differentiable to order 3. An output whose weights are all 0 stays 0. Throws Error on a layer that
/// has buffers.
template <WeightedLayer Layer>
struct WeightNorm {
  using Scalar = network_scalar_t<Layer>;

  explicit WeightNorm(Layer wrapped) : layer(std::move(wrapped)) {
    detail::check_no_buffers("WeightNorm", buffers(layer).size());
    weight_g = BasicParameter<Scalar>(
        detail::output_norms<Scalar>(layer.weight.value(), weight_output_axis<Layer>), ParameterInfo{});
  }

  template <class... Inputs>
  requires std::invocable<const Layer&, const Inputs&...> BasicVar<Scalar>
  operator()(const Inputs&... inputs) const {
    return with_weight(
        layer, detail::weight_of_norm<Scalar>(layer.weight, weight_g, weight_output_axis<Layer>))(inputs...);
  }

  Layer layer;
  BasicParameter<Scalar> weight_g;  ///< [outputs]

  static constexpr std::size_t agon_members = 2;
  static constexpr bool agon_transparent = true;
};

namespace f64 {
using agon::WeightNorm;
}

}  // namespace agon
