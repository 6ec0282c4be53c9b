#pragma once

#include <utility>

#include "agon/gan/recipes/lsgan.hpp"

namespace agon::recipe {

AGON_INLINE Recipe<LsganGame> lsgan(const Pictures& pictures) {
  ConvPair pair = dcgan_networks(pictures);
  const Adam adam{{.lr = 2e-4, .beta1 = 0.5}};
  return {.game = {Player{std::move(pair.generator), adam},
                   Player{std::move(pair.discriminator), adam},
                   LeastSquares{},
                   Latent{100},
                   {.seed = pictures.seed}},
          .batch = 64,
          .fit = {}};
}

}  // namespace agon::recipe
