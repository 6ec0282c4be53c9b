#pragma once

#include "agon/core/error.hpp"
#include "agon/gan/penalties/required.hpp"
#include "agon/gan/round.hpp"
#include "agon/optim/options.hpp"

/// Penalties on a discriminator that changes its mind where it should not. They throw Error where the step
/// lacks what they look at. D's score of a sample as it is, is not a constant: gradients flow through both
/// passes. Where the step has that score already, it is used again; otherwise D runs once more.
namespace agon {

namespace detail {

/// The mean square difference of D's scores of samples x and of their changed twins. `known` are the scores
/// of x where the step has them. Throws Error in the name of the penalty where something is missing.
template <class T>
BasicVar<T> disagreement(const char* penalty, const BasicRound<T>& round, const BasicVar<T>& known,
                         const BasicTensor<T>& x, const BasicVar<T>& twins);

/// An augmentation is any callable from a variable to a variable. Throws Error for an empty std::function,
/// and where the augmentation's own `check` does.
template <class Augmentation>
void check_augmentation(const char* penalty, const Augmentation& augment) {
  if constexpr (requires { augment.check(); }) augment.check();
  if constexpr (requires { augment.operator bool(); }) {
    if (!augment) fail(penalty, "expected an augmentation, got an empty function");
  }
}

}  // namespace detail

/// The consistency regularisation of Zhang et al. 2020 (CR-GAN): weight * mean((D(x) - D(t(x)))^2) over real
/// samples x and their augmented twins t(x). `augment` is any callable from a variable to a variable, drawing
/// from `current_random()`: `ConsistencyPenalty{flip_some, 10}`. It stays as it is given: a schedule stands
/// at its first step, and an Ada keeps its p (`Ada{.p = 0.3}`).
template <class Augmentation>
struct ConsistencyPenalty {
  static constexpr const char* name = "consistency";
  Augmentation augment;
  double weight = 10;

  /// Throws Error unless weight > 0 and finite.
  void check() const {
    detail::check_augmentation("ConsistencyPenalty", augment);
    detail::check_above_zero("ConsistencyPenalty", "weight", weight);
  }
  template <class T>
  BasicVar<T> operator()(const BasicRound<T>& round) const {
    detail::require_member("ConsistencyPenalty", "real samples", round.real.defined());
    const BasicVar<T> twins = augment(BasicVar<T>(round.real));
    return static_cast<T>(weight) *
           detail::disagreement("ConsistencyPenalty", round, round.real_score, round.real, twins);
  }
};
template <class Augmentation>
ConsistencyPenalty(Augmentation) -> ConsistencyPenalty<Augmentation>;
template <class Augmentation>
ConsistencyPenalty(Augmentation, double) -> ConsistencyPenalty<Augmentation>;

/// The balanced form of Zhao et al. 2021 (bCR), without which augmentations leak into what G makes: the same
/// for generated samples too, real_weight * mean((D(x) - D(t(x)))^2) + fake_weight * mean((D(G(z)) -
/// D(t(G(z))))^2). Real samples are augmented first.
template <class Augmentation>
struct BalancedConsistency {
  static constexpr const char* name = "balanced_consistency";
  Augmentation augment;
  double real_weight = 10;
  double fake_weight = 10;

  /// Throws Error unless both weights are > 0 and finite.
  void check() const {
    detail::check_augmentation("BalancedConsistency", augment);
    detail::check_above_zero("BalancedConsistency", "real_weight", real_weight);
    detail::check_above_zero("BalancedConsistency", "fake_weight", fake_weight);
  }
  template <class T>
  BasicVar<T> operator()(const BasicRound<T>& round) const {
    detail::require_member("BalancedConsistency", "real samples", round.real.defined());
    detail::require_member("BalancedConsistency", "generated samples", round.fake.defined());
    const BasicVar<T> real_twins = augment(BasicVar<T>(round.real));
    const BasicVar<T> fake_twins = augment(BasicVar<T>(round.fake));
    return static_cast<T>(real_weight) *
               detail::disagreement("BalancedConsistency", round, round.real_score, round.real, real_twins) +
           static_cast<T>(fake_weight) *
               detail::disagreement("BalancedConsistency", round, round.fake_score, round.fake, fake_twins);
  }
};
template <class Augmentation>
BalancedConsistency(Augmentation) -> BalancedConsistency<Augmentation>;
template <class Augmentation>
BalancedConsistency(Augmentation, double, double) -> BalancedConsistency<Augmentation>;

/// The discriminator's part of latent consistency (zCR, Zhao et al. 2021): weight * mean((D(G(z)) - D(G(z +
/// d)))^2) with d normal of this deviation, new for every latent; nothing flows into G.
struct LatentConsistency {
  static constexpr const char* name = "latent_consistency";
  double weight = 5;
  double deviation = 0.03;

  /// Throws Error unless both are > 0 and finite.
  void check() const;
  template <class T>
  BasicVar<T> operator()(const BasicRound<T>& round) const;
};

/// The generator's part of it, which keeps G from making the same of all latents: -weight * mean((G(z) - G(z
/// + d))^2), the mean over samples and over their numbers, so that the weight does not depend on the size of
/// pictures. (The paper writes a squared norm; for a sum over numbers multiply the weight by their count.)
/// Bounded below only where G's samples are. For a G with a mapping network, latents are what it maps to.
struct LatentSensitivity {
  static constexpr const char* name = "latent_sensitivity";
  double weight = 0.5;
  double deviation = 0.03;

  /// Throws Error unless both are > 0 and finite.
  void check() const;
  template <class T>
  BasicVar<T> operator()(const BasicRound<T>& round) const;
};

}  // namespace agon

#ifdef AGON_HEADER_ONLY
#include "agon/gan/penalties/consistency-inl.h"
#endif
