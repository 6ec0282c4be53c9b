#pragma once

#include "agon/autograd/ops/activation.hpp"
#include "agon/nn/parameter.hpp"

namespace agon {

struct VirtualBatchNormOptions {
  double eps = 1e-5;  ///< added to the variance; > 0
};

/// Virtual batch normalisation (Salimans et al. 2016): each sample is normalised, channel by channel, by the
/// statistics of a fixed reference batch and of itself together, the sample counting as one of reference + 1.
/// So samples of one batch do not depend on each other. The reference goes through the network with them, in
/// front: of x [reference + N, channels] or [reference + N, H, W, channels] the first `reference` samples are
/// normalised as a batch of their own, and gradients flow through their statistics.
///
///     Var operator()(const Var& z) const {  // with Buffer reference, drawn once, [64, 100]
///       Var h = norm(body(concat({reference.value(), z}, 0)), Activation::relu());
///       return slice(head(h), 0, 64, 64 + z.dim(0));
///     }
///
/// Starts with scale 1 and shift 0. There are no running statistics: training and inference are the same.
/// Differentiable to order 3. Throws Error on numbers < 1, on eps that is not > 0 and finite, and on input of
/// another rank or channel count or with no sample beyond the reference.
template <class T>
struct BasicVirtualBatchNorm {
  BasicVirtualBatchNorm(std::int64_t channels, std::int64_t reference, VirtualBatchNormOptions options = {});

  BasicVar<T> operator()(const BasicVar<T>& x, Activation then = {}) const;

  BasicParameter<T> scale;  ///< [channels]
  BasicParameter<T> shift;  ///< [channels]
  std::int64_t reference;
  double eps;

  using Scalar = T;
  static constexpr std::size_t agon_members = 4;
};

using VirtualBatchNorm = BasicVirtualBatchNorm<float>;
namespace f64 {
using VirtualBatchNorm = BasicVirtualBatchNorm<double>;
}

}  // namespace agon

#ifdef AGON_HEADER_ONLY
#include "agon/nn/layers/virtual_batch_norm-inl.h"
#endif
