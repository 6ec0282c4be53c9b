#pragma once

#include "agon/autograd/ops/activation.hpp"
#include "agon/core/size3.hpp"

/// Three-dimensional convolution of volumes or videos [N, D, H, W, C]. The family is closed as that of conv2d
/// is, and each function means the same: see conv.hpp.
namespace agon {

struct ConvOptions3d {
  Size3 stride = 1;
  Size3 padding = 0;        ///< zeros on both sides
  Size3 dilation = 1;       ///< from one tap of a kernel to the next
  std::int64_t groups = 1;  ///< group i of the output's channels sees group i of the input's alone
};

struct ConvTransposeOptions3d {
  Size3 stride = 1;
  Size3 padding = 0;
  Size3 output_padding = 0;  ///< added at the far end; less than the stride
  Size3 dilation = 1;
  std::int64_t groups = 1;
};

/// x [N, D, H, W, in] with kernels [out, kd, kh, kw, in / groups]: [N, OD, OH, OW, out].
Var conv3d(const Var& x, const Var& kernels, const ConvOptions3d& options = {});
f64::Var conv3d(const f64::Var& x, const f64::Var& kernels, const ConvOptions3d& options = {});

/// The same plus bias [out] where it is defined, then the activation.
Var conv3d(const Var& x, const Var& kernels, const Var& bias, const ConvOptions3d& options,
           Activation then = {});
f64::Var conv3d(const f64::Var& x, const f64::Var& kernels, const f64::Var& bias,
                const ConvOptions3d& options, Activation then = {});

/// The gradient of conv3d with respect to its input of size `input`, given that of its result, y [N, OD, OH,
/// OW, out]: [N, D, H, W, in].
Var conv3d_input_grad(const Var& y, const Var& kernels, Size3 input, const ConvOptions3d& options = {});
f64::Var conv3d_input_grad(const f64::Var& y, const f64::Var& kernels, Size3 input,
                           const ConvOptions3d& options = {});

/// The gradient of conv3d with respect to its kernels of size `kernel`: [out, kd, kh, kw, in / groups].
Var conv3d_weight_grad(const Var& x, const Var& y, Size3 kernel, const ConvOptions3d& options = {});
f64::Var conv3d_weight_grad(const f64::Var& x, const f64::Var& y, Size3 kernel,
                            const ConvOptions3d& options = {});

/// The transposed convolution of x [N, D, H, W, in] with kernels [in, kd, kh, kw, out / groups].
Var conv_transpose3d(const Var& x, const Var& kernels, const ConvTransposeOptions3d& options = {});
f64::Var conv_transpose3d(const f64::Var& x, const f64::Var& kernels,
                          const ConvTransposeOptions3d& options = {});

/// The same plus bias [out] where it is defined, then the activation.
Var conv_transpose3d(const Var& x, const Var& kernels, const Var& bias, const ConvTransposeOptions3d& options,
                     Activation then = {});
f64::Var conv_transpose3d(const f64::Var& x, const f64::Var& kernels, const f64::Var& bias,
                          const ConvTransposeOptions3d& options, Activation then = {});

}  // namespace agon

#ifdef AGON_HEADER_ONLY
#include "agon/autograd/ops/conv3d-inl.h"
#endif
