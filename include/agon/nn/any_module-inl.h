#pragma once

#include <string>

#include "agon/core/error.hpp"
#include "agon/nn/any_module.hpp"

namespace agon::detail {

AGON_INLINE void refuse_inputs(const char* type, std::span<const bool> taken, std::size_t got) {
  std::string counts;
  for (std::size_t i = 0; i < taken.size(); ++i)
    if (taken[i]) counts += (counts.empty() ? "" : " or ") + std::to_string(i + 1);
  fail("AnyModule", "expected " + counts + (counts == "1" ? " input" : " inputs") + " for " +
                        plain_type_name(type) + ", got " + std::to_string(got));
}

AGON_INLINE void refuse_empty_module() { fail("AnyModule", "expected a network to call, got none"); }

}  // namespace agon::detail
