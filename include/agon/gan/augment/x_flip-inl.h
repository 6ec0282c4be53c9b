#pragma once

#include "agon/autograd/ops/choose.hpp"
#include "agon/autograd/ops/shape.hpp"
#include "agon/core/random.hpp"
#include "agon/gan/augment/checks.hpp"
#include "agon/gan/augment/x_flip.hpp"

namespace agon {

AGON_INLINE void XFlip::check() const { detail::check_probability("XFlip", probability); }

template <class T>
BasicVar<T> XFlip::operator()(const BasicVar<T>& x) const {
  detail::check_pictures("XFlip", x.shape());
  if (probability == 0) return x;
  BasicTensor<T> mirrored({x.dim(0), 1, 1, 1});
  for (T& m : mirrored.mutable_values()) m = current_random().uniform01() < probability ? 1 : 0;
  return where(mirrored, flip(x, {2}), x);
}

}  // namespace agon
