#pragma once

#include "agon/core/error.hpp"
#include "agon/gan/objectives/relativistic.hpp"

namespace agon::detail {

AGON_INLINE void check_pairs(const char* name, const Shape& real, const Shape& fake) {
  if (real != fake)
    fail(name, "expected as many generated samples as real ones, got scores " + to_string(real) + " and " +
                   to_string(fake));
}

}  // namespace agon::detail
