#pragma once

#include <cmath>

#include "agon/autograd/ops/activation.hpp"
#include "agon/autograd/ops/arithmetic.hpp"
#include "agon/autograd/ops/reduce.hpp"
#include "agon/gan/penalties/lecam.hpp"
#include "agon/gan/penalties/required.hpp"
#include "agon/optim/options.hpp"

namespace agon {
namespace detail {

/// D's scores of samples, those of the step where it has them.
template <class T>
BasicVar<T> scores_for_lecam(const BasicRound<T>& round, const BasicVar<T>& known, const BasicTensor<T>& x,
                             const char* what) {
  if (known.defined()) return known;
  require_member("LeCam", what, x.defined());
  require_member("LeCam", "a discriminator", round.discriminator != nullptr);
  return round.discriminator(x);
}

}  // namespace detail

AGON_INLINE void LeCam::check() const {
  detail::check_above_zero("LeCam", "weight", weight);
  detail::check_fraction("LeCam", "decay", decay);
}

template <class T>
BasicVar<T> LeCam::operator()(const BasicRound<T>& round) {
  const BasicVar<T> real = detail::scores_for_lecam(round, round.real_score, round.real, "real samples");
  const BasicVar<T> fake = detail::scores_for_lecam(round, round.fake_score, round.fake, "generated samples");
  const double rate = (1 - decay) / (1 - std::pow(decay, static_cast<double>(++steps)));
  real_mean += rate * (static_cast<double>(mean(real).item()) - real_mean);
  fake_mean += rate * (static_cast<double>(mean(fake).item()) - fake_mean);
  return static_cast<T>(weight) * (mean(square(relu(real - static_cast<T>(fake_mean)))) +
                                   mean(square(relu(static_cast<T>(real_mean) - fake))));
}

}  // namespace agon
