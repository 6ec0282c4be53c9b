#pragma once

#include "agon/core/tensor.hpp"
#include "agon/nn/layers/batch_norm.hpp"

namespace agon {

/// Class-conditional batch normalisation (Dumoulin et al. 2017; BigGAN): x [N, channels] or [N, H, W,
/// channels] normalised as by BatchNorm, with the same running statistics for all conditions, then scaled and
/// shifted by numbers that depend on each sample's condition y:
///
///     norm(x) * (1 + y scale) + y shift,
///
/// y being a class, which picks a row of scale and shift, or a vector [N, conditions], such as an embedding
/// with a part of the latent code.
///
/// Starts with scale and shift 0, the identity; `init` keeps them 0. Throws Error on options out of range, on
/// input of another rank, channel count or number, and on a class that is not in [0, conditions).
template <class T>
struct BasicConditionalBatchNorm {
  /// Options as for BatchNorm; `affine` is not looked at.
  BasicConditionalBatchNorm(std::int64_t channels, std::int64_t conditions, BatchNormOptions options = {});

  BasicVar<T> operator()(const BasicVar<T>& x, const BasicVar<T>& y, Activation then = {}) const;
  BasicVar<T> operator()(const BasicVar<T>& x, const LabelTensor& classes, Activation then = {}) const;

  BasicBatchNorm<T> norm;   ///< its buffers are called "running_mean" and "running_variance" here too
  BasicParameter<T> scale;  ///< [conditions, channels]
  BasicParameter<T> shift;  ///< [conditions, channels]

  using Scalar = T;
  static constexpr std::size_t agon_members = 3;
  static constexpr bool agon_transparent = true;
};

using ConditionalBatchNorm = BasicConditionalBatchNorm<float>;
namespace f64 {
using ConditionalBatchNorm = BasicConditionalBatchNorm<double>;
}

}  // namespace agon

#ifdef AGON_HEADER_ONLY
#include "agon/nn/layers/conditional_batch_norm-inl.h"
#endif
