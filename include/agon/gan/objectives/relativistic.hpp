#pragma once

#include <cstdint>

#include "agon/autograd/ops/activation.hpp"
#include "agon/autograd/ops/arithmetic.hpp"
#include "agon/autograd/ops/reduce.hpp"
#include "agon/gan/score.hpp"

/// Relativistic objectives (Jolicoeur-Martineau 2018): D says how much more real one sample is than another,
/// and G's half looks at real samples as well. D's score is unbounded.
namespace agon {

namespace detail {
/// Throws Error "[name] ..." unless both are of one shape.
void check_pairs(const char* name, const Shape& real, const Shape& fake);
}  // namespace detail

/// Each generated sample is paired with a real one: D minimises mean(softplus(-(D(x) - D(G(z))))), G the same
/// with the two exchanged. The objective of R3GAN (Huang et al. 2024), there with the penalties R1 and R2.
/// Throws Error where there are not as many generated samples as real ones.
struct RelativisticPairing {
  template <class Out>
  auto discriminator(const Out& real, const Out& fake) const {
    detail::check_pairs("RelativisticPairing", score(real).shape(), score(fake).shape());
    return mean(softplus(score(fake) - score(real)));
  }
  template <class Out>
  auto generator(const Out& real, const Out& fake) const {
    return discriminator(fake, real);
  }
};

/// Each sample is compared with the mean score of the other kind, under the loss of another objective: with r
/// = D(x) - mean(D(G(z))) and f = D(G(z)) - mean(D(x)), D minimises
/// - logistic: mean(softplus(-r)) + mean(softplus(f)),
/// - least_squares: mean((r - 1)^2) + mean((f + 1)^2),
/// - hinge: mean(max(0, 1 - r)) + mean(max(0, 1 + f)),
/// and G the same with the two exchanged.
struct RelativisticAverage {
  enum class Body : std::uint8_t { logistic, least_squares, hinge };
  Body body = Body::logistic;

  template <class Out>
  auto discriminator(const Out& real, const Out& fake) const {
    const auto r = score(real) - mean(score(fake)), f = score(fake) - mean(score(real));
    switch (body) {
      case Body::logistic:
        return mean(softplus(-r)) + mean(softplus(f));
      case Body::least_squares:
        return mean(square(r - 1.0f)) + mean(square(f + 1.0f));
      case Body::hinge:
        break;
    }
    return mean(relu(1.0f - r)) + mean(relu(1.0f + f));
  }
  template <class Out>
  auto generator(const Out& real, const Out& fake) const {
    return discriminator(fake, real);
  }
};

}  // namespace agon

#ifdef AGON_HEADER_ONLY
#include "agon/gan/objectives/relativistic-inl.h"
#endif
