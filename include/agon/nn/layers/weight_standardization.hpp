#pragma once

#include <concepts>
#include <utility>

#include "agon/nn/reparametrize.hpp"

namespace agon {

struct WeightStandardizationOptions {
  double eps = 1e-5;  ///< added to the variance; > 0
};

/// Weight standardisation (Qiao et al. 2019) of any layer with a `weight`: it computes with (weight - mean) /
/// sqrt(variance + eps), mean and biased variance being those of each output's weights, and takes what the
/// layer takes. Meant for layers before a group norm. Names of parameters stay. Differentiable to order 3.
/// Throws Error on eps out of range and on a layer that has buffers.
template <WeightedLayer Layer>
struct WeightStandardization {
  using Scalar = network_scalar_t<Layer>;

  explicit WeightStandardization(Layer wrapped, WeightStandardizationOptions options = {})
      : layer(std::move(wrapped)), eps(options.eps) {
    detail::check_eps("WeightStandardization", eps);
    detail::check_no_buffers("WeightStandardization", buffers(layer).size());
  }

  template <class... Inputs>
  requires std::invocable<const Layer&, const Inputs&...> BasicVar<Scalar>
  operator()(const Inputs&... inputs) const {
    return with_weight(
        layer, detail::standardized_weight<Scalar>(layer.weight, weight_output_axis<Layer>, eps))(inputs...);
  }

  Layer layer;
  double eps;

  static constexpr std::size_t agon_members = 2;
  static constexpr bool agon_transparent = true;
};

namespace f64 {
using agon::WeightStandardization;
}

}  // namespace agon
