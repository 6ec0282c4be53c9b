#pragma once

#include "agon/gan/round.hpp"

namespace agon {

/// Path length regularisation (Karras et al. 2020, StyleGAN2), a generator's penalty: weight * mean((l -
/// a)^2), where l is the length of the gradient of <G(w), y> by each latent w, for pictures y of normal noise
/// divided by the root of the number of pixels (the product of the axes between the first and the last), and
/// a is the moving average of the mean l, a constant that takes in this step's first and starts at 0. Latents
/// [N, layers, ..., C] count with the mean over layers of their squares, as in the authors' program. For a G
/// made of a mapping and a synthesis, the step's latents are those of the synthesis, and the mapping learns
/// too. Throws Error where the step has no generator or no latents.
struct PathLength {
  static constexpr const char* name = "path_length";
  double weight = 2;
  double decay = 0.01;     ///< the share of a new length in the average
  double mean_length = 0;  ///< state: a

  /// Throws Error unless weight > 0 and finite, and decay in (0, 1).
  void check() const;
  template <class T>
  BasicVar<T> operator()(const BasicRound<T>& round);
};

}  // namespace agon

#ifdef AGON_HEADER_ONLY
#include "agon/gan/penalties/path_length-inl.h"
#endif
