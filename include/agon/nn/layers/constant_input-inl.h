#pragma once

#include "agon/autograd/ops/reduce.hpp"
#include "agon/core/random.hpp"
#include "agon/nn/layers/check.hpp"
#include "agon/nn/layers/constant_input.hpp"

namespace agon {

template <class T>
BasicConstantInput<T>::BasicConstantInput(const ConstantInputOptions& o) {
  detail::check_at_least("ConstantInput", "size", o.size, 1);
  detail::check_at_least("ConstantInput", "channels", o.channels, 1);
  value = BasicParameter<T>(current_random().normal<T>({1, o.size.height, o.size.width, o.channels}),
                            ParameterInfo{});
}

template <class T>
BasicVar<T> BasicConstantInput<T>::operator()(std::int64_t samples) const {
  detail::check_at_least("ConstantInput", "samples", samples, 0);
  return broadcast_to(value, {samples, value.dim(1), value.dim(2), value.dim(3)});
}

template <class T>
BasicVar<T> BasicConstantInput<T>::operator()(const BasicVar<T>& batch) const {
  if (batch.rank() == 0) detail::fail_input("ConstantInput", "[N, ...]", batch.shape());
  return (*this)(batch.dim(0));
}

}  // namespace agon
