#pragma once

#include <cmath>
#include <concepts>
#include <utility>

#include "agon/autograd/ops/arithmetic.hpp"
#include "agon/core/random.hpp"
#include "agon/nn/layers/check.hpp"
#include "agon/nn/reparametrize.hpp"

namespace agon {

struct EqualLROptions {
  double gain = 1;           ///< sqrt(2) before a rectifier whose result is not scaled up itself; > 0
  double lr_multiplier = 1;  ///< how much faster than others the layer learns; > 0
};

/// Equalised learning rate (Karras et al. 2018) of any layer with a `weight`: its weights are drawn from N(0,
/// 1) / lr_multiplier, from `current_random()`, and it computes with weight * gain * lr_multiplier /
/// sqrt(fan_in) and, where it has one, with bias * lr_multiplier, so that every layer's weights start with
/// He's deviations and move alike under Adam. fan_in is the layer's own: the number of inputs that reach an
/// output.
///
///     EqualLR<Linear> mapping{Linear{512, 512}, {.lr_multiplier = 0.01}};
///
/// It takes what the layer takes. Names of parameters stay. `init` leaves the weight alone. Differentiable to
/// the order of the layer. Throws Error on options out of range, on a weight without fans and on a layer that
/// has buffers.
template <WeightedLayer Layer>
struct EqualLR {
  using Scalar = network_scalar_t<Layer>;

  explicit EqualLR(Layer wrapped, EqualLROptions options = {})
      : layer(std::move(wrapped)), lr_multiplier(options.lr_multiplier) {
    const ParameterInfo info = layer.weight.info();
    detail::check_positive("EqualLR", "gain", options.gain);
    detail::check_positive("EqualLR", "lr_multiplier", lr_multiplier);
    detail::check_positive("EqualLR", "fan_in", info.fan_in);
    detail::check_no_buffers("EqualLR", buffers(layer).size());
    scale = options.gain * lr_multiplier / std::sqrt(info.fan_in);
    layer.weight = BasicParameter<Scalar>(
        current_random().normal<Scalar>(layer.weight.shape(), 0, static_cast<Scalar>(1 / lr_multiplier)),
        {ParameterRole::other, info.fan_in, info.fan_out});
  }

  template <class... Inputs>
  requires std::invocable<const Layer&, const Inputs&...> BasicVar<Scalar>
  operator()(const Inputs&... inputs) const {
    Layer scaled = with_weight(layer, layer.weight * static_cast<Scalar>(scale));
    if constexpr (requires { *layer.bias* Scalar{1}; })
      if (layer.bias && lr_multiplier != 1) *scaled.bias = *layer.bias * static_cast<Scalar>(lr_multiplier);
    return scaled(inputs...);
  }

  Layer layer;
  double scale;  ///< what the weight is multiplied by
  double lr_multiplier;

  static constexpr std::size_t agon_members = 3;
  static constexpr bool agon_transparent = true;
};

namespace f64 {
using agon::EqualLR;
}

}  // namespace agon
