#pragma once

#include "agon/autograd/ops/pad.hpp"
#include "agon/autograd/record.hpp"
#include "agon/kernels/pad.hpp"

namespace agon {
namespace ops {

template <class T>
BasicVar<T> pad(const BasicVar<T>& x, int axis, std::int64_t before, std::int64_t after, Padding mode) {
  return record<T>("pad", kernels::pad(x.value(), axis, before, after, mode), {link(x)},
                   [axis, before, after, mode](Rule<T>& r) {
                     r.give(0, agon::pad_adjoint(r.grad(), axis, before, after, mode));
                   });
}

template <class T>
BasicVar<T> pad_adjoint(const BasicVar<T>& y, int axis, std::int64_t before, std::int64_t after,
                        Padding mode) {
  return record<T>(
      "pad_adjoint", kernels::pad_adjoint(y.value(), axis, before, after, mode), {link(y)},
      [axis, before, after, mode](Rule<T>& r) { r.give(0, agon::pad(r.grad(), axis, before, after, mode)); });
}

}  // namespace ops

AGON_INLINE Var pad(const Var& x, int axis, std::int64_t before, std::int64_t after, Padding mode) {
  return ops::pad<float>(x, axis, before, after, mode);
}
AGON_INLINE f64::Var pad(const f64::Var& x, int axis, std::int64_t before, std::int64_t after, Padding mode) {
  return ops::pad<double>(x, axis, before, after, mode);
}
AGON_INLINE Var pad_adjoint(const Var& y, int axis, std::int64_t before, std::int64_t after, Padding mode) {
  return ops::pad_adjoint<float>(y, axis, before, after, mode);
}
AGON_INLINE f64::Var pad_adjoint(const f64::Var& y, int axis, std::int64_t before, std::int64_t after,
                                 Padding mode) {
  return ops::pad_adjoint<double>(y, axis, before, after, mode);
}

}  // namespace agon
