#pragma once

#include <cstdint>
#include <optional>

#include "agon/gan/minimax.hpp"
#include "agon/gan/objectives/relativistic.hpp"
#include "agon/gan/penalties/gradient.hpp"
#include "agon/gan/recipes/residual_networks.hpp"
#include "agon/optim/adam.hpp"

namespace agon::recipe {

using R3ganGame =
    Minimax<Player<ResidualGenerator, Adam>, Player<ResidualDiscriminator, Adam>, RelativisticPairing>;

struct R3ganOptions {
  double lr = 1e-3;  ///< >= 0
  double gamma = 2;  ///< weight of R1 and R2, > 0: the number that the authors choose for each data set
  /// The training's length, >= 1: over it the learning rate falls to a quarter and gamma to a tenth, in half
  /// a wave of the cosine. Without it both stay.
  std::optional<std::int64_t> iterations = {};
};

/// R3GAN (Huang et al. 2024). Of the paper: the relativistic pairing objective with R1 and R2 in every step,
/// residual networks without normalisation, Adam with beta1 0, a latent of 64; of the authors' program: by
/// how much learning rate and gamma fall, a gamma of 2 at first (that of faces at 64x64), and an average of
/// the generator whose half-life grows with the training. Other than there: much smaller networks (see
/// residual_networks.hpp), which learn at 1e-3 (2e-4 there), 64 samples a step (512 there), beta2 at 0.99
/// from the start (0.9 there at first), and no augmentation. Throws Error on options out of range.
///
/// On MNIST, at width 16 and after two minutes of one thread: a score of 3.2 ± 0.6 over three seeds, where
/// real digits have 9.8; the command and all measures stand in docs/recipes.md.
Recipe<R3ganGame> r3gan(const Pictures& pictures, const R3ganOptions& options = {});

}  // namespace agon::recipe

#ifdef AGON_HEADER_ONLY
#include "agon/gan/recipes/r3gan-inl.h"
#endif
