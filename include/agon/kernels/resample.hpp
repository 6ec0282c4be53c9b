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

/// x [N, H, W, C * f * f] -> [N, H * f, W * f, C]: channel c * f * f + dy * f + dx of a pixel is channel c of
/// row dy and column dx of its block. Throws Error "[pixel_shuffle] ..." on other shapes.
template <class T>
BasicTensor<T> pixel_shuffle(const BasicTensor<T>& x, std::int64_t f);

/// The inverse. Throws Error "[pixel_unshuffle] ..." where H or W is no multiple of f.
template <class T>
BasicTensor<T> pixel_unshuffle(const BasicTensor<T>& y, std::int64_t f);

}  // namespace agon::kernels

#ifdef AGON_HEADER_ONLY
#include "agon/kernels/resample-inl.h"
#endif
