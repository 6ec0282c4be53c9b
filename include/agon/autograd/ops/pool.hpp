#pragma once

#include "agon/autograd/variable.hpp"
#include "agon/core/size2.hpp"

/// Pooling of pictures [N, H, W, C], channel by channel. Gradients are summed in a fixed order, so they have
/// the same bits on any number of threads.
///
/// All are differentiable to any order: averages are linear, and so are maxima once it is known which element
/// is the largest. The gradient of a maximum goes to the first of equal elements, row by row, as in PyTorch.
namespace agon {

struct AvgPoolOptions {
  Size2 kernel = 0;
  Size2 stride = 0;   ///< 0: the kernel's size
  Size2 padding = 0;  ///< on both sides; at most half of the kernel
  bool count_include_pad = true;
};

struct MaxPoolOptions {
  Size2 kernel = 0;
  Size2 stride = 0;   ///< 0: the kernel's size
  Size2 padding = 0;  ///< on both sides, never chosen; at most half of the kernel
};

/// Means over windows: [N, OH, OW, C] with OH = floor((H + 2 padding - kernel) / stride) + 1. Pixels of the
/// padding are zeros that count, or, without count_include_pad, are not there: a window's sum is divided by
/// the number of its pixels that lie in the picture. Throws Error on another rank, options out of range, or a
/// kernel larger than the padded picture.
Var avg_pool2d(const Var& x, const AvgPoolOptions& options);
f64::Var avg_pool2d(const f64::Var& x, const AvgPoolOptions& options);

/// The largest elements of windows, of the same shape as the means. A NaN counts as larger than any number.
/// Throws Error as avg_pool2d does.
Var max_pool2d(const Var& x, const MaxPoolOptions& options);
f64::Var max_pool2d(const f64::Var& x, const MaxPoolOptions& options);

/// The mean, sum and maximum over all pixels of each picture: [N, H, W, C] -> [N, C].
Var global_avg_pool(const Var& x);
f64::Var global_avg_pool(const f64::Var& x);
Var global_sum_pool(const Var& x);
f64::Var global_sum_pool(const f64::Var& x);
Var global_max_pool(const Var& x);
f64::Var global_max_pool(const f64::Var& x);

/// [N, H, W, C] -> [N, size, C]: result o of an axis is the mean over [floor(o * in / out), ceil((o + 1) * in
/// / out)), as in PyTorch. Throws Error on another rank or a size below 1x1.
Var adaptive_avg_pool2d(const Var& x, Size2 size);
f64::Var adaptive_avg_pool2d(const f64::Var& x, Size2 size);

/// The maximum over the same windows.
Var adaptive_max_pool2d(const Var& x, Size2 size);
f64::Var adaptive_max_pool2d(const f64::Var& x, Size2 size);

namespace ops {
/// Throws Error "[name] ..." where a pooling's options are out of range.
void check_pool(const char* name, const Size2& kernel, const Size2& stride, const Size2& padding);
/// Throws Error "[name] ..." unless x is [N, H, W, C], with its padding at least of the kernel's size.
void check_pooled(const char* name, const Shape& x, const Size2& kernel, const Size2& padding);
}  // namespace ops

}  // namespace agon

#ifdef AGON_HEADER_ONLY
#include "agon/autograd/ops/pool-inl.h"
#endif
