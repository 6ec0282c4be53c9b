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
  double gamma = 1;  ///< weight of R1 and R2, > 0: the one number that the authors choose for each data set
  /// The training's length, >= 1: over it the learning rate falls from 2e-4 to 5e-5 and gamma to a tenth, in
  /// half a wave of the cosine. Without it both stay.
  std::optional<std::int64_t> iterations = {};
};

/// R3GAN (Huang et al. 2024). Of the paper: the relativistic pairing objective with R1 and R2 in every step,
/// residual networks without normalisation, Adam at 2e-4 with beta1 0, a latent of 64; of the authors'
/// program: how learning rate and gamma fall, gamma from 1 to 0.1 (that of ImageNet at 64x64), and an average
/// of the generator whose half-life grows with the training. Other than there: much smaller networks (see
/// residual_networks.hpp), 64 samples a step (512 there), beta2 at 0.99 from the start (0.9 there at first),
/// and no augmentation. Throws Error on options out of range.
Recipe<R3ganGame> r3gan(const Pictures& pictures, const R3ganOptions& options = {});

}  // namespace agon::recipe

#ifdef AGON_HEADER_ONLY
#include "agon/gan/recipes/r3gan-inl.h"
#endif
