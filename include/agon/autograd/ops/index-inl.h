#pragma once

#include "agon/autograd/branches.hpp"
#include "agon/autograd/ops/index.hpp"
#include "agon/autograd/record.hpp"
#include "agon/kernels/index.hpp"

namespace agon {
namespace ops {

template <class T>
BasicVar<T> take(const BasicVar<T>& x, const LabelTensor& index, int axis) {
  axis = normalize_axis("take", axis, x.rank());
  return record<T>("take", kernels::take(x.value(), index, axis), {link(x), keep(index)}, [axis](Rule<T>& r) {
    r.give(0, agon::scatter_add(r.grad(), r.labels(1), axis, r.input_shape(0)[axis]));
  });
}

template <class T>
BasicVar<T> scatter_add(const BasicVar<T>& x, const LabelTensor& index, int axis, std::int64_t size) {
  return record<T>("scatter_add", kernels::scatter_add(x.value(), index, axis, size), {link(x), keep(index)},
                   [axis](Rule<T>& r) { r.give(0, agon::take(r.grad(), r.labels(1), axis)); });
}

template <class T>
BasicVar<T> take_along(const BasicVar<T>& x, const LabelTensor& index, int axis) {
  return record<T>("take_along", kernels::take_along(x.value(), index, axis), {link(x), keep(index)},
                   [axis](Rule<T>& r) {
                     r.give(0, agon::scatter_add_along(r.grad(), r.labels(1), axis, r.input_shape(0)[axis]));
                   });
}

template <class T>
BasicVar<T> scatter_add_along(const BasicVar<T>& x, const LabelTensor& index, int axis, std::int64_t size) {
  return record<T>("scatter_add_along", kernels::scatter_add_along(x.value(), index, axis, size),
                   {link(x), keep(index)},
                   [axis](Rule<T>& r) { r.give(0, agon::take_along(r.grad(), r.labels(1), axis)); });
}

// Another choice is a kink.
template <class T>
TopK<T> top_k(const BasicVar<T>& x, std::int64_t k) {
  const LabelTensor indices = kernels::top_k(x.value(), k);
  if (observing_branches())
    for (const std::int64_t i : indices.values()) observe_branch(static_cast<std::uint64_t>(i));
  return {take_along(x, indices, -1), indices};
}

}  // namespace ops

AGON_INLINE Var take(const Var& x, const LabelTensor& index, int axis) {
  return ops::take<float>(x, index, axis);
}
AGON_INLINE f64::Var take(const f64::Var& x, const LabelTensor& index, int axis) {
  return ops::take<double>(x, index, axis);
}
AGON_INLINE Var scatter_add(const Var& x, const LabelTensor& index, int axis, std::int64_t size) {
  return ops::scatter_add<float>(x, index, axis, size);
}
AGON_INLINE f64::Var scatter_add(const f64::Var& x, const LabelTensor& index, int axis, std::int64_t size) {
  return ops::scatter_add<double>(x, index, axis, size);
}
AGON_INLINE Var take_along(const Var& x, const LabelTensor& index, int axis) {
  return ops::take_along<float>(x, index, axis);
}
AGON_INLINE f64::Var take_along(const f64::Var& x, const LabelTensor& index, int axis) {
  return ops::take_along<double>(x, index, axis);
}
AGON_INLINE Var scatter_add_along(const Var& x, const LabelTensor& index, int axis, std::int64_t size) {
  return ops::scatter_add_along<float>(x, index, axis, size);
}
AGON_INLINE f64::Var scatter_add_along(const f64::Var& x, const LabelTensor& index, int axis,
                                       std::int64_t size) {
  return ops::scatter_add_along<double>(x, index, axis, size);
}

AGON_INLINE TopK<float> top_k(const Var& x, std::int64_t k) { return ops::top_k<float>(x, k); }
AGON_INLINE TopK<double> top_k(const f64::Var& x, std::int64_t k) { return ops::top_k<double>(x, k); }

template <class T>
BasicTensor<T> one_hot(const LabelTensor& labels, std::int64_t classes) {
  return kernels::one_hot<T>(labels, classes);
}

}  // namespace agon
