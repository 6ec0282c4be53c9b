#pragma once

#include <string>

#include "agon/autograd/ops/reduce.hpp"
#include "agon/core/error.hpp"
#include "agon/gan/tricks/feature_matching.hpp"
#include "agon/optim/options.hpp"

namespace agon {
namespace detail {

template <class T>
BasicVar<T> feature_distance(const BasicVar<T>& real, const BasicVar<T>& fake) {
  const auto rest = [](Shape shape) {
    shape[0] = 1;
    return shape;
  };
  if (real.rank() < 1 || fake.rank() < 1 || real.size() == 0 || fake.size() == 0 ||
      rest(real.shape()) != rest(fake.shape()))
    fail("FeatureMatching", "expected features [N, ...] of real and generated samples alike, got " +
                                to_string(real.shape()) + " and " + to_string(fake.shape()));
  return sum(square(mean(real, {0}) - mean(fake, {0})));
}

AGON_INLINE void check_feature_lists(std::size_t real, std::size_t fake) {
  if (real == 0 || real != fake)
    fail("FeatureMatching",
         "expected features of as many layers for real samples as for generated ones, got " +
             std::to_string(real) + " and " + std::to_string(fake));
}

AGON_INLINE void check_feature_weight(double weight) {
  check_at_least_zero("FeatureMatching", "weight", weight);
}

}  // namespace detail

AGON_INLINE Var feature_distance(const Var& real, const Var& fake) {
  return detail::feature_distance(real, fake);
}
AGON_INLINE f64::Var feature_distance(const f64::Var& real, const f64::Var& fake) {
  return detail::feature_distance(real, fake);
}

}  // namespace agon
