#pragma once

#include <algorithm>
#include <cmath>
#include <string>

#include "agon/core/error.hpp"
#include "agon/kernels/map.hpp"
#include "agon/optim/average.hpp"
#include "agon/optim/options.hpp"

namespace agon::detail {

AGON_INLINE void check_average(const AverageOptions& options) {
  check_above_zero("Average", "half_life", options.half_life);
  check_at_least_zero("Average", "warm_up", options.warm_up);
}

AGON_INLINE void check_images_seen(std::int64_t images) {
  if (images < 0) fail("Average", "expected images >= 0, got " + std::to_string(images));
}

AGON_INLINE double average_stays(const AverageOptions& options, std::int64_t seen, std::int64_t images) {
  if (images < 1) fail("Average", "expected at least 1 image, got " + std::to_string(images));
  double half_life = options.half_life;
  if (options.warm_up > 0) half_life = std::min(half_life, options.warm_up * static_cast<double>(seen));
  return std::exp2(-static_cast<double>(images) / half_life);  // 0 where the half-life is 0
}

template <class T>
void check_same_slots(const std::vector<BasicSlot<T>>& average, const std::vector<BasicSlot<T>>& theirs) {
  if (theirs.size() != average.size())
    fail("Average", "expected a network of " + std::to_string(average.size()) +
                        " parameters and buffers, got one of " + std::to_string(theirs.size()));
  for (std::size_t i = 0; i < average.size(); ++i) {
    const BasicSlot<T>&a = average[i], &b = theirs[i];
    const Shape expected = a.value().shape(), got = b.value().shape();
    if (a.name != b.name || a.kind != b.kind || expected != got)
      fail("Average",
           "expected " + a.name + " " + to_string(expected) + ", got " + b.name + " " + to_string(got));
  }
}

template <class T>
void average_slots(const std::vector<BasicSlot<T>>& average, const std::vector<BasicSlot<T>>& theirs,
                   double stay) {
  check_same_slots(average, theirs);
  const auto mixed = [stay = static_cast<T>(stay)](auto mean, auto p) { return p + stay * (mean - p); };
  for (std::size_t i = 0; i < average.size(); ++i) {
    const BasicSlot<T>& slot = average[i];
    if (slot.kind == SlotKind::parameter)
      *slot.parameter = kernels::map("average", mixed, slot.parameter->value(), theirs[i].value());
    else
      *slot.buffer = theirs[i].value();
  }
}

}  // namespace agon::detail
