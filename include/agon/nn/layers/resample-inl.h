#pragma once

#include <cmath>
#include <string>

#include "agon/autograd/ops/pixel_shuffle.hpp"
#include "agon/core/error.hpp"
#include "agon/nn/layers/check.hpp"
#include "agon/nn/layers/resample.hpp"

namespace agon {

template <class T>
BasicPixelShuffle<T>::BasicPixelShuffle(std::int64_t times) : factor(times) {
  detail::check_at_least("PixelShuffle", "factor", factor, 1);
}

template <class T>
BasicVar<T> BasicPixelShuffle<T>::operator()(const BasicVar<T>& x) const {
  if (x.rank() != 4 || x.dim(3) % (factor * factor) != 0)
    detail::fail_input("PixelShuffle", "[N, H, W, a multiple of " + std::to_string(factor * factor) + "]",
                       x.shape());
  return pixel_shuffle(x, factor);
}

template <class T>
BasicPixelUnshuffle<T>::BasicPixelUnshuffle(std::int64_t times) : factor(times) {
  detail::check_at_least("PixelUnshuffle", "factor", factor, 1);
}

template <class T>
BasicVar<T> BasicPixelUnshuffle<T>::operator()(const BasicVar<T>& x) const {
  if (x.rank() != 4 || x.dim(1) % factor != 0 || x.dim(2) % factor != 0)
    detail::fail_input("PixelUnshuffle", "[N, H, W, C] with H and W multiples of " + std::to_string(factor),
                       x.shape());
  return pixel_unshuffle(x, factor);
}

template <class T>
BasicUpsample<T>::BasicUpsample(const UpsampleOptions& o)
    : factor(o.factor), mode(o.mode), align_corners(o.align_corners) {
  if (!(factor > 0) || !std::isfinite(factor))
    fail("Upsample", "expected a finite factor > 0, got " + std::to_string(factor));
  if (align_corners && mode == Resample::nearest)
    fail("Upsample", "expected aligned corners with bilinear only, got nearest");
}

template <class T>
BasicVar<T> BasicUpsample<T>::operator()(const BasicVar<T>& x) const {
  const auto vanishes = [this](std::int64_t size) { return static_cast<double>(size) * factor < 1; };
  if (x.rank() != 4 || vanishes(x.dim(1)) || vanishes(x.dim(2)))
    detail::fail_input("Upsample",
                       "[N, H, W, C] of at least one pixel after a factor of " + std::to_string(factor),
                       x.shape());
  return upsample(x, factor, mode, align_corners);
}

template <class T>
BasicBlurPool<T>::BasicBlurPool(const BlurOptions& o) : taps(o.taps), stride(o.stride), padding(o.padding) {
  ops::check_blur("BlurPool", o);
}

template <class T>
BasicVar<T> BasicBlurPool<T>::operator()(const BasicVar<T>& x) const {
  const BlurOptions options{.taps = taps, .stride = stride, .padding = padding};
  ops::check_blurred("BlurPool", x.shape(), options);
  return blur_pool(x, options);
}

}  // namespace agon
