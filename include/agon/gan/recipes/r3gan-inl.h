#pragma once

#include <string>
#include <utility>

#include "agon/core/error.hpp"
#include "agon/core/random.hpp"
#include "agon/gan/recipes/r3gan.hpp"

namespace agon::recipe {
namespace detail {

/// From one number to another over the iterations; the first one where there is no number of these.
AGON_INLINE Schedule falling(double from, double to, const std::optional<std::int64_t>& iterations) {
  if (!iterations) return from;
  if (*iterations < 1) fail("recipe::r3gan", "expected iterations >= 1, got " + std::to_string(*iterations));
  return Schedule::cosine({.from = from, .to = to, .begin = 0, .end = *iterations});
}

}  // namespace detail

AGON_INLINE Recipe<R3ganGame> r3gan(const Pictures& pictures, const R3ganOptions& options) {
  Random stream(pictures.seed, "init");
  const RandomGuard guard(stream);
  ResidualGenerator generator(pictures, 64);
  ResidualDiscriminator discriminator(pictures);
  const Adam adam{{.lr = options.lr, .beta1 = 0, .beta2 = 0.99}};
  const Schedule lr = detail::falling(options.lr, options.lr / 4, options.iterations);
  Recipe<R3ganGame> made{
      .game = {Player{std::move(generator),
                      adam,
                      {.lr = lr, .average = AverageOptions{.half_life = 500e3, .warm_up = 0.025}}},
               Player{std::move(discriminator), adam, {.lr = lr}},
               RelativisticPairing{},
               Latent{64},
               {.seed = pictures.seed}},
      .batch = 64,
      .fit = {}};
  const PenaltyOptions lighter{.factor = detail::falling(1, 0.1, options.iterations)};
  made.game.penalise_discriminator(R1{.weight = options.gamma}, lighter);
  made.game.penalise_discriminator(R2{.weight = options.gamma}, lighter);
  return made;
}

}  // namespace agon::recipe
