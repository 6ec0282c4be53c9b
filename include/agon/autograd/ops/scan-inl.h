#pragma once

#include "agon/autograd/ops/scan.hpp"
#include "agon/autograd/record.hpp"
#include "agon/kernels/scan.hpp"

namespace agon {
namespace ops {

template <class T>
BasicVar<T> cumsum(const BasicVar<T>& x, int axis, bool reverse) {
  return record<T>("cumsum", kernels::cumsum(x.value(), axis, reverse), {link(x)},
                   [axis, reverse](Rule<T>& r) { r.give(0, agon::cumsum(r.grad(), axis, !reverse)); });
}

}  // namespace ops

AGON_INLINE Var cumsum(const Var& x, int axis, bool reverse) { return ops::cumsum<float>(x, axis, reverse); }
AGON_INLINE f64::Var cumsum(const f64::Var& x, int axis, bool reverse) {
  return ops::cumsum<double>(x, axis, reverse);
}

}  // namespace agon
