#pragma once

#include <utility>

#include "agon/gan/recipes/wgan.hpp"

namespace agon::recipe {

AGON_INLINE Recipe<WganGame> wgan(const Pictures& pictures) {
  ConvPair pair = dcgan_networks(pictures);
  const RMSProp rmsprop{{.lr = 5e-5}};
  return {.game = {Player{std::move(pair.generator), rmsprop},
                   Player{std::move(pair.discriminator), rmsprop},
                   Wasserstein{.clip = 0.01},
                   Latent{100},
                   {.seed = pictures.seed}},
          .batch = 64,
          .fit = {.n_critic = 5}};
}

}  // namespace agon::recipe
