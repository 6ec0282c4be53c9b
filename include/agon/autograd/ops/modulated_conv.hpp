#pragma once

#include "agon/autograd/ops/activation.hpp"
#include "agon/core/size2.hpp"

/// The convolutions of StyleGAN2 (Karras et al. 2020, section 2.2), whose kernels each sample's style scales.
/// A scaled kernel is a scaled input, and a normalised one a scaled output, so that one convolution serves
/// the whole batch, exactly. Differentiable to order 3.
namespace agon {

struct ModulatedConvOptions {
  Size2 stride = 1;
  Size2 padding = 0;
  bool demodulate = true;  ///< whether each sample's scaled kernels are brought to norm 1, output by output
  double eps = 1e-8;       ///< added to the squared norm
};

/// x [N, H, W, in] and style [N, in] with kernels [out, kh, kw, in]: the convolution of sample n with kernels
/// w[o, i, j, c] * style[n, c], divided by sqrt(sum over i, j, c of their squares + eps) where they are
/// demodulated; plus bias [out] where it is defined, then the activation. Throws Error as conv2d does, on a
/// style of another shape, and on eps that is not > 0 and finite.
Var modulated_conv2d(const Var& x, const Var& kernels, const Var& style, const Var& bias = {},
                     const ModulatedConvOptions& options = {}, Activation then = {});
f64::Var modulated_conv2d(const f64::Var& x, const f64::Var& kernels, const f64::Var& style,
                          const f64::Var& bias = {}, const ModulatedConvOptions& options = {},
                          Activation then = {});

/// The same with the transposed convolution, of kernels [in, kh, kw, out]: what StyleGAN2 doubles pictures
/// with, by a stride of 2 and a blur afterwards. As there, the norms are those of whole kernels.
Var modulated_conv_transpose2d(const Var& x, const Var& kernels, const Var& style, const Var& bias = {},
                               const ModulatedConvOptions& options = {}, Activation then = {});
f64::Var modulated_conv_transpose2d(const f64::Var& x, const f64::Var& kernels, const f64::Var& style,
                                    const f64::Var& bias = {}, const ModulatedConvOptions& options = {},
                                    Activation then = {});

}  // namespace agon

#ifdef AGON_HEADER_ONLY
#include "agon/autograd/ops/modulated_conv-inl.h"
#endif
