#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string>

#include "agon/core/error.hpp"
#include "agon/core/shape.hpp"
#include "agon/kernels/table.hpp"

// Strides of operands, and their reduction to as few axes as possible.
namespace agon::kernels::detail {

using Strides = std::array<std::int64_t, Shape::max_rank>;

/// Strides of a contiguous tensor.
inline Strides strides_of(const Shape& shape) {
  Strides strides{};
  std::int64_t stride = 1;
  for (int d = shape.rank() - 1; d >= 0; --d) {
    strides[static_cast<std::size_t>(d)] = stride;
    stride *= shape[d];
  }
  return strides;
}

/// Strides along the axes of `full` of a contiguous tensor that is repeated along axes of size 1 and missing
/// ones.
inline Strides repeat_strides(const Shape& shape, const Shape& full) {
  const Strides own = strides_of(shape);
  const int missing = full.rank() - shape.rank();
  Strides strides{};
  for (int d = missing; d < full.rank(); ++d)
    if (shape[d - missing] != 1)
      strides[static_cast<std::size_t>(d)] = own[static_cast<std::size_t>(d - missing)];
  return strides;
}

/// A tensor seen along one axis: [outer, size, inner].
struct AxisView {
  std::int64_t outer = 1, size = 1, inner = 1;

  AxisView(const Shape& shape, int axis) {
    for (int d = 0; d < shape.rank(); ++d) (d < axis ? outer : d == axis ? size : inner) *= shape[d];
  }
};

/// Which axes of `rank` are in a list. Throws Error "[name] ..." where one is out of range or given twice.
inline std::array<bool, Shape::max_rank> axis_set(const char* name, std::span<const int> axes, int rank) {
  std::array<bool, Shape::max_rank> set{};
  for (int axis : axes) {
    bool& flag = set[static_cast<std::size_t>(normalize_axis(name, axis, rank))];
    if (flag) fail(name, "expected different axes, got " + std::to_string(axis) + " twice");
    flag = true;
  }
  return set;
}

/// The loop over `shape` without axes of size 1 and with neighbours joined wherever both operands step evenly
/// across them. It has at least one axis.
inline StridedLoop collapsed(const Shape& shape, const Strides& a, const Strides& b) {
  StridedLoop loop;
  for (int d = 0; d < shape.rank(); ++d) {
    const std::int64_t size = shape[d], as = a[static_cast<std::size_t>(d)],
                       bs = b[static_cast<std::size_t>(d)];
    if (size == 1) continue;
    const int last = loop.rank - 1;
    const bool joins = last >= 0 && loop.a_strides[last] == as * size && loop.b_strides[last] == bs * size;
    const int at = joins ? last : loop.rank++;
    loop.sizes[at] = joins ? loop.sizes[at] * size : size;
    loop.a_strides[at] = as;
    loop.b_strides[at] = bs;
  }
  if (loop.rank == 0) {
    loop.rank = 1;
    loop.sizes[0] = loop.a_strides[0] = loop.b_strides[0] = 1;
  }
  return loop;
}

}  // namespace agon::kernels::detail
