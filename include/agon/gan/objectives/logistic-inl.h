#pragma once

#include "agon/autograd/ops/activation.hpp"
#include "agon/autograd/ops/arithmetic.hpp"
#include "agon/autograd/ops/map.hpp"
#include "agon/autograd/ops/reduce.hpp"
#include "agon/core/modes.hpp"
#include "agon/core/random.hpp"
#include "agon/gan/objectives/logistic.hpp"

namespace agon {
namespace detail {

template <class T>
BasicTensor<T> draw_targets(const Shape& shape, LabelSmoothing::Range target) {
  BasicTensor<T> targets = current_random().uniform<T>(shape, target.low, target.high);
  if (target.flip == 0) return targets;
  const NoRecord constants;
  const BasicTensor<T> chance = current_random().uniform<T>(shape);
  return map([p = target.flip](auto t, auto u) { return select(u < p, 1 - t, t); }, BasicVar<T>(targets),
             BasicVar<T>(chance))
      .value();
}

// -t log(sigmoid(s)) - (1 - t) log(1 - sigmoid(s)) = softplus(s) - t s.
template <class T>
BasicVar<T> cross_entropy(const BasicVar<T>& scores, LabelSmoothing::Range target) {
  if (target.low != target.high || target.flip > 0)
    return mean(softplus(scores) - BasicVar<T>(draw_targets<T>(scores.shape(), target)) * scores);
  if (target.low == 1) return mean(softplus(-scores));
  if (target.low == 0) return mean(softplus(scores));
  return mean(softplus(scores) - static_cast<T>(target.low) * scores);
}

template <class T>
BasicVar<T> logistic_discriminator(const BasicVar<T>& real, const BasicVar<T>& fake,
                                   const LabelSmoothing& smooth) {
  const BasicVar<T> on_real = cross_entropy(real, smooth.real);  // draws its targets first
  return on_real + cross_entropy(fake, smooth.fake);
}

}  // namespace detail

AGON_INLINE Var cross_entropy(const Var& scores, LabelSmoothing::Range target) {
  return detail::cross_entropy(scores, target);
}
AGON_INLINE f64::Var cross_entropy(const f64::Var& scores, LabelSmoothing::Range target) {
  return detail::cross_entropy(scores, target);
}

AGON_INLINE Var logistic_discriminator(const Var& real, const Var& fake, const LabelSmoothing& smooth) {
  return detail::logistic_discriminator(real, fake, smooth);
}
AGON_INLINE f64::Var logistic_discriminator(const f64::Var& real, const f64::Var& fake,
                                            const LabelSmoothing& smooth) {
  return detail::logistic_discriminator(real, fake, smooth);
}

}  // namespace agon
