#pragma once

#include <cmath>

#include "agon/autograd/ops/activation.hpp"
#include "agon/autograd/ops/arithmetic.hpp"
#include "agon/autograd/ops/reduce.hpp"
#include "agon/core/error.hpp"
#include "agon/core/random.hpp"
#include "agon/gan/penalties/gradient.hpp"
#include "agon/gan/penalties/required.hpp"
#include "agon/gan/penalties/slopes.hpp"
#include "agon/optim/options.hpp"

namespace agon {
namespace detail {

/// A number for each sample of [N, ...], uniform on [0, 1), in a shape that broadcasts over them.
template <class T>
BasicVar<T> draw_for_each_sample(const Shape& samples) {
  Shape shape = Shape::filled(samples.rank(), 1);
  shape[0] = samples[0];
  return current_random().uniform<T>(shape);
}

/// Points between generated and real samples, one for each pair.
template <class T>
BasicVar<T> points_between(const char* penalty, const BasicRound<T>& round) {
  require_member(penalty, "real samples", round.real.defined());
  require_member(penalty, "generated samples", round.fake.defined());
  require_pairs(penalty, round.real.shape(), round.fake.shape());
  const BasicVar<T> real = round.real, fake = round.fake;
  return lerp(fake, real, draw_for_each_sample<T>(real.shape()));
}

template <class T>
BasicVar<T> slopes_of_discriminator(const char* penalty, const BasicRound<T>& round, const BasicVar<T>& x) {
  require_member(penalty, "a discriminator", round.discriminator != nullptr);
  return slopes(round.discriminator, x);
}

/// mean(|grad D(x)|^2).
template <class T>
BasicVar<T> mean_square_slope(const char* penalty, const BasicRound<T>& round, const BasicVar<T>& x) {
  require_member(penalty, "a discriminator", round.discriminator != nullptr);
  return sum(square(input_gradient(round.discriminator, x))) / static_cast<T>(x.dim(0));
}

/// The deviation of all numbers, without a correction of the bias.
template <class T>
T deviation(const BasicTensor<T>& samples) {
  double total = 0, squares = 0;
  for (const T x : samples.values()) total += x;
  const double mean = total / static_cast<double>(samples.size());
  for (const T x : samples.values()) squares += (x - mean) * (x - mean);
  return static_cast<T>(std::sqrt(squares / static_cast<double>(samples.size())));
}

}  // namespace detail

AGON_INLINE void GradientPenalty::check() const {
  detail::check_above_zero("GradientPenalty", "weight", weight);
  detail::check_at_least_zero("GradientPenalty", "target", target);
}

template <class T>
BasicVar<T> GradientPenalty::operator()(const BasicRound<T>& round) const {
  const BasicVar<T> x = detail::points_between("GradientPenalty", round);
  const BasicVar<T> excess =
      detail::slopes_of_discriminator("GradientPenalty", round, x) - static_cast<T>(target);
  return static_cast<T>(weight) * mean(square(one_sided ? relu(excess) : excess));
}

AGON_INLINE void Dragan::check() const {
  detail::check_above_zero("Dragan", "weight", weight);
  detail::check_at_least_zero("Dragan", "target", target);
  detail::check_above_zero("Dragan", "spread", spread);
}

template <class T>
BasicVar<T> Dragan::operator()(const BasicRound<T>& round) const {
  detail::require_member("Dragan", "real samples", round.real.defined());
  const BasicVar<T> u = detail::draw_for_each_sample<T>(round.real.shape());
  const BasicVar<T> v = current_random().uniform<T>(round.real.shape());
  const BasicVar<T> x =
      BasicVar<T>(round.real) + u * v * (static_cast<T>(spread) * detail::deviation(round.real));
  const BasicVar<T> steep = detail::slopes_of_discriminator("Dragan", round, x);
  return static_cast<T>(weight) * mean(square(steep - static_cast<T>(target)));
}

AGON_INLINE void R1::check() const { detail::check_above_zero("R1", "weight", weight); }

template <class T>
BasicVar<T> R1::operator()(const BasicRound<T>& round) const {
  detail::require_member("R1", "real samples", round.real.defined());
  return static_cast<T>(weight / 2) * detail::mean_square_slope<T>("R1", round, round.real);
}

AGON_INLINE void R2::check() const { detail::check_above_zero("R2", "weight", weight); }

template <class T>
BasicVar<T> R2::operator()(const BasicRound<T>& round) const {
  detail::require_member("R2", "generated samples", round.fake.defined());
  return static_cast<T>(weight / 2) * detail::mean_square_slope<T>("R2", round, round.fake);
}

AGON_INLINE void ZeroCentred::check() const { detail::check_above_zero("ZeroCentred", "weight", weight); }

template <class T>
BasicVar<T> ZeroCentred::operator()(const BasicRound<T>& round) const {
  const BasicVar<T> x = detail::points_between("ZeroCentred", round);
  return static_cast<T>(weight) * detail::mean_square_slope("ZeroCentred", round, x);
}

AGON_INLINE void WassersteinDivergence::check() const {
  detail::check_above_zero("WassersteinDivergence", "weight", weight);
  detail::check_at_least_one("WassersteinDivergence", "power", power);
}

template <class T>
BasicVar<T> WassersteinDivergence::operator()(const BasicRound<T>& round) const {
  const BasicVar<T> x = detail::points_between("WassersteinDivergence", round);
  const BasicVar<T> steep = detail::slopes_of_discriminator("WassersteinDivergence", round, x);
  return static_cast<T>(weight) * mean(pow(steep, static_cast<T>(power)));
}

}  // namespace agon
