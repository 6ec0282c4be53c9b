#pragma once

#include <cstdint>

/// The plain types that the tensor-level kernels share with their raw bodies.
namespace agon::kernels {

/// How a kernel of `kernel_h` by `kernel_w` moves over a picture. Its taps are `dilation` pixels apart, and
/// channels fall into `groups` that do not meet.
struct ConvGeometry {
  std::int64_t kernel_h = 1, kernel_w = 1;
  std::int64_t stride_h = 1, stride_w = 1;
  std::int64_t pad_h = 0, pad_w = 0;
  std::int64_t dilation_h = 1, dilation_w = 1;
  std::int64_t groups = 1;

  /// The pixels from a window's first tap to its last.
  constexpr std::int64_t reach_h() const { return (kernel_h - 1) * dilation_h + 1; }
  constexpr std::int64_t reach_w() const { return (kernel_w - 1) * dilation_w + 1; }
};

/// q [samples, queries, heads * depth], k [samples, keys, heads * depth], v [samples, keys, heads * width]:
/// the heads' parts lie side by side. In causal attention a query sees its own place and those before it.
struct AttentionShape {
  std::int64_t samples = 0, heads = 1, queries = 0, keys = 0;
  std::int64_t depth = 0, width = 0;  // of one head
  double scale = 1;
  bool causal = false;
};

/// A batch of `samples` matrices of rows by channels, which are cut into `groups` ranges of neighbours.
struct GroupNormShape {
  std::int64_t samples = 0, rows = 0, channels = 0, groups = 1;
};

/// The numbers of an optimiser's step; the formulas are at kernels/update.hpp.
struct AdamNumbers {
  double lr, beta1, beta2, eps, weight_decay = 0;
};
struct SgdNumbers {
  double lr, momentum = 0, weight_decay = 0;
};
struct RmspropNumbers {
  double lr, alpha, eps, momentum = 0, weight_decay = 0;
};

/// One parameter tensor of `n` elements in an optimiser's pass. `p_out` may equal `p`; `m` and `v` are the
/// optimiser's state, updated in place, and may be null where the rule does not use them.
template <class T>
struct UpdateSpan {
  T* p_out = nullptr;
  const T* p = nullptr;
  const T* g = nullptr;
  T* m = nullptr;
  T* v = nullptr;
  std::int64_t n = 0;
};

/// One axis of a linear resampling, a sparse matrix by rows: element o of the result is the sum of weights[t]
/// times element sources[t] of x, in order, over t in [starts[o], starts[o + 1]).
template <class T>
struct AxisWeights {
  std::int64_t in = 0, out = 0;
  const std::int64_t* starts = nullptr;
  const std::int64_t* sources = nullptr;
  const T* weights = nullptr;
};

/// The windows of a pooling over x [images, h, w, channels], none of them empty: rows and columns [begin,
/// end).
struct PoolWindows {
  std::int64_t images = 0, h = 0, w = 0, channels = 0;
  std::int64_t out_h = 0, out_w = 0;
  const std::int64_t *row_begins = nullptr, *row_ends = nullptr;
  const std::int64_t *column_begins = nullptr, *column_ends = nullptr;
};

/// Which pixels of pictures [images, in, channels] each of the results [images, out, channels] takes: numbers
/// in [0, in), or -1 for a pixel of zeros. `index` is [images, out, taps].
struct PixelIndex {
  std::int64_t images = 0, in = 0, out = 0, channels = 0;
  std::int64_t taps = 1;
  const std::int64_t* index = nullptr;
};

}  // namespace agon::kernels
