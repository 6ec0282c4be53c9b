#pragma once

#include "agon/gan/minimax.hpp"
#include "agon/gan/objectives/least_squares.hpp"
#include "agon/gan/recipes/conv_networks.hpp"
#include "agon/optim/adam.hpp"

namespace agon::recipe {

using LsganGame = Minimax<Player<ConvGenerator, Adam>, Player<ConvDiscriminator, Adam>, LeastSquares>;

/// The least squares GAN (Mao et al. 2017). Of the paper: the 0-1 coding of its experiments, batch norm in
/// both networks, 64 samples a step, Adam with beta1 0.5. Other than there: DCGAN's networks and start in
/// place of deeper ones for 112x112, a latent of 100 in place of 1024, and a learning rate of 2e-4, DCGAN's.
///
/// On MNIST, at width 16 and after two minutes of one thread: a score of 6.5 ± 0.1 over three seeds, where
/// real digits have 9.8; the command and all measures stand in docs/recipes.md.
Recipe<LsganGame> lsgan(const Pictures& pictures);

}  // namespace agon::recipe

#ifdef AGON_HEADER_ONLY
#include "agon/gan/recipes/lsgan-inl.h"
#endif
