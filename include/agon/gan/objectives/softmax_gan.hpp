#pragma once

#include "agon/autograd/ops/activation.hpp"
#include "agon/autograd/ops/arithmetic.hpp"
#include "agon/autograd/ops/reduce.hpp"
#include "agon/autograd/ops/shape.hpp"
#include "agon/gan/score.hpp"

namespace agon {

/// Softmax GAN (Lin 2017): the scores of the whole batch, real and generated samples together, become
/// probabilities by a softmax. D wants the real samples to share them evenly, G wants all samples to: D
/// minimises the cross entropy from 1 / |real| on real samples, G that from 1 / |all| on all. D's score is
/// unbounded.
struct SoftmaxGan {
  template <class Out>
  auto discriminator(const Out& real, const Out& fake) const {
    const std::int64_t count = score(real).shape().size();
    return -mean(slice(log_probabilities(real, fake), 0, 0, count));
  }
  template <class Out>
  auto generator(const Out& real, const Out& fake) const {
    return -mean(log_probabilities(real, fake));
  }

 private:
  template <class Out>
  static auto log_probabilities(const Out& real, const Out& fake) {
    return log_softmax(concat({reshape(score(real), {-1}), reshape(score(fake), {-1})}, 0));
  }
};

}  // namespace agon
