#pragma once

#include <cstddef>
#include <cstdint>
#include <iterator>

#include "agon/autograd/ops/arithmetic.hpp"
#include "agon/gan/objective.hpp"
#include "agon/gan/tricks/wrapped.hpp"

namespace agon {

/// |mean(real) - mean(fake)|^2 for features [N, ...] of two sets of samples: means over the samples, and the
/// sum of the squared differences over everything else. Throws Error where a set is empty, or the two differ
/// in more than the number of samples.
Var feature_distance(const Var& real, const Var& fake);
f64::Var feature_distance(const f64::Var& real, const f64::Var& fake);

namespace detail {
void check_feature_lists(std::size_t real, std::size_t fake);
void check_feature_weight(double weight);
}  // namespace detail

/// The sum over the layers of a list (vector or array) of features. Throws Error where the lists are empty or
/// of different lengths.
template <class List>
requires requires(const List& list) { list.begin(), list.size(); }
auto feature_distance(const List& real, const List& fake) {
  detail::check_feature_lists(real.size(), fake.size());
  auto at = fake.begin();
  auto total = feature_distance(*real.begin(), *at);
  for (auto layer = std::next(real.begin()); layer != real.end(); ++layer)
    total = total + feature_distance(*layer, *++at);
  return total;
}

/// Feature matching (Salimans et al. 2016, section 3.1): G minimises |mean f(x) - mean f(G(z))|^2, where f
/// are features inside D, and nothing else unless a weight is given; D plays the wrapped objective. D returns
/// an aggregate with a `score` and `features`, which is a variable [N, ...], or a vector or array of them,
/// one a layer, whose distances are added up. Of feature maps [N, H, W, C] each place is a feature of its
/// own.
///
///     struct Judged { Var score, features; };
///     FeatureMatching<NonSaturating> objective{.weight = 0.1};
///
/// Throws Error unless weight >= 0 and finite.
template <class Objective>
struct FeatureMatching {
  static_assert(
      !requires { Objective::looks_ahead; }, "Unrolled is the outermost wrapper");

  Objective objective = {};
  double weight = 0;  ///< of the objective's own generator half, which is added; >= 0

  static constexpr bool has_labels = agon::has_labels<Objective>();

  void check() const {
    detail::check_feature_weight(weight);
    detail::check_wrapped(objective);
  }
  void start_step(std::int64_t step) { detail::start_wrapped(objective, step); }
  template <class Net>
  requires requires(Objective& inner, Net& net) { inner.constrain(net); }
  void constrain(Net& net) { objective.constrain(net); }

  template <Scored Out>
  auto discriminator(const Out& real, const Out& fake) {
    return objective.discriminator(real, fake);
  }

  template <Scored Out>
  auto generator(const Out& real, const Out& fake) {
    static_assert(
        requires { real.features; }, "D returns an aggregate with a score and features");
    const auto distance = feature_distance(real.features, fake.features);
    if (weight == 0) return distance;
    return distance + static_cast<score_scalar_t<Out>>(weight) * generator_half(real, fake);
  }

 private:
  template <class Out>
  auto generator_half(const Out& real, const Out& fake) {
    if constexpr (LooksAtReal<Objective, Out>) {
      return objective.generator(real, fake);
    } else {
      return objective.generator(fake);
    }
  }
};

}  // namespace agon

#ifdef AGON_HEADER_ONLY
#include "agon/gan/tricks/feature_matching-inl.h"
#endif
