#pragma once

#include <cmath>

#include "agon/autograd/ops/arithmetic.hpp"
#include "agon/autograd/ops/reduce.hpp"
#include "agon/core/random.hpp"
#include "agon/gan/penalties/path_length.hpp"
#include "agon/gan/penalties/required.hpp"
#include "agon/optim/options.hpp"

namespace agon {
namespace detail {

/// The product of the axes between the first and the last.
inline double count_middle(const Shape& shape) {
  double count = 1;
  for (int axis = 1; axis + 1 < shape.rank(); ++axis) count *= static_cast<double>(shape[axis]);
  return count;
}

/// The length of the gradient of <G(w), y> by each latent, for one picture of noise y for each, [N].
template <class T>
BasicVar<T> path_lengths(const BasicRound<T>& round) {
  const BasicVar<T> w = round.latent.tracked() ? round.latent : variable(round.latent.value());
  const BasicVar<T> made = round.generator(w);
  const double deviation = 1 / std::sqrt(count_middle(made.shape()));
  const BasicVar<T> y = current_random().normal<T>(made.shape(), 0, static_cast<T>(deviation));
  const BasicVar<T> gradient = grad(sum(made * y), {w}, {.create_graph = true})[0];
  return norm_per_sample(gradient) / static_cast<T>(std::sqrt(count_middle(w.shape())));
}

}  // namespace detail

AGON_INLINE void PathLength::check() const {
  detail::check_above_zero("PathLength", "weight", weight);
  detail::check_above_zero("PathLength", "decay", decay);
  detail::check_fraction("PathLength", "decay", decay);
}

template <class T>
BasicVar<T> PathLength::operator()(const BasicRound<T>& round) {
  detail::require_member("PathLength", "a generator", round.generator != nullptr);
  detail::require_member("PathLength", "latents", round.latent.defined());
  const BasicVar<T> lengths = detail::path_lengths(round);
  mean_length += decay * (static_cast<double>(mean(lengths).item()) - mean_length);
  return static_cast<T>(weight) * mean(square(lengths - static_cast<T>(mean_length)));
}

}  // namespace agon
