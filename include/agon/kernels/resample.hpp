#pragma once

#include "agon/core/tensor.hpp"
#include "agon/kernels/taps.hpp"

namespace agon::kernels {

/// Pictures x [N, H, W, C] resampled along both axes, [N, rows.out(), columns.out(), C]: each result is the
/// sum over taps of the products of their weights, in a fixed order. Throws Error "[resample] ..." unless x
/// is [N, rows.in, columns.in, C].
template <class T>
BasicTensor<T> resample(const BasicTensor<T>& x, const AxisTaps& rows, const AxisTaps& columns);

/// The largest elements of windows, and the pixels they were found at.
template <class T>
struct MaxPool {
  BasicTensor<T> y;
  LabelTensor index;  ///< of y's shape: row * W + column, the first one where several are largest
};

/// The maxima of x [N, H, W, C] over windows, [N, rows.out(), columns.out(), C]. A NaN counts as larger than
/// any number. Throws Error "[max_pool] ..." unless x is [N, rows.in, columns.in, C] with no empty window.
template <class T>
MaxPool<T> max_pool(const BasicTensor<T>& x, const AxisSpans& rows, const AxisSpans& columns);

}  // namespace agon::kernels

#ifdef AGON_HEADER_ONLY
#include "agon/kernels/resample-inl.h"
#endif
