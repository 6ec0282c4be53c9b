#pragma once

#include <algorithm>
#include <string>

#include "agon/core/error.hpp"
#include "agon/gan/recipes/pictures.hpp"

namespace agon::recipe {

AGON_INLINE void Pictures::check() const {
  if (size < 8 || size % 4 != 0)
    fail("recipe", "expected a size >= 8 that is a multiple of 4, got " + std::to_string(size));
  if (channels < 1) fail("recipe", "expected channels >= 1, got " + std::to_string(channels));
  if (width && *width < 1) fail("recipe", "expected a width >= 1, got " + std::to_string(*width));
}

namespace detail {

AGON_INLINE std::vector<std::int64_t> sides(std::int64_t size) {
  std::vector<std::int64_t> all{size};
  while (all.front() % 2 == 0 && all.front() > 4) all.insert(all.begin(), all.front() / 2);
  return all;
}

AGON_INLINE std::int64_t features(const Pictures& pictures, std::int64_t side, std::int64_t width,
                                  std::int64_t most) {
  if (side == pictures.size) return std::max<std::int64_t>(1, width / 2);
  return width * std::min(most, pictures.size / 2 / side);
}

}  // namespace detail
}  // namespace agon::recipe
