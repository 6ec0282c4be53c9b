#pragma once

#include <cstdint>

/// The plain types that the tensor-level kernels share with their raw bodies.
namespace agon::kernels {

/// A map of one tensor. `p0` and `p1` are numbers handed to `unary`.
enum class Unary {
  affine,              ///< p0 * x + p1
  exp,                 ///< e^x
  log,                 ///< natural logarithm; -inf at 0, NaN below
  sqrt,                ///< square root; NaN below 0
  square,              ///< x * x
  abs,                 ///< |x|
  sign,                ///< -1, 0 or 1
  tanh,                ///< hyperbolic tangent
  sigmoid,             ///< 1 / (1 + e^-x), exact in both tails
  softplus,            ///< log(1 + e^x), exact in both tails
  leaky_relu,          ///< x where x > 0, else p0 * x; p0 = 0 is ReLU
  pow,                 ///< x^p0
  reciprocal_or_zero,  ///< 1 / x, and 0 where x is 0
};

/// A map of two tensors. `p0` is a number handed to `binary`.
enum class Binary {
  add,              ///< a + b
  sub,              ///< a - b
  mul,              ///< a * b
  div,              ///< a / b
  leaky_relu_grad,  ///< a where b > 0, else p0 * a
  tanh_grad,        ///< a * (1 - b * b); b is the output of tanh
  sigmoid_grad,     ///< a * b * (1 - b); b is the output of sigmoid
  softplus_grad,    ///< a * sigmoid(b); b is the input of softplus
};

/// How a kernel of `kernel_h` by `kernel_w` moves over a picture.
struct ConvGeometry {
  std::int64_t kernel_h = 1, kernel_w = 1;
  std::int64_t stride_h = 1, stride_w = 1;
  std::int64_t pad_h = 0, pad_w = 0;
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
