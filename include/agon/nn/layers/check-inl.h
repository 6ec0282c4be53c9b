#pragma once

#include <cmath>

#include "agon/core/error.hpp"
#include "agon/nn/layers/check.hpp"

namespace agon::detail {

AGON_INLINE void check_at_least(std::string_view layer, std::string_view name, std::int64_t value,
                                std::int64_t least) {
  if (value < least)
    fail(layer,
         "expected " + std::string(name) + " >= " + std::to_string(least) + ", got " + std::to_string(value));
}

AGON_INLINE void check_at_least(std::string_view layer, std::string_view name, const Size2& value,
                                std::int64_t least) {
  if (value.height < least || value.width < least)
    fail(layer,
         "expected " + std::string(name) + " >= " + std::to_string(least) + ", got " + to_string(value));
}

AGON_INLINE void check_positive(std::string_view layer, std::string_view name, double value) {
  if (!(value > 0) || !std::isfinite(value))
    fail(layer, "expected a finite " + std::string(name) + " > 0, got " + std::to_string(value));
}

AGON_INLINE void fail_input(std::string_view layer, std::string_view expected, const Shape& got) {
  fail(layer, "expected input " + std::string(expected) + ", got " + to_string(got));
}

AGON_INLINE void check_rows(std::string_view layer, const Shape& input, std::int64_t features) {
  if (input.rank() != 2 || input[1] != features)
    fail_input(layer, "[N, " + std::to_string(features) + "]", input);
}

AGON_INLINE void check_pictures(std::string_view layer, const Shape& input, std::int64_t channels) {
  if (input.rank() != 4 || input[3] != channels)
    fail_input(layer, "[N, H, W, " + std::to_string(channels) + "]", input);
}

}  // namespace agon::detail
