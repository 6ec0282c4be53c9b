#pragma once

#include <optional>

#include "agon/autograd/ops/activation.hpp"
#include "agon/nn/parameter.hpp"

namespace agon {

struct BatchNormOptions {
  double eps = 1e-5;      ///< added to the variance; > 0
  double momentum = 0.1;  ///< weight of the newest batch in the running statistics; in [0, 1]
  bool affine = true;     ///< whether there is a scale and a shift
};

/// Batch normalisation (Ioffe and Szegedy 2015) of x [N, C] or [N, H, W, C], channel by channel:
/// (x - mean) / sqrt(variance + eps) * scale + shift.
///
/// With `batch_statistics()` (the default mode) mean and biased variance are the batch's, and gradients flow
/// through them. A pass writes nothing: it notes the mean and the unbiased variance on its output, and the
/// step of the optimiser that owns the network moves the running statistics, by `momentum` once a step. A
/// batch of one value a channel has no unbiased variance: its output is the shift, and it is not noted. Under
/// a RunningStatistics guard the running statistics are used, as constants.
///
/// Starts with scale 1, shift 0, running mean 0 and running variance 1. Throws Error on options out of range,
/// on input of another rank or channel count, and on a batch of no sample.
template <class T>
struct BasicBatchNorm {
  explicit BasicBatchNorm(std::int64_t channels, BatchNormOptions options = {});

  BasicVar<T> operator()(const BasicVar<T>& x, Activation then = {}) const;

  std::optional<BasicParameter<T>> scale;  ///< [C]
  std::optional<BasicParameter<T>> shift;  ///< [C]
  BasicBuffer<T> running_mean;             ///< [C]
  BasicBuffer<T> running_variance;         ///< [C]
  double eps;
  double momentum;

  using Scalar = T;
  static constexpr std::size_t agon_members = 6;
};

using BatchNorm = BasicBatchNorm<float>;
namespace f64 {
using BatchNorm = BasicBatchNorm<double>;
}

}  // namespace agon

#ifdef AGON_HEADER_ONLY
#include "agon/nn/layers/batch_norm-inl.h"
#endif
