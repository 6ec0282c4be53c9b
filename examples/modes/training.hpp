#pragma once

#include <agon/core/random.hpp>
#include <agon/gan.hpp>
#include <agon/optim.hpp>

#include <cstdint>
#include <utility>

#include "mixture.hpp"
#include "networks.hpp"
#include "protocol.hpp"

namespace modes {

/// What a row is trained on, and how.
struct Setup {
  const Mixture& mixture;
  const Protocol& protocol;
  std::uint64_t seed = 0;
};

/// Trains a game of the protocol's generator against a D that `make_discriminator()` makes, after `add(game)`
/// added to it, and draws from the generator that is shown. Samples and everything else are divided by the
/// mixture's size: deviations are near 1.
template <class Make, class Objective, class Add>
Tensor play(const Setup& setup, const Make& make_discriminator, Objective objective, const Add& add) {
  const Protocol& protocol = setup.protocol;
  const auto size = static_cast<float>(setup.mixture.size);
  Random first(setup.seed, "init");
  const RandomGuard guard(first);
  const AdamOptions adam{.lr = protocol.lr, .beta1 = protocol.beta1, .beta2 = protocol.beta2};
  Player generator{make_generator(protocol.generator_layers), Adam{adam}, protocol.generator()};
  Player discriminator{make_discriminator(), Adam{adam}, protocol.discriminator()};
  Minimax game{
      std::move(generator), std::move(discriminator), std::move(objective), Latent{2}, {.seed = setup.seed}};
  add(game);
  Random data(setup.seed, "data");
  const auto real = [&] { return (draw(setup.mixture, protocol.batch, data) / size).value(); };
  for (std::int64_t i = 0; i < protocol.iterations; ++i) {
    for (int k = 1; k < protocol.n_critic; ++k) game.step_discriminator(real());
    game.step(real());
  }
  return (sample(game.shown_generator(), game.draw_latent(protocol.scored)) * size).value();
}

}  // namespace modes
