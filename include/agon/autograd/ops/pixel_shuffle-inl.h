#pragma once

#include <string>

#include "agon/autograd/ops/pixel_shuffle.hpp"
#include "agon/autograd/ops/shape.hpp"
#include "agon/core/error.hpp"

namespace agon {
namespace ops {

inline void check_shuffle_factor(const char* name, std::int64_t factor) {
  if (factor < 1) fail(name, "expected factor >= 1, got " + std::to_string(factor));
}

template <class T>
BasicVar<T> pixel_shuffle(const BasicVar<T>& x, std::int64_t f) {
  check_shuffle_factor("pixel_shuffle", f);
  if (x.rank() != 4 || x.dim(3) % (f * f) != 0)
    fail("pixel_shuffle", "expected input [N, H, W, a multiple of " + std::to_string(f * f) + "], got " +
                              to_string(x.shape()));
  const std::int64_t n = x.dim(0), h = x.dim(1), w = x.dim(2), c = x.dim(3) / (f * f);
  const BasicVar<T> blocks = agon::transpose(agon::reshape(x, {n, h, w, c, f, f}), {0, 1, 4, 2, 5, 3});
  return agon::reshape(blocks, {n, h * f, w * f, c});
}

template <class T>
BasicVar<T> pixel_unshuffle(const BasicVar<T>& x, std::int64_t f) {
  check_shuffle_factor("pixel_unshuffle", f);
  if (x.rank() != 4 || x.dim(1) % f != 0 || x.dim(2) % f != 0)
    fail("pixel_unshuffle", "expected input [N, H, W, C] with H and W multiples of " + std::to_string(f) +
                                ", got " + to_string(x.shape()));
  const std::int64_t n = x.dim(0), h = x.dim(1) / f, w = x.dim(2) / f, c = x.dim(3);
  const BasicVar<T> blocks = agon::transpose(agon::reshape(x, {n, h, f, w, f, c}), {0, 1, 3, 5, 2, 4});
  return agon::reshape(blocks, {n, h, w, c * f * f});
}

}  // namespace ops

AGON_INLINE Var pixel_shuffle(const Var& x, std::int64_t factor) {
  return ops::pixel_shuffle<float>(x, factor);
}
AGON_INLINE f64::Var pixel_shuffle(const f64::Var& x, std::int64_t factor) {
  return ops::pixel_shuffle<double>(x, factor);
}
AGON_INLINE Var pixel_unshuffle(const Var& x, std::int64_t factor) {
  return ops::pixel_unshuffle<float>(x, factor);
}
AGON_INLINE f64::Var pixel_unshuffle(const f64::Var& x, std::int64_t factor) {
  return ops::pixel_unshuffle<double>(x, factor);
}

}  // namespace agon
