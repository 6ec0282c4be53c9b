#pragma once

#include <cstdio>

#include "agon/core/error.hpp"
#include "agon/gan/augment/checks.hpp"

namespace agon::detail {

AGON_INLINE void check_probability(const char* where, double value) {
  char text[80];
  std::snprintf(text, sizeof text, "expected a probability in [0, 1], got %g", value);
  if (!(value >= 0 && value <= 1)) fail(where, text);
}

AGON_INLINE void check_pictures(const char* where, const Shape& shape) {
  if (shape.rank() != 4) fail(where, "expected pictures [N, H, W, C], got " + to_string(shape));
}

}  // namespace agon::detail
