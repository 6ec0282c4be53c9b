#pragma once

#include <algorithm>
#include <cmath>
#include <numbers>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "agon/autograd/ops/arithmetic.hpp"
#include "agon/autograd/ops/linear.hpp"
#include "agon/autograd/ops/shape.hpp"
#include "agon/core/error.hpp"
#include "agon/core/random.hpp"
#include "agon/gan/augment/ada.hpp"
#include "agon/gan/augment/affine_map-inl.h"
#include "agon/gan/augment/checks.hpp"
#include "agon/gan/augment/warp-inl.h"
#include "agon/gan/augment/windows.hpp"

namespace agon {
namespace detail {

/// What one sample's transformations are drawn from.
struct Chance {
  double p;

  bool happens() const { return happens(p); }
  static bool happens(double probability) { return current_random().uniform01() < probability; }
  static double within(double reach) { return reach * (2 * current_random().uniform01() - 1); }
  static double normal(double deviation) { return current_random().normal<double>({}, 0, deviation).item(); }
};

/// From a pixel of the result to the place in the picture that it shows: the inverses, so in reverse order.
/// x before y, in pixels from the centre.
inline AffineMap<2> draw_way_back(const Ada& ada, Size2 size) {
  const Chance chance{ada.p};
  const double pi = std::numbers::pi;
  const double width = static_cast<double>(size.width), height = static_cast<double>(size.height);
  AffineMap<2> back;
  if (ada.blit) {
    if (chance.happens()) back = back * scaled<2>({Chance::happens(0.5) ? -1.0 : 1.0, 1});
    if (chance.happens()) back = back * turned(pi / 2 * static_cast<double>(current_random().integer(0, 4)));
    if (chance.happens())
      back = back * moved<2>({std::round(Chance::within(0.125 * width)),
                              std::round(Chance::within(0.125 * height))});
  }
  if (ada.geometry) {
    const double one_of_two = 1 - std::sqrt(1 - ada.p);  // so that either happens with probability p
    if (chance.happens()) {
      const double s = std::exp2(Chance::normal(0.2));
      back = back * scaled<2>({s, s});
    }
    if (Chance::happens(one_of_two)) back = back * turned(Chance::within(pi));
    if (chance.happens()) {
      const double s = std::exp2(Chance::normal(0.2));
      back = back * scaled<2>({s, 1 / s});
    }
    if (Chance::happens(one_of_two)) back = back * turned(Chance::within(pi));
    if (chance.happens())
      back = back * moved<2>({Chance::normal(0.125 * width), Chance::normal(0.125 * height)});
  }
  return back;
}

inline AffineMap<3> draw_recolouring(const Ada& ada, std::int64_t channels) {
  const Chance chance{ada.p};
  AffineMap<3> map;
  if (chance.happens()) {
    const double b = Chance::normal(0.2);
    map = moved<3>({b, b, b}) * map;
  }
  if (chance.happens()) {
    const double c = std::exp2(Chance::normal(0.5));
    map = scaled<3>({c, c, c}) * map;
  }
  if (chance.happens()) map = weighed(Chance::happens(0.5) ? -1 : 1, 1) * map;
  if (channels == 1) return map;
  if (chance.happens()) map = hue_turned(Chance::within(std::numbers::pi)) * map;
  if (chance.happens()) map = weighed(1, std::exp2(Chance::normal(1))) * map;
  return map;
}

template <class T>
BasicVar<T> warped(const BasicVar<T>& x, const Ada& ada) {
  const Size2 size{x.dim(1), x.dim(2)};
  if (size.height < 2 || size.width < 2)
    fail("Ada", "expected pictures of at least 2x2 pixels, got " + to_string(size));
  std::vector<AffineMap<2>> maps(static_cast<std::size_t>(x.dim(0)));
  for (AffineMap<2>& map : maps) map = draw_way_back(ada, size);
  return warp_pictures(x, maps);
}

/// A single channel stands for three equal ones, which stay equal.
template <class T>
BasicVar<T> recoloured(const BasicVar<T>& x, const Ada& ada) {
  const std::int64_t n = x.dim(0), channels = x.dim(3);
  if (channels != 1 && channels != 3)
    fail("Ada", "expected 1 or 3 channels to change the colours of, got " + std::to_string(channels));
  BasicTensor<T> factors({n, channels, channels}, T{0}), shifts({n, 1, channels});
  T* factor = factors.mutable_data();
  T* shift = shifts.mutable_data();
  const auto some = static_cast<std::size_t>(channels);
  for (std::int64_t sample = 0; sample < n; ++sample) {
    const AffineMap<3> map = draw_recolouring(ada, channels);
    for (std::size_t i = 0; i < some; ++i, factor += some) {
      for (std::size_t j = 0; j < 3; ++j) factor[j % some] += static_cast<T>(map.rows[i][j]);
      *shift++ = static_cast<T>(map.rows[i][3]);
    }
  }
  const BasicVar<T> pixels = reshape(x, {n, x.dim(1) * x.dim(2), channels});
  return reshape(batch_matmul(pixels, factors, false, true) + shifts, x.shape());
}

template <class T>
BasicVar<T> noisy(const BasicVar<T>& x, const Ada& ada) {
  const Chance chance{ada.p};
  BasicTensor<T> deviations({x.dim(0), 1, 1, 1});
  for (T& d : deviations.mutable_values())
    d = chance.happens() ? static_cast<T>(std::abs(Chance::normal(0.1))) : T{0};
  return x + BasicVar<T>(current_random().normal<T>(x.shape())) * deviations;
}

/// The pixels along an axis whose centres are less than a quarter of its length from a place in [0, 1).
inline std::pair<std::int64_t, std::int64_t> draw_half(std::int64_t size) {
  const double length = static_cast<double>(size), centre = current_random().uniform01() * length - 0.5;
  return {static_cast<std::int64_t>(std::floor(centre - length / 4)) + 1,
          static_cast<std::int64_t>(std::ceil(centre + length / 4))};
}

template <class T>
BasicVar<T> cut_out(const BasicVar<T>& x, const Ada& ada) {
  const Chance chance{ada.p};
  std::vector<PixelWindow> windows(static_cast<std::size_t>(x.dim(0)));
  for (PixelWindow& window : windows) {
    if (!chance.happens()) continue;
    std::tie(window.left, window.right) = draw_half(x.dim(2));
    std::tie(window.top, window.bottom) = draw_half(x.dim(1));
  }
  return x * outside_windows<T>(windows, {x.dim(1), x.dim(2)});
}

}  // namespace detail

AGON_INLINE void Ada::check() const {
  detail::check_probability("Ada", p);
  if (schedule) schedule->check_values([](double value) { detail::check_probability("Ada", value); });
  if (!(target > -1 && target < 1))
    fail("Ada", "expected a target in (-1, 1), got " + std::to_string(target));
  if (interval < 1) fail("Ada", "expected interval >= 1, got " + std::to_string(interval));
  if (adjustment_images < 1)
    fail("Ada", "expected adjustment_images >= 1, got " + std::to_string(adjustment_images));
}

AGON_INLINE void Ada::start_step(std::int64_t step) {
  if (!schedule) return;
  p = schedule->at(step);
  detail::check_probability("Ada", p);
}

template <class T>
void Ada::observe(const BasicTensor<T>& real_scores) {
  if (!adaptive || schedule) return;
  // A sample with several scores counts as one, by their mean sign.
  const std::int64_t samples = real_scores.rank() > 0 ? real_scores.dim(0) : 1;
  double sum = 0;
  for (const T s : real_scores.values()) sum += static_cast<double>((s > 0) - (s < 0));
  if (samples > 0) signs += sum * static_cast<double>(samples) / static_cast<double>(real_scores.size());
  images += samples;
  if (++steps < interval) return;
  if (images > 0) {
    overfitting = signs / static_cast<double>(images);
    const double change = static_cast<double>(images) / static_cast<double>(adjustment_images);
    const double direction = (overfitting > target) - (overfitting < target);
    p = std::clamp(p + direction * change, 0.0, 1.0);
  }
  signs = 0;
  images = steps = 0;
}

template <class T>
BasicVar<T> Ada::operator()(const BasicVar<T>& x) const {
  detail::check_pictures("Ada", x.shape());
  if (p == 0) return x;
  BasicVar<T> y = x;
  if (blit || geometry) y = detail::warped(y, *this);
  if (colour) y = detail::recoloured(y, *this);
  if (noise) y = detail::noisy(y, *this);
  if (cutout) y = detail::cut_out(y, *this);
  return y;
}

}  // namespace agon
