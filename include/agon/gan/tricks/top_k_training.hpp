#pragma once

#include <cstdint>

#include "agon/autograd/ops/index.hpp"
#include "agon/gan/objective.hpp"
#include "agon/gan/tricks/wrapped.hpp"
#include "agon/optim/schedule.hpp"

namespace agon {
namespace detail {

/// The numbers of the samples that D holds most real, best first: a share of them, rounded up. A score of
/// several numbers a sample counts as their mean.
template <class T>
LabelTensor best_samples(const BasicVar<T>& scores, double share);
/// Throws Error unless the share is in (0, 1].
void check_share(double share);
/// Throws Error unless there are as many real samples as generated ones.
void check_rows_pair(const Shape& real, const Shape& fake);

/// What D returned, with the scores of these samples only.
template <class T>
BasicVar<T> with_samples(const BasicVar<T>& out, const LabelTensor& numbers) {
  return take(out, numbers);
}
template <Scored Out>
Out with_samples(Out out, const LabelTensor& numbers) {
  out.score = take(out.score, numbers);
  return out;
}

#ifndef AGON_HEADER_ONLY
extern template LabelTensor best_samples(const Var&, double);
extern template LabelTensor best_samples(const f64::Var&, double);
#endif

}  // namespace detail

/// Top-k training (Sinha et al. 2020) under any objective: only the k generated samples that D holds most
/// real count in the generator's half. k is ceil(share N). The paper starts with all samples and makes k
/// smaller by 1 % an epoch, to no less than half of them:
///
///     TopKTraining<NonSaturating> objective{.share = Schedule([](std::int64_t step) {
///       return std::max(0.5, std::pow(0.99, step / 938));
///     })};
///
/// A game calls `start_step` before every iteration; until then the share is that of step 0. Where G's half
/// looks at real samples, they are those in the same places of the batch, so that pairs stay together. Where
/// D returns an aggregate, its score is cut and everything else stays. The objective's scores are high for
/// real samples: energies would choose the worst ones. Throws Error where the share of a step is not in (0,
/// 1], and where real and generated samples are not as many.
template <class Objective>
struct TopKTraining {
  static_assert(
      !requires { Objective::looks_ahead; }, "Unrolled is the outermost wrapper");

  Objective objective = {};
  Schedule share = 1.0;   ///< in (0, 1]
  std::int64_t step = 0;  ///< state: the step of the game

  static constexpr bool has_labels = agon::has_labels<Objective>();

  void check() const {
    share.check_values(detail::check_share);
    detail::check_wrapped(objective);
  }
  void start_step(std::int64_t now) {
    step = now;
    detail::check_share(share.at(step));
    detail::start_wrapped(objective, now);
  }
  template <class Net>
  requires requires(Objective& inner, Net& net) { inner.constrain(net); }
  void constrain(Net& net) { objective.constrain(net); }

  template <class Out>
  requires DiscriminatorObjective<Objective, Out>
  auto discriminator(const Out& real, const Out& fake) { return objective.discriminator(real, fake); }

  template <class Out>
  requires(GeneratorObjective<Objective, Out> &&
           !LooksAtReal<Objective, Out>) auto generator(const Out& fake) {
    return objective.generator(detail::with_samples(fake, best(fake)));
  }
  template <class Out>
  requires LooksAtReal<Objective, Out>
  auto generator(const Out& real, const Out& fake) {
    detail::check_rows_pair(score(real).shape(), score(fake).shape());
    const LabelTensor numbers = best(fake);
    return objective.generator(detail::with_samples(real, numbers), detail::with_samples(fake, numbers));
  }

 private:
  template <class Out>
  LabelTensor best(const Out& fake) const {
    return detail::best_samples(score(fake), share.at(step));
  }
};

}  // namespace agon

#ifdef AGON_HEADER_ONLY
#include "agon/gan/tricks/top_k_training-inl.h"
#endif
