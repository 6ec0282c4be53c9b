#pragma once

#include <utility>

#include "agon/core/random.hpp"
#include "agon/gan/recipes/wgan_gp.hpp"
#include "agon/nn/init.hpp"

namespace agon::recipe {

AGON_INLINE Recipe<WganGpGame> wgan_gp(const Pictures& pictures) {
  Random stream(pictures.seed, "init");
  const RandomGuard guard(stream);
  ConvGenerator generator(pictures, 128);
  PlainCritic critic(pictures, 0.2);
  init(generator, normal(0, 0.02));
  init(critic, he_normal(0.2));
  const Adam adam{{.lr = 1e-4, .beta1 = 0, .beta2 = 0.9}};
  Recipe<WganGpGame> made{.game = {Player{std::move(generator), adam},
                                   Player{std::move(critic), adam},
                                   Wasserstein{.clip = 0},
                                   Latent{128},
                                   {.seed = pictures.seed}},
                          .batch = 64,
                          .fit = {.n_critic = 5}};
  made.game.penalise_discriminator(GradientPenalty{.weight = 10});
  return made;
}

}  // namespace agon::recipe
