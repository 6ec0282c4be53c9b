#pragma once

#include <cstdint>

/// The plain types that the tensor-level kernels share with their raw bodies.
namespace agon::kernels {

/// How a kernel of `kernel_h` by `kernel_w` moves over a picture.
struct ConvGeometry {
  std::int64_t kernel_h = 1, kernel_w = 1;
  std::int64_t stride_h = 1, stride_w = 1;
  std::int64_t pad_h = 0, pad_w = 0;
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

}  // namespace agon::kernels
