#pragma once

#include <string>

#include "agon/core/error.hpp"
#include "agon/gan/report.hpp"

namespace agon {

AGON_INLINE double StepReport::operator[](std::string_view name) const {
  for (const auto& value : values)
    if (value.name == name) return value.value;
  std::string known;
  for (const auto& value : values) known += (known.empty() ? "" : ", ") + value.name;
  fail("StepReport", "expected one of " + known + "; got " + std::string(name));
}

}  // namespace agon
