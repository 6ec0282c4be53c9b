#pragma once

#include <optional>

#include "agon/autograd/ops/activation.hpp"
#include "agon/core/size2.hpp"
#include "agon/nn/layers/equal_lr.hpp"
#include "agon/nn/layers/linear.hpp"
#include "agon/nn/parameter.hpp"

namespace agon {

struct ModulatedConv2dOptions {
  std::int64_t in = 0;  ///< channels
  std::int64_t out = 0;
  Size2 kernel = 3;
  Size2 padding = 0;         ///< zeros on both sides; where up > 1, rows and columns cut off
  std::int64_t style = 512;  ///< the length of a sample's style vector
  bool demodulate = true;    ///< off in the layer that makes the picture
  std::int64_t up = 1;       ///< more than 1: a transposed convolution of this stride
  bool bias = true;
};

/// StyleGAN2's convolution (Karras et al. 2020): pictures x [N, H, W, in] and styles w [N, style] -> [N, OH,
/// OW, out], OH = H + 2 padding - kernel + 1, or (H - 1) up - 2 padding + kernel where up > 1. A dense layer
/// of the style (`affine`) gives each input channel's scale; see the operation modulated_conv2d. Weights have
/// an equalised learning rate.
///
///     ModulatedConv2d conv{{.in = 512, .out = 256, .padding = 1}};
///     Var h = conv(x, w, Activation::leaky_relu(0.2));
///
/// StyleGAN2's upward layers are `.up = 2, .bias = false`, a blur by upfirdn(h, {0.25, 0.75, 0.75, 0.25},
/// {.before = 1, .after = 1}), and then bias, noise and activation.
///
/// Starts with weights from N(0, 1), which a pass divides by sqrt(in * kernel height * kernel width), with
/// styles of about 1 (the bias of the affine layer), and a bias of 0; `init` leaves weights alone.
/// Differentiable to order 3. Throws Error on options out of range, on pictures and styles of another rank,
/// channel count or number, and on pictures too small for the kernel.
template <class T>
struct BasicModulatedConv2d {
  explicit BasicModulatedConv2d(const ModulatedConv2dOptions& options);

  BasicVar<T> operator()(const BasicVar<T>& x, const BasicVar<T>& w, Activation then = {}) const;

  EqualLR<BasicLinear<T>> affine;
  BasicParameter<T> weight;  ///< [out, kernel height, kernel width, in]; [in, ..., out] if up > 1
  std::optional<BasicParameter<T>> bias;  ///< [out]
  Size2 padding;
  std::int64_t up;
  bool demodulate;

  using Scalar = T;
  static constexpr std::size_t agon_members = 6;
};

using ModulatedConv2d = BasicModulatedConv2d<float>;
namespace f64 {
using ModulatedConv2d = BasicModulatedConv2d<double>;
}

}  // namespace agon

#ifdef AGON_HEADER_ONLY
#include "agon/nn/layers/modulated_conv-inl.h"
#endif
