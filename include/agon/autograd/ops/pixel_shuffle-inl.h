#pragma once

#include "agon/autograd/ops/pixel_shuffle.hpp"
#include "agon/autograd/record.hpp"
#include "agon/kernels/resample.hpp"

namespace agon {
namespace ops {

template <class T>
BasicVar<T> pixel_shuffle(const BasicVar<T>& x, std::int64_t factor) {
  return record<T>("pixel_shuffle", kernels::pixel_shuffle(x.value(), factor), {link(x)},
                   [factor](Rule<T>& r) { r.give(0, agon::pixel_unshuffle(r.grad(), factor)); });
}

template <class T>
BasicVar<T> pixel_unshuffle(const BasicVar<T>& x, std::int64_t factor) {
  return record<T>("pixel_unshuffle", kernels::pixel_unshuffle(x.value(), factor), {link(x)},
                   [factor](Rule<T>& r) { r.give(0, agon::pixel_shuffle(r.grad(), factor)); });
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
