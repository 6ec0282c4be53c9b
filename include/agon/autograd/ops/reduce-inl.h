#pragma once

#include <string>

#include "agon/autograd/ops/arithmetic.hpp"
#include "agon/autograd/ops/both.hpp"
#include "agon/autograd/ops/reduce.hpp"
#include "agon/autograd/ops/shape.hpp"
#include "agon/autograd/record.hpp"
#include "agon/core/error.hpp"
#include "agon/kernels/movement.hpp"
#include "agon/kernels/reduce.hpp"

namespace agon {
namespace ops {

template <class T>
BasicVar<T> sum(const BasicVar<T>& x, const Axes& axes, bool keep_axes) {
  // The gradient first gets back its summed axes, as axes of size 1.
  Shape kept = x.shape();
  for (int axis : axes) kept[normalize_axis("sum", axis, x.rank())] = 1;
  return record<T>("sum", kernels::sum(x.value(), axes, keep_axes), {link(x)}, [kept](Rule<T>& r) {
    r.give(0, agon::broadcast_to(reshape(r.grad(), kept), r.input_shape(0)));
  });
}

template <class T>
BasicVar<T> mean(const BasicVar<T>& x, const Axes& axes, bool keep_axes) {
  T count = 1;
  for (int axis : axes) count *= static_cast<T>(x.dim(normalize_axis("mean", axis, x.rank())));
  return sum<T>(x, axes, keep_axes) * (1 / count);
}

// The walk sums a gradient of the broadcast shape down by itself.
template <class T>
BasicVar<T> broadcast_to(const BasicVar<T>& x, const Shape& shape) {
  if (x.shape() == shape) return x;
  return record<T>("broadcast_to", kernels::broadcast_to(x.value(), shape), {link(x)},
                   [](Rule<T>& r) { r.give(0, r.grad()); });
}

template <class T>
BasicTensor<T> sum_tensor_to(const BasicTensor<T>& x, const Shape& shape) {
  const int extra = x.rank() - shape.rank();
  bool fits = extra >= 0;
  Axes axes{};
  for (int i = 0; fits && i < x.rank(); ++i) {
    const std::int64_t wanted = i < extra ? 1 : shape[i - extra];
    fits = wanted == 1 || wanted == x.dim(i);
    if (i < extra || (wanted == 1 && x.dim(i) != 1)) axes.push_back(i);
  }
  if (!fits)
    fail("sum_to",
         "expected a shape that broadcasts to " + to_string(x.shape()) + ", got " + to_string(shape));
  return kernels::sum(x, axes, true).reshape(shape);
}

template <class T>
BasicVar<T> sum_to(const BasicVar<T>& x, const Shape& shape) {
  if (x.shape() == shape) return x;
  return record<T>("sum_to", sum_tensor_to(x.value(), shape), {link(x)},
                   [](Rule<T>& r) { r.give(0, agon::broadcast_to(r.grad(), r.input_shape(0))); });
}

template <class T>
BasicVar<T> norm_per_sample(const BasicVar<T>& x) {
  if (x.rank() == 0) fail("norm_per_sample", "expected input [N, ...], got []");
  return agon::sqrt(agon::sum(agon::square(agon::flatten(x)), {1}));
}

}  // namespace ops

AGON_INLINE Var sum(const Var& x, const Axes& axes, bool keep_axes) {
  return ops::sum<float>(x, axes, keep_axes);
}
AGON_INLINE f64::Var sum(const f64::Var& x, const Axes& axes, bool keep_axes) {
  return ops::sum<double>(x, axes, keep_axes);
}
AGON_INLINE Var sum(const Var& x) { return sum(x, ops::all_axes(x.rank())); }
AGON_INLINE f64::Var sum(const f64::Var& x) { return sum(x, ops::all_axes(x.rank())); }
AGON_INLINE Var mean(const Var& x, const Axes& axes, bool keep_axes) {
  return ops::mean<float>(x, axes, keep_axes);
}
AGON_INLINE f64::Var mean(const f64::Var& x, const Axes& axes, bool keep_axes) {
  return ops::mean<double>(x, axes, keep_axes);
}
AGON_INLINE Var mean(const Var& x) { return mean(x, ops::all_axes(x.rank())); }
AGON_INLINE f64::Var mean(const f64::Var& x) { return mean(x, ops::all_axes(x.rank())); }
AGON_INLINE Var broadcast_to(const Var& x, const Shape& shape) { return ops::broadcast_to<float>(x, shape); }
AGON_INLINE f64::Var broadcast_to(const f64::Var& x, const Shape& shape) {
  return ops::broadcast_to<double>(x, shape);
}
AGON_INLINE Var sum_to(const Var& x, const Shape& shape) { return ops::sum_to<float>(x, shape); }
AGON_INLINE f64::Var sum_to(const f64::Var& x, const Shape& shape) { return ops::sum_to<double>(x, shape); }
AGON_UNARY_OP(norm_per_sample)

}  // namespace agon
