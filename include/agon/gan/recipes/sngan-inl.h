#pragma once

#include <utility>

#include "agon/core/random.hpp"
#include "agon/gan/recipes/sngan.hpp"
#include "agon/nn/init.hpp"

namespace agon::recipe {

AGON_INLINE Recipe<SnganGame> sngan(const Pictures& pictures) {
  Random stream(pictures.seed, "init");
  const RandomGuard guard(stream);
  ConvGenerator generator(pictures, 128);
  SpectralCritic discriminator(pictures, 0.1);
  init(generator, normal(0, 0.02));  // D's weights are divided by their norms, whatever these are
  const Adam adam{{.lr = 2e-4, .beta1 = 0.5, .beta2 = 0.999}};
  return {.game = {Player{std::move(generator), adam},
                   Player{std::move(discriminator), adam},
                   Hinge{},
                   Latent{128},
                   {.seed = pictures.seed}},
          .batch = 64,
          .fit = {}};
}

}  // namespace agon::recipe
