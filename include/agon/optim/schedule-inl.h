#pragma once

#include <algorithm>
#include <cmath>
#include <numbers>
#include <string>
#include <utility>

#include "agon/core/error.hpp"
#include "agon/optim/schedule.hpp"

namespace agon {
namespace detail {

inline void check_ramp(const Ramp& ramp) {
  if (ramp.begin < 0 || ramp.begin >= ramp.end)
    fail("Schedule", "expected 0 <= begin < end, got begin " + std::to_string(ramp.begin) + " and end " +
                         std::to_string(ramp.end));
  if (!std::isfinite(ramp.from) || !std::isfinite(ramp.to))
    fail("Schedule", "expected finite numbers to go from and to");
}

/// How much of a ramp is behind a step, in [0, 1].
inline double passed(const Ramp& ramp, std::int64_t step) {
  return std::clamp(static_cast<double>(step - ramp.begin) / static_cast<double>(ramp.end - ramp.begin), 0.0,
                    1.0);
}

}  // namespace detail

AGON_INLINE Schedule::Schedule(double value)
    : value_([value](std::int64_t) { return value; }), bounds_({value, value}) {
  if (!std::isfinite(value)) fail("Schedule", "expected a finite number, got " + std::to_string(value));
}
AGON_INLINE Schedule::Schedule(std::function<double(std::int64_t)> value) : value_(std::move(value)) {
  if (!value_) fail("Schedule", "expected a function of the step, got an empty one");
}

AGON_INLINE Schedule::Schedule(std::function<double(std::int64_t)> value, Bounds bounds)
    : value_(std::move(value)), bounds_(bounds) {}

AGON_INLINE Schedule Schedule::linear(const Ramp& ramp) {
  detail::check_ramp(ramp);
  return {[ramp](std::int64_t step) { return std::lerp(ramp.from, ramp.to, detail::passed(ramp, step)); },
          {std::min(ramp.from, ramp.to), std::max(ramp.from, ramp.to)}};
}

AGON_INLINE Schedule Schedule::cosine(const Ramp& ramp) {
  detail::check_ramp(ramp);
  return {[ramp](std::int64_t step) {
            const double wave = (1 - std::cos(std::numbers::pi * detail::passed(ramp, step))) / 2;
            return std::lerp(ramp.from, ramp.to, wave);
          },
          {std::min(ramp.from, ramp.to), std::max(ramp.from, ramp.to)}};
}

AGON_INLINE Schedule Schedule::warmed_up(std::int64_t steps) const {
  if (steps < 1) fail("Schedule", "expected a warm-up of at least 1 step, got " + std::to_string(steps));
  const auto risen = [count = static_cast<double>(steps)](std::int64_t step) {
    return std::min(1.0, static_cast<double>(step + 1) / count);
  };
  Schedule warmed([value = value_, risen](std::int64_t step) { return value(step) * risen(step); });
  if (bounds_)
    warmed.bounds_ = {std::min(bounds_->least, risen(0) * bounds_->least),
                      std::max(bounds_->greatest, risen(0) * bounds_->greatest)};
  return warmed;
}

AGON_INLINE double Schedule::at(std::int64_t step) const {
  const double value = value_(step);
  if (!std::isfinite(value))
    fail("Schedule",
         "expected a finite value at step " + std::to_string(step) + ", got " + std::to_string(value));
  return value;
}

}  // namespace agon
