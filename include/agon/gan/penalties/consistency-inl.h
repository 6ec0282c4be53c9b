#pragma once

#include "agon/autograd/ops/arithmetic.hpp"
#include "agon/autograd/ops/losses.hpp"
#include "agon/core/modes.hpp"
#include "agon/core/random.hpp"
#include "agon/gan/penalties/consistency.hpp"

namespace agon {
namespace detail {

template <class T>
BasicVar<T> disagreement(const char* penalty, const BasicRound<T>& round, const BasicVar<T>& known,
                         const BasicTensor<T>& x, const BasicVar<T>& twins) {
  require_member(penalty, "a discriminator", round.discriminator != nullptr);
  const BasicVar<T> said = known.defined() ? known : round.discriminator(x);
  return mse_loss(round.discriminator(twins), said);
}

/// Latents near those of the step.
template <class T>
BasicVar<T> move_latents(const char* penalty, const BasicRound<T>& round, double deviation) {
  require_member(penalty, "a generator", round.generator != nullptr);
  require_member(penalty, "latents", round.latent.defined());
  const BasicVar<T> d = current_random().normal<T>(round.latent.shape(), 0, static_cast<T>(deviation));
  return BasicVar<T>(round.latent) + d;
}

}  // namespace detail

AGON_INLINE void LatentConsistency::check() const {
  detail::check_above_zero("LatentConsistency", "weight", weight);
  detail::check_above_zero("LatentConsistency", "deviation", deviation);
}

template <class T>
BasicVar<T> LatentConsistency::operator()(const BasicRound<T>& round) const {
  detail::require_member("LatentConsistency", "generated samples", round.fake.defined());
  const BasicVar<T> z = detail::move_latents("LatentConsistency", round, deviation);
  const BasicVar<T> twins = [&] {
    const NoRecord no_graph;
    return round.generator(z);
  }();
  return static_cast<T>(weight) *
         detail::disagreement("LatentConsistency", round, round.fake_score, round.fake, twins);
}

AGON_INLINE void LatentSensitivity::check() const {
  detail::check_above_zero("LatentSensitivity", "weight", weight);
  detail::check_above_zero("LatentSensitivity", "deviation", deviation);
}

template <class T>
BasicVar<T> LatentSensitivity::operator()(const BasicRound<T>& round) const {
  const BasicVar<T> z = detail::move_latents("LatentSensitivity", round, deviation);
  return static_cast<T>(-weight) * mse_loss(round.generator(z), round.generator(round.latent));
}

}  // namespace agon
