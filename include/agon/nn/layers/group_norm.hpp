#pragma once

#include <optional>

#include "agon/autograd/ops/activation.hpp"
#include "agon/nn/parameter.hpp"

namespace agon {

struct GroupNormOptions {
  double eps = 1e-5;   ///< added to the variance; > 0
  bool affine = true;  ///< whether there is a scale and a shift
};

/// Group normalisation (Wu and He 2018) of x [N, ..., channels]: each of `groups` ranges of neighbouring
/// channels is normalised over all places of its sample, then scaled and shifted channel by channel.
/// `GroupNorm{32, 128}`, in PyTorch's order.
///
/// Starts with scale 1 and shift 0. Differentiable to order 3. Throws Error on numbers < 1, on groups that do
/// not divide the channels, on eps that is not > 0 and finite, and on input of another channel count or of no
/// sample.
template <class T>
struct BasicGroupNorm {
  BasicGroupNorm(std::int64_t groups, std::int64_t channels, GroupNormOptions options = {});

  BasicVar<T> operator()(const BasicVar<T>& x, Activation then = {}) const;

  std::optional<BasicParameter<T>> scale;  ///< [channels]
  std::optional<BasicParameter<T>> shift;  ///< [channels]
  std::int64_t groups;
  std::int64_t channels;
  double eps;

  using Scalar = T;
  static constexpr std::size_t agon_members = 5;
};

struct InstanceNormOptions {
  double eps = 1e-5;    ///< added to the variance; > 0
  bool affine = false;  ///< whether there is a scale and a shift
};

/// Instance normalisation (Ulyanov et al. 2016) of x [N, ..., channels]: each channel of each sample by its
/// own statistics, then scaled and shifted where `affine`. Never keeps running statistics. Throws Error as
/// GroupNorm does.
template <class T>
struct BasicInstanceNorm {
  explicit BasicInstanceNorm(std::int64_t channels, InstanceNormOptions options = {});

  BasicVar<T> operator()(const BasicVar<T>& x, Activation then = {}) const;

  std::optional<BasicParameter<T>> scale;  ///< [channels]
  std::optional<BasicParameter<T>> shift;  ///< [channels]
  std::int64_t channels;
  double eps;

  using Scalar = T;
  static constexpr std::size_t agon_members = 4;
};

/// Pixel normalisation (Karras et al. 2018) of x [..., C]: each vector or pixel divided by the root of its
/// mean square + eps. Differentiable to order 3. Throws Error on eps that is not > 0 and finite, and on empty
/// input.
template <class T>
struct BasicPixelNorm {
  explicit BasicPixelNorm(double eps = 1e-8);

  BasicVar<T> operator()(const BasicVar<T>& x) const;

  double eps;

  using Scalar = T;
  static constexpr std::size_t agon_members = 1;
};

using GroupNorm = BasicGroupNorm<float>;
using InstanceNorm = BasicInstanceNorm<float>;
using PixelNorm = BasicPixelNorm<float>;
namespace f64 {
using GroupNorm = BasicGroupNorm<double>;
using InstanceNorm = BasicInstanceNorm<double>;
using PixelNorm = BasicPixelNorm<double>;
}  // namespace f64

}  // namespace agon

#ifdef AGON_HEADER_ONLY
#include "agon/nn/layers/group_norm-inl.h"
#endif
