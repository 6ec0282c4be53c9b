#pragma once

#include "agon/gan/minimax.hpp"
#include "agon/gan/objectives/non_saturating.hpp"
#include "agon/gan/recipes/conv_networks.hpp"
#include "agon/optim/adam.hpp"

namespace agon::recipe {

using DcganGame = Minimax<Player<ConvGenerator, Adam>, Player<ConvDiscriminator, Adam>, NonSaturating>;

/// DCGAN (Radford, Metz and Chintala 2016). Of the paper: strided convolutions, batch norm in both networks,
/// weights from N(0, 0.02^2), Adam at 2e-4 with beta1 0.5, a latent of 100. Other than there: 64 samples a
/// step (128 there), normal latents (uniform ones there), half the features, 64 at half the size.
///
/// On MNIST, at width 16 and after two minutes of one thread: a score of 6.5 ± 0.2 over three seeds, where
/// real digits have 9.8; the command and all measures stand in docs/recipes.md.
Recipe<DcganGame> dcgan(const Pictures& pictures);

}  // namespace agon::recipe

#ifdef AGON_HEADER_ONLY
#include "agon/gan/recipes/dcgan-inl.h"
#endif
