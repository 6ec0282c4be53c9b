#pragma once

#include <string>

#include "agon/autograd/ops/arithmetic.hpp"
#include "agon/autograd/ops/group_norm.hpp"
#include "agon/autograd/ops/shape.hpp"
#include "agon/core/error.hpp"
#include "agon/nn/layers/adaptive_norm.hpp"
#include "agon/nn/layers/check.hpp"

namespace agon {
namespace detail {

AGON_INLINE std::int64_t checked_adaptive(std::int64_t channels, std::int64_t style, double eps) {
  check_at_least("AdaptiveInstanceNorm", "channels", channels, 1);
  check_at_least("AdaptiveInstanceNorm", "style", style, 1);
  check_eps("AdaptiveInstanceNorm", eps);
  return style;
}

}  // namespace detail

template <class T>
BasicAdaptiveInstanceNorm<T>::BasicAdaptiveInstanceNorm(std::int64_t channels, std::int64_t style,
                                                        double epsilon)
    : affine(detail::checked_adaptive(channels, style, epsilon), 2 * channels), eps(epsilon) {}

template <class T>
BasicVar<T> BasicAdaptiveInstanceNorm<T>::operator()(const BasicVar<T>& x, const BasicVar<T>& w) const {
  const std::int64_t channels = affine.weight.dim(0) / 2, style = affine.weight.dim(1);
  if (x.rank() < 2 || x.dim(-1) != channels || x.size() == 0)
    detail::fail_input("AdaptiveInstanceNorm",
                       "[N, ..., " + std::to_string(channels) + "] of at least one sample", x.shape());
  if (w.shape() != Shape{x.dim(0), style})
    fail("AdaptiveInstanceNorm", "expected styles [N, " + std::to_string(style) + "] for input " +
                                     to_string(x.shape()) + ", got " + to_string(w.shape()));
  const BasicVar<T> both = affine(w);
  return adaptive_instance_norm(x, slice(both, 1, 0, channels) + T{1}, slice(both, 1, channels, 2 * channels),
                                static_cast<T>(eps));
}

}  // namespace agon
