#pragma once

#include <cstddef>

#include "agon/autograd/ops/fir.hpp"
#include "agon/autograd/ops/resize.hpp"

/// Layers without parameters that change the size of pictures [N, H, W, C].
namespace agon {

/// x [N, H, W, C * factor * factor] -> [N, H * factor, W * factor, C]: after a convolution, a sub-pixel
/// convolution (Shi et al. 2016), with channels ordered as PyTorch's. Throws Error on a factor < 1, and on
/// input of another rank or channels that are no multiple of factor * factor.
template <class T>
struct BasicPixelShuffle {
  explicit BasicPixelShuffle(std::int64_t factor);
  BasicVar<T> operator()(const BasicVar<T>& x) const;

  std::int64_t factor;

  using Scalar = T;
  static constexpr std::size_t agon_members = 1;
};

/// The inverse: [N, H * factor, W * factor, C] -> [N, H, W, C * factor * factor]. Throws Error on a factor <
/// 1, and on input of another rank or size.
template <class T>
struct BasicPixelUnshuffle {
  explicit BasicPixelUnshuffle(std::int64_t factor);
  BasicVar<T> operator()(const BasicVar<T>& x) const;

  std::int64_t factor;

  using Scalar = T;
  static constexpr std::size_t agon_members = 1;
};

struct UpsampleOptions {
  double factor = 2;
  Resample mode = Resample::nearest;
  bool align_corners = false;  ///< of bilinear resampling
};

/// x [N, H, W, C] -> [N, floor(H * factor), floor(W * factor), C], as `upsample` does. Throws Error on a
/// factor that is not > 0 and finite, aligned corners with nearest, and input of another rank or one whose
/// result would be empty.
template <class T>
struct BasicUpsample {
  explicit BasicUpsample(const UpsampleOptions& options = {});
  BasicVar<T> operator()(const BasicVar<T>& x) const;

  double factor;
  Resample mode;
  bool align_corners;

  using Scalar = T;
  static constexpr std::size_t agon_members = 3;
};

/// Blur and subsampling (Zhang 2019) of x [N, H, W, C]: [N, floor((H - 1) / stride) + 1, ..., C], as
/// `blur_pool` does. Stands before or in place of a layer's stride. Throws Error on options out of range, and
/// on input of another rank or too small to be mirrored.
template <class T>
struct BasicBlurPool {
  explicit BasicBlurPool(const BlurOptions& options = {});
  BasicVar<T> operator()(const BasicVar<T>& x) const;

  std::int64_t taps;
  Size2 stride;
  BlurPadding padding;

  using Scalar = T;
  static constexpr std::size_t agon_members = 3;
};

using PixelShuffle = BasicPixelShuffle<float>;
using PixelUnshuffle = BasicPixelUnshuffle<float>;
using Upsample = BasicUpsample<float>;
using BlurPool = BasicBlurPool<float>;
namespace f64 {
using PixelShuffle = BasicPixelShuffle<double>;
using PixelUnshuffle = BasicPixelUnshuffle<double>;
using Upsample = BasicUpsample<double>;
using BlurPool = BasicBlurPool<double>;
}  // namespace f64

}  // namespace agon

#ifdef AGON_HEADER_ONLY
#include "agon/nn/layers/resample-inl.h"
#endif
