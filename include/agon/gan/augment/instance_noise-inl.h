#pragma once

#include "agon/autograd/ops/arithmetic.hpp"
#include "agon/core/random.hpp"
#include "agon/gan/augment/instance_noise.hpp"
#include "agon/optim/options.hpp"

namespace agon {

namespace detail {

inline void check_deviation(double value) { check_at_least_zero("InstanceNoise", "deviation", value); }

}  // namespace detail

AGON_INLINE void InstanceNoise::check() const { deviation.check_values(detail::check_deviation); }

AGON_INLINE void InstanceNoise::start_step(std::int64_t number) {
  step = number;
  detail::check_deviation(deviation.at(step));
}

template <class T>
BasicVar<T> InstanceNoise::operator()(const BasicVar<T>& x) const {
  const double now = deviation.at(step);
  detail::check_deviation(now);
  if (now == 0) return x;
  return x + current_random().normal<T>(x.shape(), 0, static_cast<T>(now));
}

}  // namespace agon
