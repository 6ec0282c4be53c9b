#pragma once

#include <span>

#include "agon/core/tensor.hpp"

/// Reductions; sums accumulated in double along each run of neighbouring axes, with the same bits whatever
/// the number of threads.
namespace agon::kernels {

/// The sum over `axes` (from the back where negative; none: x itself). Summed axes stay as size 1 where
/// `keep_axes`. Throws Error "[sum] ..." where an axis is out of range or given twice.
template <class T>
BasicTensor<T> sum(const BasicTensor<T>& x, std::span<const int> axes, bool keep_axes = false);

/// The largest element over `axes`, NaN where one of them is. Throws Error "[max] ..." on axes as sum does,
/// and where there is no element to choose from.
template <class T>
BasicTensor<T> largest(const BasicTensor<T>& x, std::span<const int> axes, bool keep_axes = false);

/// The smallest element, alike: "[min] ...".
template <class T>
BasicTensor<T> smallest(const BasicTensor<T>& x, std::span<const int> axes, bool keep_axes = false);

/// The sum of all squares.
template <class T>
double sum_of_squares(const BasicTensor<T>& x);

/// Whether no element is infinite or NaN.
template <class T>
bool all_finite(const BasicTensor<T>& x);

}  // namespace agon::kernels

#ifdef AGON_HEADER_ONLY
#include "agon/kernels/reduce-inl.h"
#endif
