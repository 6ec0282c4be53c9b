#pragma once

#include <cstdint>

#include "agon/autograd/variable.hpp"

/// Elements chosen by their numbers, which are plain tensors of int64 and have no gradient. All are
/// differentiable to any order: each pair is an operation and its adjoint. Numbers count from 0; one outside
/// the axis throws Error. Axes count from the back where negative.
namespace agon {

/// The parts of x that `index` names along an axis, in its order; the axis gives way to the axes of `index`.
/// An embedding is take(table [V, D], tokens [N, L]): [N, L, D].
Var take(const Var& x, const LabelTensor& index, int axis = 0);
f64::Var take(const f64::Var& x, const LabelTensor& index, int axis = 0);

/// Zeros of `size` along an axis with each part of x added where `index` says: the adjoint of take. x has the
/// axes of `index` in place of that axis. Sums run in the order of `index`, in double, so that the result is
/// the same on any number of threads.
Var scatter_add(const Var& x, const LabelTensor& index, int axis, std::int64_t size);
f64::Var scatter_add(const f64::Var& x, const LabelTensor& index, int axis, std::int64_t size);

/// Along an axis, the element of x that `index` names at each of its places (PyTorch's gather): with axis 1,
/// y[i, j] = x[i, index[i, j]]. Throws Error where x and `index` differ in other sizes than the axis'.
Var take_along(const Var& x, const LabelTensor& index, int axis);
f64::Var take_along(const f64::Var& x, const LabelTensor& index, int axis);

/// Zeros of `size` along an axis with each element of x added where `index` says: the adjoint of take_along.
/// Throws Error where x and `index` differ in shape.
Var scatter_add_along(const Var& x, const LabelTensor& index, int axis, std::int64_t size);
f64::Var scatter_add_along(const f64::Var& x, const LabelTensor& index, int axis, std::int64_t size);

/// The k largest elements along the last axis, and their numbers along it.
template <class T>
struct TopK {
  BasicVar<T> values;
  LabelTensor indices;
};

/// The k largest along the last axis, largest first, equal ones in their order; NaN counts as largest. Found
/// by selection, not by sorting the axis. Gradients flow to the elements that were chosen. Throws Error
/// unless 1 <= k <= the axis' size.
TopK<float> top_k(const Var& x, std::int64_t k);
TopK<double> top_k(const f64::Var& x, std::int64_t k);

/// labels [...] -> [..., classes]: 1 at each label, 0 elsewhere. Throws Error on classes < 1 and on a label
/// outside [0, classes).
template <class T = float>
BasicTensor<T> one_hot(const LabelTensor& labels, std::int64_t classes);

}  // namespace agon

#ifdef AGON_HEADER_ONLY
#include "agon/autograd/ops/index-inl.h"
#endif
