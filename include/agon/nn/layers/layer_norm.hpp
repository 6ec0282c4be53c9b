#pragma once

#include <optional>

#include "agon/autograd/ops/activation.hpp"
#include "agon/nn/parameter.hpp"

namespace agon {

struct LayerNormOptions {
  double eps = 1e-5;   ///< added to the variance; > 0
  bool affine = true;  ///< whether there is a scale and a shift
};

/// Layer normalisation (Ba et al. 2016) of x [..., features], along its last axes: `LayerNorm{64}` for each
/// vector or pixel of 64 channels, `LayerNorm{{7, 7, 64}}` for each picture as a whole. (x - mean) /
/// sqrt(variance + eps) * scale + shift, with the biased variance.
///
/// Starts with scale 1 and shift 0. Differentiable to order 3. Throws Error on features < 1, on eps that is
/// not > 0 and finite, and on input with other last axes or of no sample.
template <class T>
struct BasicLayerNorm {
  explicit BasicLayerNorm(std::int64_t size, LayerNormOptions options = {})
      : BasicLayerNorm(Shape{size}, options) {}
  explicit BasicLayerNorm(const Shape& last_axes, LayerNormOptions options = {});

  BasicVar<T> operator()(const BasicVar<T>& x, Activation then = {}) const;

  std::optional<BasicParameter<T>> scale;  ///< [features]
  std::optional<BasicParameter<T>> shift;  ///< [features]
  Shape features;
  double eps;

  using Scalar = T;
  static constexpr std::size_t agon_members = 4;
};

using LayerNorm = BasicLayerNorm<float>;
namespace f64 {
using LayerNorm = BasicLayerNorm<double>;
}

}  // namespace agon

#ifdef AGON_HEADER_ONLY
#include "agon/nn/layers/layer_norm-inl.h"
#endif
