#pragma once

#include "agon/core/error.hpp"
#include "agon/core/shape.hpp"

namespace agon {

AGON_INLINE void Shape::fail_rank() { fail("Shape", "expected at most 8 axes, got more"); }

AGON_INLINE void Shape::fail_size() const {
  fail("Shape", "expected a number of elements within 64 bits, got " + to_string(*this));
}

AGON_INLINE void Shape::fail_axis(int axis) const {
  fail("Shape", "expected an axis of " + to_string(*this) + ", got axis " + std::to_string(axis));
}

AGON_INLINE std::string to_string(const Shape& shape) {
  std::string text = "[";
  for (int i = 0; i < shape.rank(); ++i) {
    if (i > 0) text += ", ";
    text += std::to_string(shape[i]);
  }
  return text + "]";
}

AGON_INLINE int normalize_axis(const char* where, int axis, int rank) {
  const int index = axis < 0 ? axis + rank : axis;
  if (index < 0 || index >= rank)
    fail(where, "expected an axis of a tensor of rank " + std::to_string(rank) + ", got axis " +
                    std::to_string(axis));
  return index;
}

}  // namespace agon
