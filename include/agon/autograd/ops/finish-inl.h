#pragma once

#include <cmath>
#include <string>

#include "agon/autograd/branches.hpp"
#include "agon/autograd/ops/finish.hpp"
#include "agon/core/error.hpp"

namespace agon::ops {

AGON_INLINE void check_slope(const char* name, double slope) {
  if (!(slope >= 0) || !std::isfinite(slope))
    fail(name, "expected a finite slope >= 0, got " + std::to_string(slope));
}

// The sign of the result is that of what came in. ReLU is written out, because 0 * -inf is not 0.
template <class T>
BasicVar<T> activation_grad(const Activation& activation, const BasicVar<T>& gradient, const BasicVar<T>& y) {
  if (activation.none()) return gradient;
  if (activation.slope == 0)
    return agon::map(
        "relu", [](auto g, auto v) { return select(v > 0, g, 0); }, gradient, y);
  return agon::map(
      "leaky_relu",
      [slope = static_cast<T>(activation.slope)](auto g, auto v) { return select(v > 0, g, slope * g); },
      gradient, y);
}

template <class T>
void observe_signs(const BasicTensor<T>& y) {
  const BasicTensor<T> values[] = {y};
  observe_map<T>(kernels::map_value_function<T, 1>("sign", [](auto v) { return sign(v); }), values);
}

template <class T, class F>
void finish_with(const char* name, const F& f, BasicTensor<T>& y, const BasicVar<T>& bias) {
  const auto function = kernels::map_value_function<T, 2>(name, f);
  const BasicTensor<T> offset = bias.defined() ? bias.value() : BasicTensor<T>::scalar(0);
  kernels::map_over(function, y, offset);
}

template <class T>
void finish(const char* name, BasicTensor<T>& y, const BasicVar<T>& bias, const Activation& activation) {
  check_slope(name, activation.slope);
  if (bias.defined() && bias.shape() != Shape{y.dim(-1)})
    fail(name, "expected a bias [" + std::to_string(y.dim(-1)) + "], got " + to_string(bias.shape()));
  if (activation.none()) {
    if (bias.defined())
      finish_with(
          name, [](auto v, auto b) { return v + b; }, y, bias);
  } else if (activation.slope == 0) {
    finish_with(
        name, [](auto v, auto b) { return relu(v + b); }, y, bias);
  } else {
    const T slope = static_cast<T>(activation.slope);
    finish_with(
        name, [slope](auto v, auto b) { return select(v + b > 0, v + b, slope * (v + b)); }, y, bias);
  }
  if (!activation.none()) observe_signs(y);
}

}  // namespace agon::ops
