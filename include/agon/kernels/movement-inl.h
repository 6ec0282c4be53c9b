#pragma once

#include <array>
#include <string>

#include "agon/core/error.hpp"
#include "agon/kernels/isa.hpp"
#include "agon/kernels/movement.hpp"
#include "agon/kernels/strides.hpp"
#include "agon/kernels/table.hpp"

namespace agon::kernels {
namespace detail {

template <class T>
void copy_strided(const Shape& shape, const T* x, const Strides& x_strides, T* y, const Strides& y_strides) {
  if (shape.size() > 0) table<T>().copy(collapsed(shape, x_strides, y_strides), x, y);
}

AGON_INLINE std::string range_text(std::int64_t begin, std::int64_t end) {
  std::string text = "[";
  text.append(std::to_string(begin)).append(", ").append(std::to_string(end)).append(")");
  return text;
}

}  // namespace detail

template <class T>
BasicTensor<T> broadcast_to(const BasicTensor<T>& x, const Shape& shape) {
  check_defined("broadcast_to", x.erased());
  bool fits = x.rank() <= shape.rank();
  for (int i = 1; fits && i <= x.rank(); ++i) fits = x.dim(-i) == shape[-i] || x.dim(-i) == 1;
  if (!fits)
    fail("broadcast_to",
         "expected a shape that broadcasts to " + to_string(shape) + ", got " + to_string(x.shape()));
  if (x.size() == shape.size()) return x.reshape(shape);
  BasicTensor<T> y(shape);
  detail::copy_strided(shape, x.data(), detail::repeat_strides(x.shape(), shape), y.mutable_data(),
                       detail::strides_of(shape));
  return y;
}

template <class T>
BasicTensor<T> transpose(const BasicTensor<T>& x, std::span<const int> order) {
  check_defined("transpose", x.erased());
  const auto wrong = [&] {
    Shape numbers;
    for (int axis : order.first(order.size() < 8 ? order.size() : 8)) numbers.push_back(axis);
    fail("transpose",
         "expected a permutation of the axes of " + to_string(x.shape()) + ", got " + to_string(numbers));
  };
  if (static_cast<int>(order.size()) != x.rank()) wrong();
  const detail::Strides own = detail::strides_of(x.shape());
  detail::Strides strides{};
  std::array<bool, Shape::max_rank> seen{};
  Shape shape;
  for (std::size_t i = 0; i < order.size(); ++i) {
    const std::size_t axis = static_cast<std::size_t>(normalize_axis("transpose", order[i], x.rank()));
    if (seen[axis]) wrong();
    seen[axis] = true;
    strides[i] = own[axis];
    shape.push_back(x.shape().begin()[axis]);
  }
  BasicTensor<T> y(shape);
  detail::copy_strided(shape, x.data(), strides, y.mutable_data(), detail::strides_of(shape));
  return y;
}

template <class T>
BasicTensor<T> slice(const BasicTensor<T>& x, int axis, std::int64_t begin, std::int64_t end) {
  axis = normalize_axis("slice", axis, x.rank());
  if (begin < 0 || begin > end || end > x.dim(axis))
    fail("slice", "expected a range inside " + detail::range_text(0, x.dim(axis)) + " along axis " +
                      std::to_string(axis) + ", got " + detail::range_text(begin, end));
  Shape shape = x.shape();
  shape[axis] = end - begin;
  const detail::Strides strides = detail::strides_of(x.shape());
  BasicTensor<T> y(shape);
  detail::copy_strided(shape, x.data() + begin * strides[static_cast<std::size_t>(axis)], strides,
                       y.mutable_data(), detail::strides_of(shape));
  return y;
}

template <class T>
BasicTensor<T> flip(const BasicTensor<T>& x, std::span<const int> axes) {
  check_defined("flip", x.erased());
  const auto flipped = detail::axis_set("flip", axes, x.rank());
  const detail::Strides own = detail::strides_of(x.shape());
  detail::Strides strides = own;
  std::int64_t first = 0;
  for (int d = 0; d < x.rank(); ++d) {
    const auto at = static_cast<std::size_t>(d);
    if (!flipped[at]) continue;
    first += (x.dim(d) - 1) * own[at];
    strides[at] = -own[at];
  }
  BasicTensor<T> y(x.shape());
  if (x.size() > 0) detail::copy_strided(x.shape(), x.data() + first, strides, y.mutable_data(), own);
  return y;
}

template <class T>
BasicTensor<T> roll(const BasicTensor<T>& x, int axis, std::int64_t shift) {
  axis = normalize_axis("roll", axis, x.rank());
  const std::int64_t size = x.dim(axis);
  if (size == 0) return x;
  shift = (shift % size + size) % size;
  const detail::Strides strides = detail::strides_of(x.shape());
  const std::int64_t stride = strides[static_cast<std::size_t>(axis)];
  BasicTensor<T> y(x.shape());
  Shape part = x.shape();
  part[axis] = size - shift;
  detail::copy_strided(part, x.data(), strides, y.mutable_data() + shift * stride, strides);
  part[axis] = shift;
  detail::copy_strided(part, x.data() + (size - shift) * stride, strides, y.mutable_data(), strides);
  return y;
}

template <class T>
BasicTensor<T> slice_scatter(const BasicTensor<T>& x, const Shape& full, int axis, std::int64_t begin) {
  axis = normalize_axis("slice_scatter", axis, full.rank());
  bool fits = x.rank() == full.rank() && begin >= 0;
  for (int d = 0; fits && d < full.rank(); ++d)
    fits = d == axis ? begin <= full[d] - x.dim(d) : x.dim(d) == full[d];
  if (!fits)
    fail("slice_scatter", "expected a part of " + to_string(full) + " along axis " + std::to_string(axis) +
                              ", got " + to_string(x.shape()) + " at " + std::to_string(begin));
  BasicTensor<T> y(full, T{0});
  const detail::Strides strides = detail::strides_of(full);
  detail::copy_strided(x.shape(), x.data(), detail::strides_of(x.shape()),
                       y.mutable_data() + begin * strides[static_cast<std::size_t>(axis)], strides);
  return y;
}

template <class T>
BasicTensor<T> concat(std::span<const BasicTensor<T>> parts, int axis) {
  if (parts.empty()) fail("concat", "expected at least one tensor, got none");
  Shape shape = parts[0].shape();
  axis = normalize_axis("concat", axis, shape.rank());
  std::int64_t total = 0;
  for (const BasicTensor<T>& part : parts) {
    check_defined("concat", part.erased());
    bool fits = part.rank() == shape.rank();
    for (int d = 0; fits && d < shape.rank(); ++d) fits = d == axis || part.dim(d) == shape[d];
    if (!fits)
      fail("concat", "expected " + to_string(shape) + " but for axis " + std::to_string(axis) + ", got " +
                         to_string(part.shape()));
    total += part.dim(axis);
  }
  shape[axis] = total;
  BasicTensor<T> y(shape);
  const detail::Strides strides = detail::strides_of(shape);
  std::int64_t begin = 0;
  for (const BasicTensor<T>& part : parts) {
    detail::copy_strided(part.shape(), part.data(), detail::strides_of(part.shape()),
                         y.mutable_data() + begin * strides[static_cast<std::size_t>(axis)], strides);
    begin += part.dim(axis);
  }
  return y;
}

}  // namespace agon::kernels
