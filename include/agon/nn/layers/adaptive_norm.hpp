#pragma once

#include "agon/core/storage.hpp"
#include "agon/core/tensor.hpp"
#include "agon/nn/layers/linear.hpp"

namespace agon {

/// Adaptive instance normalisation as StyleGAN has it (Karras et al. 2019): x [N, ..., channels] and styles w
/// [N, style] -> instance_norm(x) * (1 + scale(w)) + shift(w), where a dense layer (`affine`) makes scale and
/// shift, in this order, of the style. Huang and Belongie's, whose styles are statistics of another picture,
/// is the operation adaptive_instance_norm.
///
/// Differentiable to order 3. Throws Error on numbers < 1, on eps that is not > 0 and finite, and on pictures
/// and styles of another rank, length or number.
template <class T>
struct BasicAdaptiveInstanceNorm {
  BasicAdaptiveInstanceNorm(std::int64_t channels, std::int64_t style, double eps = 1e-5);

  BasicVar<T> operator()(const BasicVar<T>& x, const BasicVar<T>& w) const;

  BasicLinear<T> affine;  ///< [2 channels, style]
  double eps;

  using Scalar = T;
  static constexpr std::size_t agon_members = 2;
};

using AdaptiveInstanceNorm = BasicAdaptiveInstanceNorm<float>;
namespace f64 {
using AdaptiveInstanceNorm = BasicAdaptiveInstanceNorm<double>;
}

}  // namespace agon

#ifdef AGON_HEADER_ONLY
#include "agon/nn/layers/adaptive_norm-inl.h"
#endif
