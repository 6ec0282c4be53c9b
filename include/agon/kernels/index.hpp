#pragma once

#include <cstdint>

#include "agon/core/tensor.hpp"

/// Elements chosen by their numbers. Axes count from the back where negative; numbers do not: one outside
/// [0, size) throws Error "[name] expected numbers in [0, size), got ...".
namespace agon::kernels {

/// The parts of x that `index` names along an axis, in its order: the axis gives way to the axes of `index`.
template <class T>
BasicTensor<T> take(const BasicTensor<T>& x, const LabelTensor& index, int axis);

/// Zeros of `size` along an axis with each part of x added where `index` says: the adjoint of take. Sums run
/// in the order of `index`, in double, whatever the number of threads. Throws Error "[scatter_add] ..." where
/// x does not have the axes of `index` at `axis`.
template <class T>
BasicTensor<T> scatter_add(const BasicTensor<T>& x, const LabelTensor& index, int axis, std::int64_t size);

/// Along an axis, the element of x that `index` names at each of its places. Throws Error "[take_along] ..."
/// where other sizes than the axis' differ.
template <class T>
BasicTensor<T> take_along(const BasicTensor<T>& x, const LabelTensor& index, int axis);

/// Zeros of `size` along an axis with each element of x added where `index` says, in order: the adjoint of
/// take_along. Throws Error "[scatter_add_along] ..." where x and `index` differ in shape.
template <class T>
BasicTensor<T> scatter_add_along(const BasicTensor<T>& x, const LabelTensor& index, int axis,
                                 std::int64_t size);

/// The numbers along the last axis of its k largest elements, largest first, equal ones in their order; NaN
/// counts as largest. Found by selection, not by sorting the axis. Throws Error "[top_k] ..." unless 1 <= k
/// <= the axis' size.
template <class T>
LabelTensor top_k(const BasicTensor<T>& x, std::int64_t k);

/// Throws Error "[name] expected <what> in [0, count), got ..." unless all are.
void check_labels(const char* name, const char* what, const LabelTensor& labels, std::int64_t count);

/// labels [...] -> [..., classes] with 1 at each label and 0 elsewhere.
template <class T>
BasicTensor<T> one_hot(const LabelTensor& labels, std::int64_t classes);

}  // namespace agon::kernels

#ifdef AGON_HEADER_ONLY
#include "agon/kernels/index-inl.h"
#endif
