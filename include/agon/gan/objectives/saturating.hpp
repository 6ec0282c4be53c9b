#pragma once

#include "agon/autograd/ops/activation.hpp"
#include "agon/autograd/ops/arithmetic.hpp"
#include "agon/autograd/ops/reduce.hpp"
#include "agon/gan/objectives/logistic.hpp"
#include "agon/gan/score.hpp"

namespace agon {

/// The minimax game of Goodfellow et al. 2014, equation 1: D maximises, and G minimises,
/// mean(log D(x)) + mean(log(1 - D(G(z)))). G's gradient vanishes where D is sure. D's score is a logit.
struct Saturating {
  LabelSmoothing smooth = {};

  static constexpr bool has_labels = true;

  template <class Out>
  auto discriminator(const Out& real, const Out& fake) const {
    return logistic_discriminator(score(real), score(fake), smooth);
  }
  template <class Out>
  auto generator(const Out& fake) const {
    return -mean(softplus(score(fake)));  // log(1 - sigmoid(s)) = -softplus(s)
  }
};

}  // namespace agon
