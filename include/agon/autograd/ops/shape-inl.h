#pragma once

#include <string>

#include "agon/autograd/ops/both.hpp"
#include "agon/autograd/ops/shape.hpp"
#include "agon/autograd/record.hpp"
#include "agon/core/error.hpp"
#include "agon/kernels/movement.hpp"

namespace agon {
namespace ops {

template <class T>
BasicVar<T> reshape(const BasicVar<T>& x, const Shape& shape) {
  return record<T>("reshape", x.value().reshape(shape), {link(x)},
                   [](Rule<T>& r) { r.give(0, agon::reshape(r.grad(), r.input_shape(0))); });
}

template <class T>
BasicVar<T> flatten(const BasicVar<T>& x) {
  if (x.rank() == 0) fail("flatten", "expected input [N, ...], got []");
  if (x.rank() == 2) return x;
  const Shape sample(x.shape().begin() + 1, x.shape().end());
  return reshape<T>(x, {x.dim(0), sample.size()});
}

template <class T>
BasicVar<T> transpose(const BasicVar<T>& x, const Axes& order) {
  Axes inverse = order;
  for (int i = 0; i < order.count() && order.count() == x.rank(); ++i)
    inverse[normalize_axis("transpose", order[i], x.rank())] = i;
  return record<T>("transpose", kernels::transpose(x.value(), order), {link(x)},
                   [inverse](Rule<T>& r) { r.give(0, agon::transpose(r.grad(), inverse)); });
}

template <class T>
BasicVar<T> slice(const BasicVar<T>& x, int axis, std::int64_t begin, std::int64_t end) {
  return record<T>("slice", kernels::slice(x.value(), axis, begin, end), {link(x)},
                   [axis, begin](Rule<T>& r) {
                     r.give(0, agon::slice_scatter(r.grad(), axis, begin, r.input_shape(0)[axis]));
                   });
}

template <class T>
BasicVar<T> slice_scatter(const BasicVar<T>& x, int axis, std::int64_t begin, std::int64_t size) {
  Shape full = x.shape();
  full[normalize_axis("slice_scatter", axis, x.rank())] = size;
  return record<T>("slice_scatter", kernels::slice_scatter(x.value(), full, axis, begin), {link(x)},
                   [axis, begin](Rule<T>& r) {
                     r.give(0, agon::slice(r.grad(), axis, begin, begin + r.input_shape(0)[axis]));
                   });
}

template <class T>
BasicVar<T> concat(const std::vector<BasicVar<T>>& parts, int axis) {
  std::vector<BasicTensor<T>> values;
  std::vector<Input> inputs;
  for (const BasicVar<T>& part : parts) {
    values.push_back(part.value());
    inputs.push_back(link(part));
  }
  const std::size_t count = parts.size();
  return record<T>("concat", kernels::concat<T>(values, axis), inputs, [axis, count](Rule<T>& r) {
    std::int64_t begin = 0;
    for (std::size_t i = 0; i < count; ++i) {
      const std::int64_t end = begin + r.input_shape(i)[axis];
      if (r.wants(i)) r.give(i, agon::slice(r.grad(), axis, begin, end));
      begin = end;
    }
  });
}

template <class T>
BasicVar<T> stack(const std::vector<BasicVar<T>>& parts, int axis) {
  if (parts.empty()) fail("stack", "expected at least one tensor, got none");
  const Shape part = parts[0].shape();
  axis = normalize_axis("stack", axis, part.rank() + 1);
  Shape with_axis(part.begin(), part.begin() + axis);
  with_axis.push_back(1);
  for (int d = axis; d < part.rank(); ++d) with_axis.push_back(part[d]);
  std::vector<BasicVar<T>> reshaped;
  for (const BasicVar<T>& x : parts) {
    if (x.shape() != part)
      fail("stack", "expected tensors of one shape, got " + to_string(part) + " and " + to_string(x.shape()));
    reshaped.push_back(agon::reshape(x, with_axis));
  }
  return agon::concat(reshaped, axis);
}

template <class T>
BasicVar<T> flip(const BasicVar<T>& x, const Axes& axes) {
  return record<T>("flip", kernels::flip(x.value(), axes), {link(x)},
                   [axes](Rule<T>& r) { r.give(0, agon::flip(r.grad(), axes)); });
}

template <class T>
BasicVar<T> roll(const BasicVar<T>& x, int axis, std::int64_t shift) {
  return record<T>("roll", kernels::roll(x.value(), axis, shift), {link(x)},
                   [axis, shift](Rule<T>& r) { r.give(0, agon::roll(r.grad(), axis, -shift)); });
}

}  // namespace ops

AGON_INLINE Var reshape(const Var& x, const Shape& shape) { return ops::reshape<float>(x, shape); }
AGON_INLINE f64::Var reshape(const f64::Var& x, const Shape& shape) { return ops::reshape<double>(x, shape); }
AGON_UNARY_OP(flatten)
AGON_INLINE Var transpose(const Var& x, const Axes& order) { return ops::transpose<float>(x, order); }
AGON_INLINE f64::Var transpose(const f64::Var& x, const Axes& order) {
  return ops::transpose<double>(x, order);
}
AGON_INLINE Var slice(const Var& x, int axis, std::int64_t begin, std::int64_t end) {
  return ops::slice<float>(x, axis, begin, end);
}
AGON_INLINE f64::Var slice(const f64::Var& x, int axis, std::int64_t begin, std::int64_t end) {
  return ops::slice<double>(x, axis, begin, end);
}
AGON_INLINE Var slice_scatter(const Var& x, int axis, std::int64_t begin, std::int64_t size) {
  return ops::slice_scatter<float>(x, axis, begin, size);
}
AGON_INLINE f64::Var slice_scatter(const f64::Var& x, int axis, std::int64_t begin, std::int64_t size) {
  return ops::slice_scatter<double>(x, axis, begin, size);
}
AGON_INLINE Var concat(const std::vector<Var>& parts, int axis) { return ops::concat<float>(parts, axis); }
AGON_INLINE f64::Var concat(const std::vector<f64::Var>& parts, int axis) {
  return ops::concat<double>(parts, axis);
}
AGON_INLINE Var stack(const std::vector<Var>& parts, int axis) { return ops::stack<float>(parts, axis); }
AGON_INLINE f64::Var stack(const std::vector<f64::Var>& parts, int axis) {
  return ops::stack<double>(parts, axis);
}
AGON_INLINE Var flip(const Var& x, const Axes& axes) { return ops::flip<float>(x, axes); }
AGON_INLINE f64::Var flip(const f64::Var& x, const Axes& axes) { return ops::flip<double>(x, axes); }
AGON_INLINE Var roll(const Var& x, int axis, std::int64_t shift) { return ops::roll<float>(x, axis, shift); }
AGON_INLINE f64::Var roll(const f64::Var& x, int axis, std::int64_t shift) {
  return ops::roll<double>(x, axis, shift);
}

}  // namespace agon
