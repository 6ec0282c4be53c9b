#pragma once

namespace agon {

/// What lies beyond the ends of an axis: zeros, the elements mirrored at the first and last (which are not
/// repeated), the first and last again, or the elements from the other end.
enum class Padding { zeros, reflect, replicate, circular };

/// "zeros", "reflect", "replicate" or "circular".
constexpr const char* name_of(Padding mode) {
  switch (mode) {
    case Padding::reflect:
      return "reflect";
    case Padding::replicate:
      return "replicate";
    case Padding::circular:
      return "circular";
    default:
      return "zeros";
  }
}

}  // namespace agon
