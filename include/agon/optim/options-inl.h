#pragma once

#include <cmath>
#include <cstdio>
#include <string>

#include "agon/core/error.hpp"
#include "agon/optim/options.hpp"

namespace agon::detail {

[[noreturn]] AGON_INLINE void fail_option(const char* where, const char* name, const char* range,
                                          double value) {
  char text[32];
  std::snprintf(text, sizeof text, "%g", value);
  fail(where, std::string("expected ") + name + " " + range + ", got " + text);
}

AGON_INLINE void check_at_least_zero(const char* where, const char* name, double value) {
  if (!(value >= 0) || !std::isfinite(value)) fail_option(where, name, ">= 0", value);
}

AGON_INLINE void check_at_least_one(const char* where, const char* name, double value) {
  if (!(value >= 1) || !std::isfinite(value)) fail_option(where, name, ">= 1", value);
}

AGON_INLINE void check_above_zero(const char* where, const char* name, double value) {
  if (!(value > 0) || !std::isfinite(value)) fail_option(where, name, "> 0", value);
}

AGON_INLINE void check_fraction(const char* where, const char* name, double value) {
  if (!(value >= 0 && value < 1)) fail_option(where, name, "in [0, 1)", value);
}

}  // namespace agon::detail
