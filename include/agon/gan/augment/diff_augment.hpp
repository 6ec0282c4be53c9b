#pragma once

#include "agon/autograd/variable.hpp"

namespace agon {

/// DiffAugment (Zhao et al. 2020, "Differentiable Augmentation for Data-Efficient GAN Training") of pictures
/// [N, H, W, C] with 0 as the middle grey, each picture with numbers of its own, in this order:
///
/// - colour: brightness, a number of [-0.5, 0.5) added; saturation, distances from the mean over channels
///   times a number of [0, 2); contrast, distances from the picture's mean times a number of [0.5, 1.5);
/// - translation by whole pixels, up to an eighth of either side (rounded), zeros moving in;
/// - cutout: a window of half the height and width (rounded up) set to 0, its centre anywhere in the picture,
///   so that it may stick out.
///
/// The paper takes all three for very few pictures, translation and cutout for more. Draws from
/// `current_random()`. Differentiable to order 3. Throws Error on another rank and on pictures below 1x1.
struct DiffAugment {
  bool colour = true;
  bool translation = true;
  bool cutout = true;

  void check() const {}  // no combination is wrong

  /// T is float or double.
  template <class T>
  BasicVar<T> operator()(const BasicVar<T>& x) const;
};

}  // namespace agon

#ifdef AGON_HEADER_ONLY
#include "agon/gan/augment/diff_augment-inl.h"
#endif
