#pragma once

#include <cstdint>
#include <span>

#include "agon/core/tensor.hpp"

/// Copies that move, repeat or join elements. Axes count from the back where negative.
namespace agon::kernels {

/// x repeated to `shape` by NumPy's rules. Throws Error "[broadcast_to] ..." where it does not broadcast to
/// it.
template <class T>
BasicTensor<T> broadcast_to(const BasicTensor<T>& x, const Shape& shape);

/// Axis i of the result is axis order[i] of x. Throws Error "[transpose] ..." where `order` is no
/// permutation.
template <class T>
BasicTensor<T> transpose(const BasicTensor<T>& x, std::span<const int> order);

/// The part [begin, end) along an axis. Throws Error "[slice] ..." outside [0, size].
template <class T>
BasicTensor<T> slice(const BasicTensor<T>& x, int axis, std::int64_t begin, std::int64_t end);

/// x read backwards along `axes`. Throws Error "[flip] ..." where one is out of range or given twice.
template <class T>
BasicTensor<T> flip(const BasicTensor<T>& x, std::span<const int> axes);

/// Element i of an axis moved to i + shift, and what leaves at one end put in at the other.
template <class T>
BasicTensor<T> roll(const BasicTensor<T>& x, int axis, std::int64_t shift);

/// Zeros of `full` with x placed at `begin` along an axis: the adjoint of slice.
template <class T>
BasicTensor<T> slice_scatter(const BasicTensor<T>& x, const Shape& full, int axis, std::int64_t begin);

/// The parts one after another along an axis. Throws Error "[concat] ..." where there are none or their other
/// sizes differ.
template <class T>
BasicTensor<T> concat(std::span<const BasicTensor<T>> parts, int axis);

}  // namespace agon::kernels

#ifdef AGON_HEADER_ONLY
#include "agon/kernels/movement-inl.h"
#endif
