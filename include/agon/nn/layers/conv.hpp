#pragma once

#include <optional>

#include "agon/autograd/ops/activation.hpp"
#include "agon/core/padding.hpp"
#include "agon/core/size2.hpp"
#include "agon/nn/parameter.hpp"

namespace agon {

/// Sizes along the two axes of a picture, height first; one number stands for both.
struct Conv2dOptions {
  std::int64_t in = 0;  ///< channels
  std::int64_t out = 0;
  Size2 kernel = 0;
  Size2 stride = 1;
  Size2 padding = 0;  ///< on both sides
  Size2 dilation = 1;
  std::int64_t groups = 1;                ///< divides in and out; each sees its own channels alone
  Padding padding_mode = Padding::zeros;  ///< what the padding is made of
  bool bias = true;
};

/// x [N, H, W, in] -> [N, OH, OW, out] with OH = floor((H + 2 padding - dilation (kernel - 1) - 1) /
/// stride) + 1. Depthwise where `.groups = in`.
///
/// Starts with weights uniform on [-1, 1) / sqrt(fan_in), fan_in = in / groups * the taps of a kernel, drawn
/// from `current_random()`, and a bias of 0. Throws Error on options out of range, and on input of another
/// rank or channel count or smaller (with its padding) than the kernel, or than its padding needs.
template <class T>
struct BasicConv2d {
  explicit BasicConv2d(const Conv2dOptions& options);

  BasicVar<T> operator()(const BasicVar<T>& x, Activation then = {}) const;

  BasicParameter<T> weight;               ///< [out, kernel height, kernel width, in / groups]
  std::optional<BasicParameter<T>> bias;  ///< [out]
  Size2 stride;
  Size2 padding;
  Size2 dilation;
  std::int64_t groups;
  Padding padding_mode;

  using Scalar = T;
  static constexpr std::size_t agon_members = 7;
};

struct ConvTranspose2dOptions {
  std::int64_t in = 0;  ///< channels
  std::int64_t out = 0;
  Size2 kernel = 0;
  Size2 stride = 1;
  Size2 padding = 0;         ///< cut off on both sides
  Size2 output_padding = 0;  ///< added at the far end; less than the stride
  Size2 dilation = 1;
  std::int64_t groups = 1;  ///< divides in and out; each sees its own channels alone
  bool bias = true;
};

/// x [N, H, W, in] -> [N, OH, OW, out] with OH = (H - 1) stride - 2 padding + dilation (kernel - 1) + 1 +
/// output_padding: the input gradient of a convolution with these options from `out` channels to `in`.
///
/// Starts with weights uniform on [-1, 1) / sqrt(fan_in), drawn from `current_random()`, and a bias of 0;
/// fan_in is the number of inputs that reach an output, in / groups * the taps of a kernel / the stride along
/// each axis. Throws Error on options out of range, and on input of another rank or channel count or one
/// whose output would be empty.
template <class T>
struct BasicConvTranspose2d {
  explicit BasicConvTranspose2d(const ConvTranspose2dOptions& options);

  BasicVar<T> operator()(const BasicVar<T>& x, Activation then = {}) const;

  BasicParameter<T> weight;               ///< [in, kernel height, kernel width, out / groups]
  std::optional<BasicParameter<T>> bias;  ///< [out]
  Size2 stride;
  Size2 padding;
  Size2 output_padding;
  Size2 dilation;
  std::int64_t groups;

  using Scalar = T;
  static constexpr std::size_t agon_members = 7;
};

using Conv2d = BasicConv2d<float>;
using ConvTranspose2d = BasicConvTranspose2d<float>;
namespace f64 {
using Conv2d = BasicConv2d<double>;
using ConvTranspose2d = BasicConvTranspose2d<double>;
}  // namespace f64

}  // namespace agon

#ifdef AGON_HEADER_ONLY
#include "agon/nn/layers/conv-inl.h"
#endif
