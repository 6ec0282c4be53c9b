#pragma once

#include <string>

#include "agon/autograd/ops/arithmetic.hpp"
#include "agon/autograd/ops/linear.hpp"
#include "agon/autograd/ops/scale_shift.hpp"
#include "agon/core/error.hpp"
#include "agon/kernels/index.hpp"
#include "agon/nn/layers/check.hpp"
#include "agon/nn/layers/conditional_batch_norm.hpp"

namespace agon {
namespace detail {

AGON_INLINE BatchNormOptions without_affine(std::int64_t channels, std::int64_t conditions,
                                            BatchNormOptions options) {
  check_at_least("ConditionalBatchNorm", "channels", channels, 1);
  check_at_least("ConditionalBatchNorm", "conditions", conditions, 1);
  check_eps("ConditionalBatchNorm", options.eps);
  if (!(options.momentum >= 0 && options.momentum <= 1))
    fail("ConditionalBatchNorm", "expected momentum in [0, 1], got " + std::to_string(options.momentum));
  options.affine = false;
  return options;
}

/// A row of zeros for each sample, with 1 at its class.
template <class T>
BasicTensor<T> indicators(const LabelTensor& classes, std::int64_t count) {
  if (classes.rank() != 1)
    fail("ConditionalBatchNorm", "expected classes [N], got " + to_string(classes.shape()));
  kernels::check_labels("ConditionalBatchNorm", "classes", classes, count);
  return kernels::one_hot<T>(classes, count);
}

}  // namespace detail

template <class T>
BasicConditionalBatchNorm<T>::BasicConditionalBatchNorm(std::int64_t channels, std::int64_t conditions,
                                                        BatchNormOptions options)
    : norm(channels, detail::without_affine(channels, conditions, options)),
      scale(BasicTensor<T>::zeros({conditions, channels}), {ParameterRole::shift}),
      shift(BasicTensor<T>::zeros({conditions, channels}), {ParameterRole::shift}) {}

template <class T>
BasicVar<T> BasicConditionalBatchNorm<T>::operator()(const BasicVar<T>& x, const BasicVar<T>& y,
                                                     Activation then) const {
  const std::int64_t channels = scale.dim(1), conditions = scale.dim(0);
  const std::string text = std::to_string(channels);
  if ((x.rank() != 2 && x.rank() != 4) || x.dim(-1) != channels || x.size() == 0)
    detail::fail_input("ConditionalBatchNorm",
                       "[N, " + text + "] or [N, H, W, " + text + "] of at least one sample", x.shape());
  if (y.shape() != Shape{x.dim(0), conditions})
    fail("ConditionalBatchNorm", "expected conditions [N, " + std::to_string(conditions) + "] for input " +
                                     to_string(x.shape()) + ", got " + to_string(y.shape()));
  const BasicVar<T> factor = matmul(y, scale) + T{1}, offset = matmul(y, shift);
  return ops::scale_shift("ConditionalBatchNorm", norm(x), ops::over_places(factor, x.rank()),
                          ops::over_places(offset, x.rank()), then);
}

template <class T>
BasicVar<T> BasicConditionalBatchNorm<T>::operator()(const BasicVar<T>& x, const LabelTensor& classes,
                                                     Activation then) const {
  return (*this)(x, BasicVar<T>(detail::indicators<T>(classes, scale.dim(0))), then);
}

}  // namespace agon
