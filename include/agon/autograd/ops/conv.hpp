#pragma once

#include "agon/autograd/ops/activation.hpp"
#include "agon/core/size2.hpp"

/// Two-dimensional convolution of pictures [N, H, W, C] in the sense of neural networks (cross-correlation).
/// The convolution, its input gradient and its weight gradient form a closed family: the derivatives of each
/// are the other two, so all are differentiable to any order.
namespace agon {

struct ConvOptions {
  Size2 stride = 1;
  Size2 padding = 0;        ///< zeros on both sides
  Size2 dilation = 1;       ///< pixels from one tap of a kernel to the next
  std::int64_t groups = 1;  ///< group i of the output's channels sees group i of the input's alone
};

struct ConvTransposeOptions {
  Size2 stride = 1;
  Size2 padding = 0;
  Size2 output_padding = 0;  ///< rows and columns added at the far end; less than the stride
  Size2 dilation = 1;
  std::int64_t groups = 1;
};

/// x [N, H, W, in] with kernels [out, kh, kw, in / groups]: [N, OH, OW, out], OH = floor((H + 2 padding -
/// dilation (kh - 1) - 1) / stride) + 1. Throws Error on other ranks or channels, a stride or dilation < 1, a
/// padding < 0, groups that do not divide in and out, or a kernel that reaches over more than the padded
/// picture.
Var conv2d(const Var& x, const Var& kernels, const ConvOptions& options = {});
f64::Var conv2d(const f64::Var& x, const f64::Var& kernels, const ConvOptions& options = {});

/// The same plus bias [out] where it is defined, then the activation, in one pass after the product.
/// Differentiable to order 4, without an activation to any. Throws Error on a slope that is not finite or
/// below 0.
Var conv2d(const Var& x, const Var& kernels, const Var& bias, const ConvOptions& options,
           Activation then = {});
f64::Var conv2d(const f64::Var& x, const f64::Var& kernels, const f64::Var& bias, const ConvOptions& options,
                Activation then = {});

/// The gradient of conv2d with respect to its input of size `input`, given that of its result, y [N, OH, OW,
/// out], and kernels [out, kh, kw, in / groups]: [N, H, W, in].
Var conv2d_input_grad(const Var& y, const Var& kernels, Size2 input, const ConvOptions& options = {});
f64::Var conv2d_input_grad(const f64::Var& y, const f64::Var& kernels, Size2 input,
                           const ConvOptions& options = {});

/// The gradient of conv2d with respect to its kernels of size `kernel`, given its input x [N, H, W, in] and
/// the gradient of its result, y [N, OH, OW, out]: [out, kh, kw, in / groups].
Var conv2d_weight_grad(const Var& x, const Var& y, Size2 kernel, const ConvOptions& options = {});
f64::Var conv2d_weight_grad(const f64::Var& x, const f64::Var& y, Size2 kernel,
                            const ConvOptions& options = {});

namespace detail {
/// One axis of the result of a transposed convolution.
constexpr std::int64_t transposed_size(std::int64_t size, std::int64_t kernel, std::int64_t stride,
                                       std::int64_t padding, std::int64_t output_padding,
                                       std::int64_t dilation = 1) {
  return (size - 1) * stride - 2 * padding + dilation * (kernel - 1) + 1 + output_padding;
}
}  // namespace detail

/// The transposed convolution of x [N, H, W, in] with kernels [in, kh, kw, out / groups]: the input gradient
/// of the convolution with the same kernels. [N, OH, OW, out], OH = (H - 1) stride - 2 padding +
/// dilation (kh - 1) + 1 + output_padding. Throws Error as conv2d does, and on an output padding that is
/// negative or not less than the stride.
Var conv_transpose2d(const Var& x, const Var& kernels, const ConvTransposeOptions& options = {});
f64::Var conv_transpose2d(const f64::Var& x, const f64::Var& kernels,
                          const ConvTransposeOptions& options = {});

/// The same plus bias [out] where it is defined, then the activation, in one pass after the product.
Var conv_transpose2d(const Var& x, const Var& kernels, const Var& bias, const ConvTransposeOptions& options,
                     Activation then = {});
f64::Var conv_transpose2d(const f64::Var& x, const f64::Var& kernels, const f64::Var& bias,
                          const ConvTransposeOptions& options, Activation then = {});

}  // namespace agon

#ifdef AGON_HEADER_ONLY
#include "agon/autograd/ops/conv-inl.h"
#endif
