#pragma once

#include "agon/autograd/ops/arithmetic.hpp"
#include "agon/autograd/ops/reduce.hpp"
#include "agon/gan/score.hpp"
#include "agon/optim/clip.hpp"

namespace agon {

namespace detail {
void check_clip(double clip);
}

/// The Wasserstein GAN of Arjovsky, Chintala and Bottou 2017: the critic maximises mean(D(x)) -
/// mean(D(G(z))), G maximises mean(D(G(z))), and after each of its steps the critic's parameters are limited
/// to [-clip, clip]. The paper trains with RMSProp at 5e-5, five critic steps for one of G, and a critic
/// without a final sigmoid. A clip of 0 leaves the parameters alone, for critics that are constrained by
/// other means. Throws Error unless clip >= 0 and finite.
struct Wasserstein {
  double clip = 0.01;

  void check() const { detail::check_clip(clip); }

  template <class Out>
  auto discriminator(const Out& real, const Out& fake) const {
    return mean(score(fake)) - mean(score(real));
  }
  template <class Out>
  auto generator(const Out& fake) const {
    return -mean(score(fake));
  }
  template <Network Critic>
  void constrain(Critic& critic) const {
    if (clip > 0) clip_parameters(critic, clip);
  }
};

}  // namespace agon

#ifdef AGON_HEADER_ONLY
#include "agon/gan/objectives/wasserstein-inl.h"
#endif
