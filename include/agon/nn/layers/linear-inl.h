#pragma once

#include "agon/autograd/ops/linear.hpp"
#include "agon/nn/init.hpp"
#include "agon/nn/layers/check.hpp"
#include "agon/nn/layers/linear.hpp"

namespace agon {

template <class T>
BasicLinear<T>::BasicLinear(std::int64_t in, std::int64_t out, LinearOptions options) {
  detail::check_at_least("Linear", "in", in, 1);
  detail::check_at_least("Linear", "out", out, 1);
  const double fan_in = static_cast<double>(in), fan_out = static_cast<double>(out);
  weight = BasicParameter<T>(layer_default().draw<T>({out, in}, fan_in, fan_out),
                             {ParameterRole::weight, fan_in, fan_out});
  if (options.bias) bias = BasicParameter<T>(BasicTensor<T>::zeros({out}), {ParameterRole::bias});
}

template <class T>
BasicVar<T> BasicLinear<T>::operator()(const BasicVar<T>& x, Activation then) const {
  detail::check_rows("Linear", x.shape(), weight.dim(1));
  return linear(x, weight, bias ? BasicVar<T>(*bias) : BasicVar<T>(), then);
}

}  // namespace agon
