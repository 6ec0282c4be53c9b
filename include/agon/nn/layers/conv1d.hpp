#pragma once

#include <optional>

#include "agon/autograd/ops/activation.hpp"
#include "agon/core/padding.hpp"
#include "agon/nn/parameter.hpp"

namespace agon {

struct Conv1dOptions {
  std::int64_t in = 0;  ///< channels
  std::int64_t out = 0;
  std::int64_t kernel = 0;
  std::int64_t stride = 1;
  std::int64_t padding = 0;  ///< on both sides
  std::int64_t dilation = 1;
  std::int64_t groups = 1;                ///< divides in and out; each sees its own channels alone
  Padding padding_mode = Padding::zeros;  ///< what the padding is made of
  bool bias = true;
};

/// x [N, L, in] -> [N, OL, out] with OL = floor((L + 2 padding - dilation (kernel - 1) - 1) /
/// stride) + 1.
///
/// Starts with weights uniform on [-1, 1) / sqrt(fan_in), fan_in = in / groups * the taps of a kernel, drawn
/// from `current_random()`, and a bias of 0. Throws Error on options out of range, and on input of another
/// rank or channel count or smaller (with its padding) than the kernel, or than its padding needs.
template <class T>
struct BasicConv1d {
  explicit BasicConv1d(const Conv1dOptions& options);

  BasicVar<T> operator()(const BasicVar<T>& x, Activation then = {}) const;

  BasicParameter<T> weight;               ///< [out, kernel, in / groups]
  std::optional<BasicParameter<T>> bias;  ///< [out]
  std::int64_t stride;
  std::int64_t padding;
  std::int64_t dilation;
  std::int64_t groups;
  Padding padding_mode;

  using Scalar = T;
  static constexpr std::size_t agon_members = 7;
};

struct ConvTranspose1dOptions {
  std::int64_t in = 0;  ///< channels
  std::int64_t out = 0;
  std::int64_t kernel = 0;
  std::int64_t stride = 1;
  std::int64_t padding = 0;         ///< cut off on both sides
  std::int64_t output_padding = 0;  ///< added at the far end; less than the stride
  std::int64_t dilation = 1;
  std::int64_t groups = 1;  ///< divides in and out; each sees its own channels alone
  bool bias = true;
};

/// x [N, L, in] -> [N, OL, out] with OL = (L - 1) stride - 2 padding + dilation (kernel - 1) + 1 +
/// output_padding: the input gradient of a convolution with these options from `out` channels to `in`.
///
/// Starts with weights uniform on [-1, 1) / sqrt(fan_in), drawn from `current_random()`, and a bias of 0;
/// fan_in is the number of inputs that reach an output, in / groups * the taps of a kernel / the stride along
/// each axis. Throws Error on options out of range, and on input of another rank or channel count or one
/// whose output would be empty.
template <class T>
struct BasicConvTranspose1d {
  explicit BasicConvTranspose1d(const ConvTranspose1dOptions& options);

  BasicVar<T> operator()(const BasicVar<T>& x, Activation then = {}) const;

  BasicParameter<T> weight;               ///< [in, kernel, out / groups]
  std::optional<BasicParameter<T>> bias;  ///< [out]
  std::int64_t stride;
  std::int64_t padding;
  std::int64_t output_padding;
  std::int64_t dilation;
  std::int64_t groups;

  using Scalar = T;
  static constexpr std::size_t agon_members = 7;
};

using Conv1d = BasicConv1d<float>;
using ConvTranspose1d = BasicConvTranspose1d<float>;
namespace f64 {
using Conv1d = BasicConv1d<double>;
using ConvTranspose1d = BasicConvTranspose1d<double>;
}  // namespace f64

}  // namespace agon

#ifdef AGON_HEADER_ONLY
#include "agon/nn/layers/conv1d-inl.h"
#endif
