#pragma once

#include "agon/autograd/ops/arithmetic.hpp"
#include "agon/autograd/ops/reduce.hpp"
#include "agon/gan/score.hpp"

namespace agon {

/// The least squares GAN of Mao et al. 2017, equation 2: D minimises mean((D(x) - real)^2) / 2 +
/// mean((D(G(z)) - fake)^2) / 2, G minimises mean((D(G(z)) - wanted)^2) / 2. The defaults are the paper's 0-1
/// coding, equation 9; with {-1, 1, 0}, equation 8, the players minimise a Pearson divergence. D's score is
/// unbounded.
struct LeastSquares {
  float fake = 0;    ///< the paper's a
  float real = 1;    ///< b
  float wanted = 1;  ///< c: what G wants D to say

  template <class Out>
  auto discriminator(const Out& real_out, const Out& fake_out) const {
    return 0.5f * mean(square(score(real_out) - real)) + 0.5f * mean(square(score(fake_out) - fake));
  }
  template <class Out>
  auto generator(const Out& fake_out) const {
    return 0.5f * mean(square(score(fake_out) - wanted));
  }
};

}  // namespace agon
