#pragma once

#include <algorithm>
#include <cmath>

#include "agon/autograd/ops/activation.hpp"
#include "agon/autograd/ops/arithmetic.hpp"
#include "agon/autograd/ops/reduce.hpp"
#include "agon/gan/score.hpp"

/// Objectives whose D gives an energy >= 0 instead of a score, low for real samples: the error that an
/// auto-encoder leaves, [N] or [N, 1].
namespace agon {

namespace detail {
void check_energy(double margin);
void check_equilibrium(double diversity, double rate);
}  // namespace detail

/// The energy-based GAN of Zhao, Mathieu and LeCun 2017, equations 1 and 2: D minimises mean(D(x)) +
/// mean(max(0, margin - D(G(z)))), G minimises mean(D(G(z))). Throws Error unless the margin is > 0 and
/// finite.
struct EnergyBased {
  float margin = 10;

  void check() const { detail::check_energy(margin); }

  template <class Out>
  auto discriminator(const Out& real, const Out& fake) const {
    return mean(score(real)) + mean(relu(margin - score(fake)));
  }
  template <class Out>
  auto generator(const Out& fake) const {
    return mean(score(fake));
  }
};

/// The boundary equilibrium GAN of Berthelot, Schumm and Metz 2017: D minimises mean(D(x)) - k mean(D(G(z))),
/// G minimises mean(D(G(z))), and k, in [0, 1], moves by rate (diversity mean(D(x)) - mean(D(G(z)))) after
/// each half of D. Throws Error unless diversity is in (0, 1] and rate >= 0, both finite.
struct BoundaryEquilibrium {
  float diversity = 0.5f;  ///< the paper's gamma: the ratio of the energies that is held
  float rate = 0.001f;     ///< lambda, of k
  float k = 0;             ///< state
  float convergence = 0;   ///< state: the paper's measure mean(D(x)) + |diversity mean(D(x)) - mean(D(G(z)))|

  void check() const { detail::check_equilibrium(diversity, rate); }

  template <class Out>
  auto discriminator(const Out& real, const Out& fake) {
    const auto of_real = mean(score(real)), of_fake = mean(score(fake));
    const auto loss = of_real - k * of_fake;
    const float balance = diversity * static_cast<float>(of_real.item()) - static_cast<float>(of_fake.item());
    k = std::clamp(k + rate * balance, 0.0f, 1.0f);
    convergence = static_cast<float>(of_real.item()) + std::abs(balance);
    return loss;
  }
  template <class Out>
  auto generator(const Out& fake) const {
    return mean(score(fake));
  }
};

}  // namespace agon

#ifdef AGON_HEADER_ONLY
#include "agon/gan/objectives/energy-inl.h"
#endif
