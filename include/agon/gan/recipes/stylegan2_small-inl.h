#pragma once

#include <utility>

#include "agon/core/random.hpp"
#include "agon/gan/recipes/stylegan2_small.hpp"

namespace agon::recipe {

AGON_INLINE Recipe<Stylegan2Game> stylegan2_small(const Pictures& pictures) {
  Random stream(pictures.seed, "init");
  const RandomGuard guard(stream);
  StyleGenerator generator(pictures);
  StyleDiscriminator discriminator(pictures);
  constexpr int r1_every = 16, path_every = 4;
  const AdamOptions adam{.lr = 1e-3, .beta1 = 0, .beta2 = 0.99};
  const Latent latent{generator.latent()};
  Recipe<Stylegan2Game> made{.game = {Player{std::move(generator),
                                             Adam{lazy(adam, path_every)},
                                             {.average = AverageOptions{.half_life = 20e3, .warm_up = 0.05}}},
                                      Player{std::move(discriminator), Adam{lazy(adam, r1_every)}},
                                      NonSaturating{},
                                      latent,
                                      {.seed = pictures.seed}},
                             .batch = 64,
                             .fit = {}};
  made.game.penalise_discriminator(R1{.weight = 1}, {.every = r1_every});
  made.game.penalise_generator(PathLength{.weight = 2}, {.every = path_every});
  return made;
}

}  // namespace agon::recipe
