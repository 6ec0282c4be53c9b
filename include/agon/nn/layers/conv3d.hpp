#pragma once

#include <optional>

#include "agon/autograd/ops/activation.hpp"
#include "agon/core/padding.hpp"
#include "agon/core/size3.hpp"
#include "agon/nn/parameter.hpp"

namespace agon {

/// Sizes along depth (the frames of a video), height and width; one number stands for all.
struct Conv3dOptions {
  std::int64_t in = 0;  ///< channels
  std::int64_t out = 0;
  Size3 kernel = 0;
  Size3 stride = 1;
  Size3 padding = 0;  ///< on both sides
  Size3 dilation = 1;
  std::int64_t groups = 1;                ///< divides in and out; each sees its own channels alone
  Padding padding_mode = Padding::zeros;  ///< what the padding is made of
  bool bias = true;
};

/// x [N, D, H, W, in] -> [N, OD, OH, OW, out] with OD = floor((D + 2 padding - dilation (kernel - 1) - 1) /
/// stride) + 1.
///
/// Starts with weights uniform on [-1, 1) / sqrt(fan_in), fan_in = in / groups * the taps of a kernel, drawn
/// from `current_random()`, and a bias of 0. Throws Error on options out of range, and on input of another
/// rank or channel count or smaller (with its padding) than the kernel, or than its padding needs.
template <class T>
struct BasicConv3d {
  explicit BasicConv3d(const Conv3dOptions& options);

  BasicVar<T> operator()(const BasicVar<T>& x, Activation then = {}) const;

  BasicParameter<T> weight;               ///< [out, kernel depth, height, width, in / groups]
  std::optional<BasicParameter<T>> bias;  ///< [out]
  Size3 stride;
  Size3 padding;
  Size3 dilation;
  std::int64_t groups;
  Padding padding_mode;

  using Scalar = T;
  static constexpr std::size_t agon_members = 7;
};

struct ConvTranspose3dOptions {
  std::int64_t in = 0;  ///< channels
  std::int64_t out = 0;
  Size3 kernel = 0;
  Size3 stride = 1;
  Size3 padding = 0;         ///< cut off on both sides
  Size3 output_padding = 0;  ///< added at the far end; less than the stride
  Size3 dilation = 1;
  std::int64_t groups = 1;  ///< divides in and out; each sees its own channels alone
  bool bias = true;
};

/// x [N, D, H, W, in] -> [N, OD, OH, OW, out] with OD = (D - 1) stride - 2 padding + dilation (kernel - 1) +
/// 1 + output_padding: the input gradient of a convolution with these options from `out` channels to `in`.
///
/// Starts with weights uniform on [-1, 1) / sqrt(fan_in), drawn from `current_random()`, and a bias of 0;
/// fan_in is the number of inputs that reach an output, in / groups * the taps of a kernel / the stride along
/// each axis. Throws Error on options out of range, and on input of another rank or channel count or one
/// whose output would be empty.
template <class T>
struct BasicConvTranspose3d {
  explicit BasicConvTranspose3d(const ConvTranspose3dOptions& options);

  BasicVar<T> operator()(const BasicVar<T>& x, Activation then = {}) const;

  BasicParameter<T> weight;               ///< [in, kernel depth, height, width, out / groups]
  std::optional<BasicParameter<T>> bias;  ///< [out]
  Size3 stride;
  Size3 padding;
  Size3 output_padding;
  Size3 dilation;
  std::int64_t groups;

  using Scalar = T;
  static constexpr std::size_t agon_members = 7;
};

using Conv3d = BasicConv3d<float>;
using ConvTranspose3d = BasicConvTranspose3d<float>;
namespace f64 {
using Conv3d = BasicConv3d<double>;
using ConvTranspose3d = BasicConvTranspose3d<double>;
}  // namespace f64

}  // namespace agon

#ifdef AGON_HEADER_ONLY
#include "agon/nn/layers/conv3d-inl.h"
#endif
