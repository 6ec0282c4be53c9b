#pragma once

#include <string>

#include "agon/core/error.hpp"
#include "agon/gan/penalties/required.hpp"

namespace agon::detail {

AGON_INLINE void require_member(const char* penalty, const char* what, bool there) {
  if (!there) fail(penalty, std::string("expected a step with ") + what + ", got one without");
}

AGON_INLINE void require_pairs(const char* penalty, const Shape& real, const Shape& fake) {
  if (real != fake)
    fail(penalty, "expected generated samples of the shape of the real ones, got " + to_string(fake) +
                      " and " + to_string(real));
}

}  // namespace agon::detail
