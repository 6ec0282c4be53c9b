#pragma once

#include "agon/autograd/variable.hpp"

namespace agon {

/// Pictures [N, H, W, C], each mirrored left to right with this probability. For data without a left and a
/// right: faces and rooms, not letters. Draws from `current_random()`; a probability of 0 draws nothing and
/// returns x. Differentiable to order 3. Throws Error on another rank, and from `check` unless the
/// probability is in [0, 1].
struct XFlip {
  double probability = 0.5;

  void check() const;

  /// T is float or double.
  template <class T>
  BasicVar<T> operator()(const BasicVar<T>& x) const;
};

}  // namespace agon

#ifdef AGON_HEADER_ONLY
#include "agon/gan/augment/x_flip-inl.h"
#endif
