#pragma once

#include "agon/autograd/ops/arithmetic.hpp"
#include "agon/autograd/ops/reduce.hpp"
#include "agon/gan/objectives/logistic.hpp"
#include "agon/gan/score.hpp"

namespace agon {

/// The boundary-seeking GAN of Hjelm et al. 2018, section 3.2, for continuous data: D is that of
/// NonSaturating, G minimises mean((log D(G(z)) - log(1 - D(G(z))))^2) / 2, half the mean square of D's
/// logits, and so seeks the boundary where D cannot tell. D's score is a logit.
struct BoundarySeeking {
  LabelSmoothing smooth = {};

  static constexpr bool has_labels = true;

  template <class Out>
  auto discriminator(const Out& real, const Out& fake) const {
    return logistic_discriminator(score(real), score(fake), smooth);
  }
  template <class Out>
  auto generator(const Out& fake) const {
    return 0.5f * mean(square(score(fake)));
  }
};

}  // namespace agon
