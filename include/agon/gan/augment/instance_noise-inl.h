#pragma once

#include "agon/autograd/ops/arithmetic.hpp"
#include "agon/core/random.hpp"
#include "agon/gan/augment/instance_noise.hpp"
#include "agon/optim/options.hpp"

namespace agon {

AGON_INLINE void InstanceNoise::check() const {
  detail::check_at_least_zero("InstanceNoise", "deviation", deviation.at(step));
}

AGON_INLINE void InstanceNoise::start_step(std::int64_t number) {
  step = number;
  check();
}

template <class T>
BasicVar<T> InstanceNoise::operator()(const BasicVar<T>& x) const {
  check();
  const double now = deviation.at(step);
  if (now == 0) return x;
  return x + current_random().normal<T>(x.shape(), 0, static_cast<T>(now));
}

}  // namespace agon
