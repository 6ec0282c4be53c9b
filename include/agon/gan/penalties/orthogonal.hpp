#pragma once

#include "agon/gan/round.hpp"

namespace agon {

/// Keeps the rows of a player's weights at right angles: weight times the sum over its parameters of rank 2
/// and more, each as a matrix W [first axis, the rest] (a row for each output; for each input of a transposed
/// convolution), of |W W^T * (1 - I)|^2, the squares of what its different rows have in common; their lengths
/// are free (Brock, Donahue and Simonyan 2019, BigGAN). `full` is the older |W W^T - I|^2, which makes them 1
/// as well (Brock et al. 2017). BigGAN's program follows half the gradient of its formula: for the same
/// steps, halve the weight. Throws Error where the player has no such parameter.
struct Orthogonal {
  static constexpr const char* name = "orthogonal";
  double weight = 1e-4;
  bool full = false;

  /// Throws Error unless weight > 0 and finite.
  void check() const;
  template <class T>
  BasicVar<T> operator()(const BasicRound<T>& round) const;
};

}  // namespace agon

#ifdef AGON_HEADER_ONLY
#include "agon/gan/penalties/orthogonal-inl.h"
#endif
