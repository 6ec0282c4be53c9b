#pragma once

#include <cmath>
#include <string>
#include <utility>

#include "agon/autograd/ops/arithmetic.hpp"
#include "agon/autograd/ops/map.hpp"
#include "agon/core/error.hpp"
#include "agon/kernels/reduce.hpp"
#include "agon/kernels/update.hpp"
#include "agon/optim/clip.hpp"

namespace agon {
namespace detail {

template <class T>
double norm_of(const BasicGradients<T>& gradients) {
  double squares = 0;
  for (const BasicVar<T>& gradient : gradients)
    if (gradient.defined()) squares += kernels::sum_of_squares(gradient.value());
  return std::sqrt(squares);
}

template <class T>
double clip_norm(BasicGradients<T>& gradients, double limit) {
  if (!(limit > 0)) fail("clip_gradient_norm", "expected limit > 0, got " + std::to_string(limit));
  const double norm = norm_of(gradients);
  if (!std::isfinite(norm))
    fail("clip_gradient_norm", "expected finite gradients, got a norm of " + std::to_string(norm));
  if (norm > limit)
    for (BasicVar<T>& gradient : gradients)
      if (gradient.defined()) gradient = affine(gradient, static_cast<T>(limit / norm), T{0});
  return norm;
}

template <class T>
void clip_values(BasicGradients<T>& gradients, double limit) {
  if (!(limit > 0)) fail("clip_gradient_values", "expected limit > 0, got " + std::to_string(limit));
  const double norm = norm_of(gradients);
  if (!std::isfinite(norm))
    fail("clip_gradient_values", "expected finite gradients, got a norm of " + std::to_string(norm));
  const auto limited = [limit = static_cast<T>(limit)](auto g) {
    return select(g > limit, limit, select(g < -limit, -limit, g));
  };
  for (BasicVar<T>& gradient : gradients)
    if (gradient.defined()) gradient = map("clip_gradient_values", limited, gradient);
}

template <class T>
void clip_slots(std::span<const BasicSlot<T>> slots, double limit) {
  if (!(limit > 0) || !std::isfinite(limit))
    fail("clip_parameters", "expected limit > 0, got " + std::to_string(limit));
  std::vector<std::pair<BasicParameter<T>*, BasicTensor<T>>> clipped;
  std::vector<kernels::UpdateSpan<T>> spans;
  for (const BasicSlot<T>& slot : slots) {
    if (slot.kind != SlotKind::parameter) continue;
    clipped.emplace_back(slot.parameter, BasicTensor<T>(slot.parameter->shape()));
    BasicTensor<T>& after = clipped.back().second;
    spans.push_back({.p_out = after.mutable_data(), .p = slot.parameter->value().data(), .n = after.size()});
  }
  kernels::clip_update<T>(spans, static_cast<T>(limit));
  for (const auto& [parameter, after] : clipped) *parameter = after;
}

}  // namespace detail

AGON_INLINE double gradient_norm(const Gradients& gradients) { return detail::norm_of(gradients); }
AGON_INLINE double gradient_norm(const f64::Gradients& gradients) { return detail::norm_of(gradients); }
AGON_INLINE double clip_gradient_norm(Gradients& gradients, double limit) {
  return detail::clip_norm(gradients, limit);
}
AGON_INLINE double clip_gradient_norm(f64::Gradients& gradients, double limit) {
  return detail::clip_norm(gradients, limit);
}
AGON_INLINE void clip_gradient_values(Gradients& gradients, double limit) {
  detail::clip_values(gradients, limit);
}
AGON_INLINE void clip_gradient_values(f64::Gradients& gradients, double limit) {
  detail::clip_values(gradients, limit);
}

}  // namespace agon
