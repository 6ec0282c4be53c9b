#pragma once

#include "agon/autograd/ops/activation.hpp"
#include "agon/autograd/ops/arithmetic.hpp"
#include "agon/autograd/ops/reduce.hpp"
#include "agon/gan/score.hpp"

namespace agon {

/// The hinge objective (Lim and Ye 2017; Miyato et al. 2018): D minimises mean(max(0, 1 - D(x))) +
/// mean(max(0, 1 + D(G(z)))), G minimises -mean(D(G(z))). D's score is unbounded.
struct Hinge {
  template <class Out>
  auto discriminator(const Out& real, const Out& fake) const {
    return mean(relu(1.0f - score(real))) + mean(relu(1.0f + score(fake)));
  }
  template <class Out>
  auto generator(const Out& fake) const {
    return -mean(score(fake));
  }
};

}  // namespace agon
