#pragma once

#include <cstdint>
#include <optional>

#include "agon/autograd/variable.hpp"
#include "agon/optim/schedule.hpp"

namespace agon {

/// Adaptive discriminator augmentation (Karras et al. 2020, "Training Generative Adversarial Networks with
/// Limited Data"): pictures [N, H, W, C], each under a row of transformations of its own, of which every one
/// happens with probability p. In their order, with the paper's ranges:
///
/// - blit: mirrored or not, evenly; turned by 0 to 3 quarters, evenly; moved by whole pixels, up to an eighth
///   of either side;
/// - geometry: scaled by 2^(0.2 n), n normal; turned by any angle, before or after being scaled by 2^(0.2 n)
///   along one axis and its reciprocal along the other; moved by 0.125 n of either side;
/// - colour: 0.2 n added; distances from grey times 2^(0.5 n); the luma flipped or not, evenly; the hue
///   turned by any angle; the saturation times 2^n. With one channel the first three;
/// - noise: normal, of deviation |0.1 n|;
/// - cutout: a window of half of either side set to 0.
///
/// Blit and geometry are one affine map of each picture, which is mirrored about the centres of its border's
/// pixels beyond them; colour is one affine map of the three channels. Points between pixels are bilinear,
/// without the wavelet filter by which the paper keeps aliases out, and the paper's filtering of frequency
/// bands is not there. Augmentations do not leak into what G makes while p stays below about 0.8.
///
/// p is adapted to how much D overfits: after every `interval` batches in steps of D (those of an accumulated
/// step count each) it rises or falls by the number of their real samples / adjustment_images, as the mean
/// sign of D's scores of them is above or below `target` (samples that D judges together count once). That
/// sign says something for logits and hinge scores only. Or p follows a schedule, or is fixed:
///
///     Ada{};
///     Ada{.schedule = Schedule::linear({.from = 0, .to = 0.5, .end = 10'000})};
///     Ada{.p = 0.3, .adaptive = false};
///
/// Draws from `current_random()`; a p of 0 draws nothing and returns x. Differentiable to any order. Throws
/// Error on another rank, with blit or geometry on pictures below 2x2, with colour on other than 1 or 3
/// channels; and from `check` unless p and its schedule are in [0, 1], the target is in (-1, 1), and the
/// whole numbers are >= 1.
struct Ada {
  double p = 0;  ///< now in force
  bool adaptive = true;
  std::optional<Schedule> schedule{};  ///< of p, which `start_step` reads, in place of being adapted

  bool blit = true;
  bool geometry = true;
  bool colour = true;
  bool noise = false;
  bool cutout = false;

  double target = 0.6;
  std::int64_t interval = 4;
  std::int64_t adjustment_images = 500'000;  ///< that bring p from 0 to 1

  double overfitting = 0;   ///< the mean sign of D's scores over the last full interval, the paper's r_t
  double signs = 0;         ///< since then: their sum,
  std::int64_t images = 0;  ///< their number,
  std::int64_t steps = 0;   ///< and the steps of D

  void check() const;
  void start_step(std::int64_t step);

  /// D's scores of real samples in one of its steps, positive where it holds them to be real. T is float or
  /// double.
  template <class T>
  void observe(const BasicTensor<T>& real_scores);

  template <class T>
  BasicVar<T> operator()(const BasicVar<T>& x) const;
};

}  // namespace agon

#ifdef AGON_HEADER_ONLY
#include "agon/gan/augment/ada-inl.h"
#endif
