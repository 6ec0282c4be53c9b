#pragma once

#include "agon/autograd/ops/activation.hpp"
#include "agon/autograd/ops/arithmetic.hpp"
#include "agon/autograd/ops/reduce.hpp"
#include "agon/core/random.hpp"
#include "agon/gan/objectives/logistic.hpp"

namespace agon {
namespace detail {

// -t log(sigmoid(s)) - (1 - t) log(1 - sigmoid(s)) = softplus(s) - t s.
template <class T>
BasicVar<T> cross_entropy(const BasicVar<T>& scores, LabelSmoothing::Range target) {
  if (target.low == target.high) {
    if (target.low == 1) return mean(softplus(-scores));
    if (target.low == 0) return mean(softplus(scores));
    return mean(softplus(scores) - static_cast<T>(target.low) * scores);
  }
  const BasicTensor<T> targets = current_random().uniform<T>(scores.shape(), target.low, target.high);
  return mean(softplus(scores) - BasicVar<T>(targets) * scores);
}

}  // namespace detail

AGON_INLINE Var cross_entropy(const Var& scores, LabelSmoothing::Range target) {
  return detail::cross_entropy(scores, target);
}
AGON_INLINE f64::Var cross_entropy(const f64::Var& scores, LabelSmoothing::Range target) {
  return detail::cross_entropy(scores, target);
}

AGON_INLINE Var logistic_discriminator(const Var& real, const Var& fake, const LabelSmoothing& smooth) {
  const Var on_real = cross_entropy(real, smooth.real);  // draws its targets first
  return on_real + cross_entropy(fake, smooth.fake);
}
AGON_INLINE f64::Var logistic_discriminator(const f64::Var& real, const f64::Var& fake,
                                            const LabelSmoothing& smooth) {
  const f64::Var on_real = cross_entropy(real, smooth.real);  // draws its targets first
  return on_real + cross_entropy(fake, smooth.fake);
}

}  // namespace agon
