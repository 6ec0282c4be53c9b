#pragma once

#include <cmath>
#include <string>

#include "agon/core/error.hpp"
#include "agon/gan/tricks/unrolled.hpp"

namespace agon::detail {

AGON_INLINE void check_steps_ahead(int steps) {
  if (steps < 0) fail("Unrolled", "expected steps >= 0, got " + std::to_string(steps));
}

AGON_INLINE void check_loss_ahead(double loss, int step) {
  if (!std::isfinite(loss))
    fail("Unrolled", "expected a finite loss of the discriminator, got " +
                         (std::isnan(loss) ? "nan" : std::to_string(loss)) + " in step " +
                         std::to_string(step) + " ahead");
}

}  // namespace agon::detail
