#pragma once

#include "agon/autograd/ops/activation.hpp"
#include "agon/autograd/ops/arithmetic.hpp"
#include "agon/autograd/ops/reduce.hpp"
#include "agon/gan/objectives/logistic.hpp"
#include "agon/gan/score.hpp"

namespace agon {

/// The game that Goodfellow et al. 2014 recommend in practice: D minimises the cross entropy of telling real
/// from generated, G minimises -mean(log D(G(z))), whose gradient is strong where D is sure. D's score is a
/// logit.
struct NonSaturating {
  LabelSmoothing smooth = {};

  static constexpr bool has_labels = true;

  template <class Out>
  auto discriminator(const Out& real, const Out& fake) const {
    return logistic_discriminator(score(real), score(fake), smooth);
  }
  template <class Out>
  auto generator(const Out& fake) const {
    return mean(softplus(-score(fake)));
  }
};

}  // namespace agon
