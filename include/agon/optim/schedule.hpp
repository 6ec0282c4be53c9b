#pragma once

#include <cstdint>
#include <functional>
#include <optional>

namespace agon {

/// From one number to another, between two steps.
struct Ramp {
  double from = 0;
  double to = 0;
  std::int64_t begin = 0;  ///< the last step at `from`; >= 0
  std::int64_t end = 0;    ///< the first step at `to`; > begin
};

/// A number that changes over the steps of a training, counted from 0: a learning rate, a noise level, the
/// weight of a penalty. A plain number is a schedule that stays.
class Schedule {
 public:
  /// Throws Error unless it is finite.
  Schedule(double value);
  /// Any function of the step.
  explicit Schedule(std::function<double(std::int64_t)> value);
  /// A straight line. Throws Error unless 0 <= begin < end and the numbers are finite.
  static Schedule linear(const Ramp& ramp);
  /// Half a wave of the cosine (Loshchilov and Hutter 2017): flat at both ends. Throws as `linear` does.
  static Schedule cosine(const Ramp& ramp);
  /// This schedule, times a factor that rises from 1 / steps at step 0 to 1. Throws Error unless steps >= 1.
  Schedule warmed_up(std::int64_t steps) const;

  /// Its value at a step >= 0. Throws Error where that is not finite.
  double at(std::int64_t step) const;

  /// Calls check(value), which throws, on two numbers between which all its values lie, so that one out of
  /// range is refused before it is reached: the ends of a ramp. Of a user's function nothing is known but the
  /// value of step 0, which is checked.
  template <class Check>
  void check_values(const Check& check) const {
    check(bounds_ ? bounds_->least : at(0));
    if (bounds_) check(bounds_->greatest);
  }

 private:
  struct Bounds {
    double least, greatest;
  };
  Schedule(std::function<double(std::int64_t)> value, Bounds bounds);

  std::function<double(std::int64_t)> value_;
  std::optional<Bounds> bounds_;
};

}  // namespace agon

#ifdef AGON_HEADER_ONLY
#include "agon/optim/schedule-inl.h"
#endif
