#pragma once

#include "agon/autograd/ops/map.hpp"
#include "agon/core/modes.hpp"
#include "agon/core/random.hpp"
#include "agon/nn/layers/check.hpp"
#include "agon/nn/layers/noise_injection.hpp"

namespace agon {

template <class T>
BasicNoiseInjection<T>::BasicNoiseInjection()
    : strength(BasicTensor<T>::zeros({1}), ParameterInfo{}), per_channel(false) {}

template <class T>
BasicNoiseInjection<T>::BasicNoiseInjection(std::int64_t channels) : per_channel(true) {
  detail::check_at_least("NoiseInjection", "channels", channels, 1);
  strength = BasicParameter<T>(BasicTensor<T>::zeros({channels}), ParameterInfo{});
}

template <class T>
BasicVar<T> BasicNoiseInjection<T>::operator()(const BasicVar<T>& x) const {
  if (x.rank() != 4) detail::fail_input("NoiseInjection", "[N, H, W, C]", x.shape());
  if (per_channel) detail::check_pictures("NoiseInjection", x.shape(), strength.dim(0));
  if (!stochastic()) return x;
  const BasicTensor<T> noise = current_random().normal<T>({x.dim(0), x.dim(1), x.dim(2), 1});
  return map(
      "noise_injection", [](auto v, auto s, auto n) { return v + s * n; }, x, strength, noise);
}

}  // namespace agon
