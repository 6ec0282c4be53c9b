#pragma once

#include "agon/autograd/ops/finish.hpp"
#include "agon/autograd/ops/map.hpp"
#include "agon/autograd/ops/shape.hpp"

/// What comes after a normalisation whose scale and shift are not one number a channel.
namespace agon::ops {

/// activation(x * factor + shift), in one pass; both broadcast. Throws Error "[name] ..." on a slope that is
/// not finite and >= 0.
template <class T>
BasicVar<T> scale_shift(const char* name, const BasicVar<T>& x, const BasicVar<T>& factor,
                        const BasicVar<T>& shift, const Activation& then = {}) {
  check_slope(name, then.slope);
  if (then.none())
    return agon::map(
        name, [](auto v, auto f, auto b) { return v * f + b; }, x, factor, shift);
  return agon::map(
      name,
      [slope = static_cast<T>(then.slope)](auto v, auto f, auto b) {
        return select(v * f + b > 0, v * f + b, slope * (v * f + b));
      },
      x, factor, shift);
}

/// [N, C] as [N, 1, ..., C], to go with a tensor of this rank.
template <class T>
BasicVar<T> over_places(const BasicVar<T>& x, int rank) {
  Shape shape = Shape::filled(rank, 1);
  shape[0] = x.dim(0);
  shape[-1] = x.dim(1);
  return agon::reshape(x, shape);
}

}  // namespace agon::ops
