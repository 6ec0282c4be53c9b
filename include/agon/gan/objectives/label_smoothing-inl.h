#pragma once

#include <cstdio>

#include "agon/core/error.hpp"
#include "agon/gan/objectives/label_smoothing.hpp"

namespace agon {
namespace detail {

AGON_INLINE void check_amount(float amount) {
  char text[80];
  std::snprintf(text, sizeof text, "expected an amount in [0, 0.5], got %g", static_cast<double>(amount));
  if (!(amount >= 0 && amount <= 0.5f)) fail("LabelSmoothing", text);
}

AGON_INLINE void check_targets(LabelSmoothing::Range range) {
  char text[96];
  std::snprintf(text, sizeof text, "expected a range of targets within [0, 1], got [%g, %g)",
                static_cast<double>(range.low), static_cast<double>(range.high));
  if (!(0 <= range.low && range.low <= range.high && range.high <= 1)) fail("LabelSmoothing", text);
}

AGON_INLINE void check_flip(float probability) {
  char text[80];
  std::snprintf(text, sizeof text, "expected a probability of flips in [0, 0.5], got %g",
                static_cast<double>(probability));
  if (!(probability >= 0 && probability <= 0.5f)) fail("LabelSmoothing", text);
}

}  // namespace detail

AGON_INLINE LabelSmoothing::LabelSmoothing(float amount) : real{1 - amount, 1 - amount} {
  detail::check_amount(amount);
}

AGON_INLINE LabelSmoothing LabelSmoothing::both_sides(float amount) {
  LabelSmoothing smoothing(amount);
  smoothing.fake = {amount, amount};
  return smoothing;
}

AGON_INLINE LabelSmoothing LabelSmoothing::random(float low, float high) { return random(low, high, 0, 0); }

AGON_INLINE LabelSmoothing LabelSmoothing::random(float low, float high, float fake_low, float fake_high) {
  LabelSmoothing smoothing;
  smoothing.real = {low, high};
  smoothing.fake = {fake_low, fake_high};
  detail::check_targets(smoothing.real);
  detail::check_targets(smoothing.fake);
  return smoothing;
}

AGON_INLINE LabelSmoothing LabelSmoothing::flipped(float probability) const {
  detail::check_flip(probability);
  LabelSmoothing noisy = *this;
  noisy.real.flip = noisy.fake.flip = probability;
  return noisy;
}

}  // namespace agon
