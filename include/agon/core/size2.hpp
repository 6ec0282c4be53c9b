#pragma once

#include <concepts>
#include <cstdint>
#include <string>

namespace agon {

/// A pair of sizes along the two axes of a picture; one integer stands for both: `.kernel = 4`,
/// `.stride = {2, 1}`.
struct Size2 {
  std::int64_t height = 0;
  std::int64_t width = 0;

  constexpr Size2() = default;
  template <std::integral I>
  constexpr Size2(I both) : height(static_cast<std::int64_t>(both)), width(static_cast<std::int64_t>(both)) {}
  template <std::integral I, std::integral J>
  constexpr Size2(I h, J w) : height(static_cast<std::int64_t>(h)), width(static_cast<std::int64_t>(w)) {}

  /// Along axis 0, the height, or axis 1.
  constexpr std::int64_t operator[](int axis) const { return axis == 0 ? height : width; }
  constexpr std::int64_t& operator[](int axis) { return axis == 0 ? height : width; }

  friend constexpr bool operator==(const Size2&, const Size2&) = default;
};

/// "4x3".
inline std::string to_string(const Size2& size) {
  return std::to_string(size.height) + "x" + std::to_string(size.width);
}

}  // namespace agon
