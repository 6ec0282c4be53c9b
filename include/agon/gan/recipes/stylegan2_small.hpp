#pragma once

#include "agon/gan/minimax.hpp"
#include "agon/gan/objectives/non_saturating.hpp"
#include "agon/gan/penalties/gradient.hpp"
#include "agon/gan/penalties/path_length.hpp"
#include "agon/gan/recipes/style_networks.hpp"
#include "agon/optim/adam.hpp"

namespace agon::recipe {

using Stylegan2Game = Minimax<Player<StyleGenerator, Adam>, Player<StyleDiscriminator, Adam>, NonSaturating>;

/// A small StyleGAN2 (Karras et al. 2020, "Analyzing and improving the image quality of StyleGAN"). Of the
/// paper: the non-saturating objective, R1 every 16 steps of the discriminator and path length regularisation
/// (weight 2) every 4 of the generator, Adam with betas (0, 0.99) and its options for that (`lazy`),
/// equalised learning rates, an average of the generator; of the authors' program of StyleGAN2-ADA: its
/// half-life of 20,000 images at this batch, which is at most 0.05 of those seen. Other than there: much
/// smaller networks (see style_networks.hpp), 64 samples a step, one style for all layers of a sample, path
/// lengths of all samples of a batch, a learning rate of 1e-3 (2.5e-3 in the later program, at which these
/// networks made all digits alike in their first 500 iterations), and R1 of weight 1 (10 for the paper's
/// large faces; 2e-4 size^2 / batch in the later program, which at these sizes weighs next to nothing).
///
/// On MNIST, at width 16 and after two minutes of one thread: a score of 1.5 ± 0.4 over three seeds, where
/// real digits have 9.8; the command and all measures stand in docs/recipes.md.
Recipe<Stylegan2Game> stylegan2_small(const Pictures& pictures);

}  // namespace agon::recipe

#ifdef AGON_HEADER_ONLY
#include "agon/gan/recipes/stylegan2_small-inl.h"
#endif
