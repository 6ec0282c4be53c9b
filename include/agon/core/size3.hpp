#pragma once

#include <concepts>
#include <cstdint>
#include <string>

namespace agon {

/// Sizes along the three axes of a volume or a video, whose depth is time; one integer stands for all:
/// `.kernel = 3`, `.stride = {1, 2, 2}`.
struct Size3 {
  std::int64_t depth = 0;
  std::int64_t height = 0;
  std::int64_t width = 0;

  constexpr Size3() = default;
  template <std::integral I>
  constexpr Size3(I all) : Size3(all, all, all) {}
  template <std::integral I, std::integral J, std::integral K>
  constexpr Size3(I d, J h, K w)
      : depth(static_cast<std::int64_t>(d)),
        height(static_cast<std::int64_t>(h)),
        width(static_cast<std::int64_t>(w)) {}

  /// Along axis 0, the depth, 1 or 2.
  constexpr std::int64_t operator[](int axis) const { return axis == 0 ? depth : axis == 1 ? height : width; }
  constexpr std::int64_t& operator[](int axis) { return axis == 0 ? depth : axis == 1 ? height : width; }

  friend constexpr bool operator==(const Size3&, const Size3&) = default;
};

/// "3x4x4".
inline std::string to_string(const Size3& size) {
  return std::to_string(size.depth) + "x" + std::to_string(size.height) + "x" + std::to_string(size.width);
}

}  // namespace agon
