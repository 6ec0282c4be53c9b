#pragma once

#include "agon/core/modes.hpp"

namespace agon {

AGON_INLINE Modes& modes() {
  static thread_local Modes current;
  return current;
}

}  // namespace agon
