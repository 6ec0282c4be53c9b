#pragma once

#include <cstddef>

#include "agon/autograd/ops/pool.hpp"

/// Pooling of pictures [N, H, W, C] as layers, without parameters.
namespace agon {

/// Means over windows, as `avg_pool2d` makes them: `AvgPool2d{{.kernel = 2}}`. Throws Error on options out of
/// range, and on input of another rank or smaller, with its padding, than the kernel.
template <class T>
struct BasicAvgPool2d {
  explicit BasicAvgPool2d(const AvgPoolOptions& options);
  BasicVar<T> operator()(const BasicVar<T>& x) const;

  Size2 kernel;
  Size2 stride;  ///< 0: the kernel's size
  Size2 padding;
  bool count_include_pad;

  using Scalar = T;
  static constexpr std::size_t agon_members = 4;
};

/// The largest elements of windows, as `max_pool2d` finds them. Throws Error as AvgPool2d does.
template <class T>
struct BasicMaxPool2d {
  explicit BasicMaxPool2d(const MaxPoolOptions& options);
  BasicVar<T> operator()(const BasicVar<T>& x) const;

  Size2 kernel;
  Size2 stride;  ///< 0: the kernel's size
  Size2 padding;

  using Scalar = T;
  static constexpr std::size_t agon_members = 3;
};

/// The mean over all pixels: [N, H, W, C] -> [N, C]. Throws Error on input of another rank or of no pixel.
template <class T>
struct BasicGlobalAvgPool {
  BasicVar<T> operator()(const BasicVar<T>& x) const;
  using Scalar = T;
};

/// The sum over all pixels, as critics with spectral normalisation end: [N, H, W, C] -> [N, C]. Throws Error
/// on input of another rank or of no pixel.
template <class T>
struct BasicGlobalSumPool {
  BasicVar<T> operator()(const BasicVar<T>& x) const;
  using Scalar = T;
};

/// Means over as many windows as give pictures of `size`, as `adaptive_avg_pool2d` makes them. Throws Error
/// on a size below 1x1, and on input of another rank or of no pixel.
template <class T>
struct BasicAdaptiveAvgPool2d {
  explicit BasicAdaptiveAvgPool2d(Size2 size);
  BasicVar<T> operator()(const BasicVar<T>& x) const;

  Size2 size;

  using Scalar = T;
  static constexpr std::size_t agon_members = 1;
};

using AvgPool2d = BasicAvgPool2d<float>;
using MaxPool2d = BasicMaxPool2d<float>;
using GlobalAvgPool = BasicGlobalAvgPool<float>;
using GlobalSumPool = BasicGlobalSumPool<float>;
using AdaptiveAvgPool2d = BasicAdaptiveAvgPool2d<float>;
namespace f64 {
using AvgPool2d = BasicAvgPool2d<double>;
using MaxPool2d = BasicMaxPool2d<double>;
using GlobalAvgPool = BasicGlobalAvgPool<double>;
using GlobalSumPool = BasicGlobalSumPool<double>;
using AdaptiveAvgPool2d = BasicAdaptiveAvgPool2d<double>;
}  // namespace f64

}  // namespace agon

#ifdef AGON_HEADER_ONLY
#include "agon/nn/layers/pool-inl.h"
#endif
