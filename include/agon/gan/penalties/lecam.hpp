#pragma once

#include <cstdint>

#include "agon/gan/round.hpp"

namespace agon {

/// The regularisation of Tseng et al. 2021 (LeCam) for few data: weight * (mean(max(0, D(x) - m_fake)^2) +
/// mean(max(0, m_real - D(G(z)))^2)), with moving averages m of D's mean scores, which count as constants.
/// As in the authors' StyleGAN2 program the averages take in the step's own scores first, and forget their
/// start: the first step sets them, and step t weighs (1 - decay) / (1 - decay^t). (The paper's formula has
/// no max; both of the authors' programs have it.) The weight is that of their CIFAR runs under a hinge loss;
/// it belongs to the scale of the scores, and is much smaller under a logistic one. Scores of the step are
/// used where it has them. Throws Error where it lacks samples, or the discriminator.
struct LeCam {
  static constexpr const char* name = "lecam";
  double weight = 0.3;
  double decay = 0.99;
  double real_mean = 0;    ///< state: m_real
  double fake_mean = 0;    ///< state: m_fake
  std::int64_t steps = 0;  ///< state: how often the averages have moved

  /// Throws Error unless weight > 0 and finite, and decay in [0, 1).
  void check() const;
  template <class T>
  BasicVar<T> operator()(const BasicRound<T>& round);
};

}  // namespace agon

#ifdef AGON_HEADER_ONLY
#include "agon/gan/penalties/lecam-inl.h"
#endif
