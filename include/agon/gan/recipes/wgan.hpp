#pragma once

#include "agon/gan/minimax.hpp"
#include "agon/gan/objectives/wasserstein.hpp"
#include "agon/gan/recipes/conv_networks.hpp"
#include "agon/optim/rmsprop.hpp"

namespace agon::recipe {

using WganGame = Minimax<Player<ConvGenerator, RMSProp>, Player<ConvDiscriminator, RMSProp>, Wasserstein>;

/// The Wasserstein GAN with clipped weights (Arjovsky, Chintala and Bottou 2017). Of the paper: RMSProp at
/// 5e-5, weights limited to [-0.01, 0.01], five steps of the critic for one of the generator, 64 samples a
/// step, DCGAN's networks, batch norm in both (clipping limits its scales too). Other than there: five steps
/// from the start, without the hundred of the authors' program in its first iterations. It is slow to learn:
/// some thousands of iterations.
///
/// On MNIST, at width 16 and after two minutes of one thread: a score of 1.1 ± 0.1 over three seeds, where
/// real digits have 9.8; the command and all measures stand in docs/recipes.md.
Recipe<WganGame> wgan(const Pictures& pictures);

}  // namespace agon::recipe

#ifdef AGON_HEADER_ONLY
#include "agon/gan/recipes/wgan-inl.h"
#endif
