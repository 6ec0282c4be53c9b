#pragma once

#include <cstdint>

#include "agon/autograd/ops/activation.hpp"

/// One-dimensional convolution of sequences [N, L, C]: that of pictures of height 1, with all its
/// derivatives.
namespace agon {

struct ConvOptions1d {
  std::int64_t stride = 1;
  std::int64_t padding = 0;   ///< zeros on both sides
  std::int64_t dilation = 1;  ///< from one tap of a kernel to the next
  std::int64_t groups = 1;    ///< group i of the output's channels sees group i of the input's alone
};

struct ConvTransposeOptions1d {
  std::int64_t stride = 1;
  std::int64_t padding = 0;
  std::int64_t output_padding = 0;  ///< added at the far end; less than the stride
  std::int64_t dilation = 1;
  std::int64_t groups = 1;
};

/// x [N, L, in] with kernels [out, k, in / groups]: [N, OL, out], OL = floor((L + 2 padding - dilation (k -
/// 1)
/// - 1) / stride) + 1. Throws Error on other ranks or channels, groups that do not divide in and out, and as
/// conv2d does.
Var conv1d(const Var& x, const Var& kernels, const ConvOptions1d& options = {});
f64::Var conv1d(const f64::Var& x, const f64::Var& kernels, const ConvOptions1d& options = {});

/// The same plus bias [out] where it is defined, then the activation.
Var conv1d(const Var& x, const Var& kernels, const Var& bias, const ConvOptions1d& options,
           Activation then = {});
f64::Var conv1d(const f64::Var& x, const f64::Var& kernels, const f64::Var& bias,
                const ConvOptions1d& options, Activation then = {});

/// The transposed convolution of x [N, L, in] with kernels [in, k, out / groups]: [N, OL, out], OL = (L - 1)
/// stride - 2 padding + dilation (k - 1) + 1 + output_padding. Throws Error as conv_transpose2d does.
Var conv_transpose1d(const Var& x, const Var& kernels, const ConvTransposeOptions1d& options = {});
f64::Var conv_transpose1d(const f64::Var& x, const f64::Var& kernels,
                          const ConvTransposeOptions1d& options = {});

/// The same plus bias [out] where it is defined, then the activation.
Var conv_transpose1d(const Var& x, const Var& kernels, const Var& bias, const ConvTransposeOptions1d& options,
                     Activation then = {});
f64::Var conv_transpose1d(const f64::Var& x, const f64::Var& kernels, const f64::Var& bias,
                          const ConvTransposeOptions1d& options, Activation then = {});

}  // namespace agon

#ifdef AGON_HEADER_ONLY
#include "agon/autograd/ops/conv1d-inl.h"
#endif
