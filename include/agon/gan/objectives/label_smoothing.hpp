#pragma once

namespace agon {

/// The targets of a discriminator with labels, by default 1 for real and 0 for generated samples.
///
/// One-sided smoothing (Salimans et al. 2016, section 3.4) moves the target of real samples only: smoothing
/// the other one too rewards the generator where there is no data. All targets stay in [0, 1], where the loss
/// is bounded below.
struct LabelSmoothing {
  LabelSmoothing() = default;
  /// One-sided: real samples get 1 - amount. Throws Error unless amount is in [0, 0.5].
  LabelSmoothing(float amount);
  /// Real samples get 1 - amount, generated ones `amount`. Throws Error unless it is in [0, 0.5].
  static LabelSmoothing both_sides(float amount);
  /// Each real sample gets a target of its own, uniform on [low, high). Throws Error unless 0 <= low <= high
  /// <= 1.
  static LabelSmoothing random(float low, float high);
  /// The same on both sides: generated samples get targets uniform on [fake_low, fake_high).
  static LabelSmoothing random(float low, float high, float fake_low, float fake_high);

  /// Noisy labels (Salimans et al. 2016; a trick of practitioners): as it was, but each sample's target t is
  /// 1 - t with this probability. Throws Error unless it is in [0, 0.5].
  LabelSmoothing flipped(float probability) const;

  struct Range {
    float low, high;
    float flip = 0;  ///< the probability that a sample's target t becomes 1 - t
  };
  Range real{1, 1};
  Range fake{0, 0};
};

}  // namespace agon

#ifdef AGON_HEADER_ONLY
#include "agon/gan/objectives/label_smoothing-inl.h"
#endif
