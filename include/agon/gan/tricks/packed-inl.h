#pragma once

#include <string>

#include "agon/core/error.hpp"
#include "agon/gan/tricks/packed.hpp"
#include "agon/nn/layers/check.hpp"

namespace agon::detail {

AGON_INLINE void check_pack(std::int64_t samples) { check_at_least("Packed", "samples", samples, 1); }

AGON_INLINE void check_packable(const Shape& x, std::int64_t samples) {
  if (x.rank() < 2 || x[0] % samples != 0)
    fail_input("Packed", "[N, ..., C] with N a multiple of " + std::to_string(samples), x);
}

}  // namespace agon::detail
