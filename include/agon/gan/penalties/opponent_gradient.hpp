#pragma once

#include "agon/gan/round.hpp"

namespace agon {

/// The regularisation of Nagarajan and Kolter 2017, a generator's penalty: weight * |gradient of D's loss by
/// D's parameters|^2, summed over all of them, so that G moves to where D has less to gain. It is
/// differentiated through D's loss on this step's samples, so that D's operations need derivatives of second
/// order. Throws Error where the step has no loss or no parameters of D, and as `grad` does where D's loss
/// misses a parameter.
struct OpponentGradient {
  static constexpr const char* name = "opponent_gradient";
  double weight = 0.5;

  /// Throws Error unless weight > 0 and finite.
  void check() const;
  template <class T>
  BasicVar<T> operator()(const BasicRound<T>& round) const;
};

}  // namespace agon

#ifdef AGON_HEADER_ONLY
#include "agon/gan/penalties/opponent_gradient-inl.h"
#endif
