#pragma once

#include <algorithm>
#include <cstdio>

#include "agon/core/error.hpp"
#include "agon/gan/tricks/adaptive_ratio.hpp"
#include "agon/optim/options.hpp"

namespace agon {

AGON_INLINE AdaptiveRatio::AdaptiveRatio(const AdaptiveRatioOptions& options) : options_(options) {
  char text[96];
  std::snprintf(text, sizeof text, "expected 0 <= low < high <= 1, got low %g and high %g", options.low,
                options.high);
  if (!(0 <= options.low && options.low < options.high && options.high <= 1)) fail("AdaptiveRatio", text);
  detail::check_fraction("AdaptiveRatio", "decay", options.decay);
  std::snprintf(text, sizeof text, "expected at most 1 step or more, got %d of D and %d of G",
                options.most_discriminator, options.most_generator);
  if (options.most_discriminator < 1 || options.most_generator < 1) fail("AdaptiveRatio", text);
}

AGON_INLINE StepRatio AdaptiveRatio::next(double accuracy) {
  char text[64];
  std::snprintf(text, sizeof text, "expected an accuracy in [0, 1], got %g", accuracy);
  if (!(accuracy >= 0 && accuracy <= 1)) fail("AdaptiveRatio", text);
  double& mean = state_.accuracy;
  mean = mean < 0 ? accuracy : options_.decay * mean + (1 - options_.decay) * accuracy;
  const int move = mean < options_.low ? 1 : mean > options_.high ? -1 : 0;
  state_.balance =
      std::clamp(state_.balance + move, 1 - options_.most_generator, options_.most_discriminator - 1);
  return ratio();
}

AGON_INLINE StepRatio AdaptiveRatio::ratio() const {
  return {std::max(1, 1 + state_.balance), std::max(1, 1 - state_.balance)};
}

AGON_INLINE void AdaptiveRatio::set_state(const State& state) {
  if (!(state.accuracy == -1 || (state.accuracy >= 0 && state.accuracy <= 1)) ||
      state.balance < 1 - options_.most_generator || state.balance > options_.most_discriminator - 1)
    fail("AdaptiveRatio", "expected a state within the limits of the options");
  state_ = state;
}

}  // namespace agon
