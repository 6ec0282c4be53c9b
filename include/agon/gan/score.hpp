#pragma once

#include <type_traits>
#include <utility>

#include "agon/autograd/variable.hpp"

namespace agon {

/// What a discriminator may return beside a variable: an aggregate with a member `score`, and whatever else
/// (features, class scores) its objective looks at.
template <class Out>
concept Scored = requires(const Out& out) {
  out.score;
};

/// How real a discriminator holds its input: its output, or the `score` of it. A logit, [N] or [N, 1], for
/// objectives with labels; unbounded for a critic.
template <class T>
const BasicVar<T>& score(const BasicVar<T>& out) {
  return out;
}
template <Scored Out>
const auto& score(const Out& out) {
  return out.score;
}

/// float or double: the scalar of a discriminator's output.
template <class Out>
using score_scalar_t = typename std::remove_cvref_t<decltype(score(std::declval<const Out&>()))>::Scalar;

}  // namespace agon
