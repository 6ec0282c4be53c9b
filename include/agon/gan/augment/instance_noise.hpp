#pragma once

#include <cstdint>

#include "agon/autograd/variable.hpp"
#include "agon/optim/schedule.hpp"

namespace agon {

/// Instance noise (Sonderby et al. 2017; Arjovsky and Bottou 2017): normal noise on samples of any shape,
/// real and generated, so that the two distributions overlap and D's gradient means something before they
/// meet. The deviation usually falls to 0 over the training:
///
///     InstanceNoise noise{Schedule::linear({.from = 0.5, .to = 0, .end = 10'000})};
///
/// Draws from `current_random()`; a deviation of 0 draws nothing and returns x. Differentiable to any order.
/// Throws Error unless the deviation is >= 0: from `check` on one that will not be, as far as the schedule
/// knows, from `start_step` and where it is called on that of the step.
struct InstanceNoise {
  Schedule deviation = 0.1;
  std::int64_t step = 0;  ///< at which the schedule is read

  void check() const;
  void start_step(std::int64_t number);

  /// T is float or double.
  template <class T>
  BasicVar<T> operator()(const BasicVar<T>& x) const;
};

}  // namespace agon

#ifdef AGON_HEADER_ONLY
#include "agon/gan/augment/instance_noise-inl.h"
#endif
