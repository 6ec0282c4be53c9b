#include "rows.hpp"

#include <agon/core/error.hpp>
#include <agon/gan.hpp>
#include <agon/optim.hpp>

#include <cmath>
#include <utility>

#include "networks.hpp"

namespace modes {
namespace {

using Objective = Row::Objective;

// A weight that falls by the same factor in every iteration.
Schedule falling(double first, double last, std::int64_t iterations) {
  return Schedule([=](std::int64_t step) {
    return first * std::pow(last / first, static_cast<double>(step) / static_cast<double>(iterations));
  });
}

/// Samples and everything else of a table are divided by the mixture's size: deviations are near 1.
struct Training {
  const Row& row;
  const Mixture& mixture;
  const Protocol& protocol;
  std::uint64_t seed;

  Tensor real(Random& random) const {
    return (draw(mixture, protocol.batch, random) / static_cast<float>(mixture.size)).value();
  }

  template <class Game>
  void penalise(Game& game) const {
    if (row.gradient_penalty > 0)
      game.penalise_discriminator(GradientPenalty{.weight = row.gradient_penalty});
    if (row.first_r > 0) {
      const PenaltyOptions options{.factor = falling(row.first_r, row.last_r, protocol.iterations)};
      game.penalise_discriminator(R1{.weight = 1}, options);
      game.penalise_discriminator(R2{.weight = 1}, options);
    }
  }

  template <class D, class O>
  Tensor play(Generator generator, D discriminator, O objective) const {
    const Adam adam{{.lr = protocol.lr, .beta1 = protocol.beta1, .beta2 = protocol.beta2}};
    Minimax game{Player{std::move(generator), adam, protocol.generator()},
                 Player{std::move(discriminator), adam, protocol.discriminator()},
                 std::move(objective),
                 Latent{2},
                 {.seed = seed}};
    if constexpr (!requires { O::looks_ahead; }) penalise(game);
    Random data(seed, "data");
    for (std::int64_t i = 0; i < protocol.iterations; ++i) game.step(real(data));
    const Tensor points = sample(game.shown_generator(), game.draw_latent(protocol.scored));
    return (points * static_cast<float>(mixture.size)).value();
  }

  Tensor play() const {
    Random first(seed, "init");
    const RandomGuard guard(first);
    const Generator g;
    if (row.steps_ahead > 0)
      return play(g, Discriminator{}, Unrolled<NonSaturating>{.steps = row.steps_ahead});
    if (row.compares) return play(g, ComparingDiscriminator{}, NonSaturating{});
    if (row.together > 1)
      return play(g, Packed{Discriminator{Body(row.together)}, row.together}, NonSaturating{});
    if (row.objective == Objective::wasserstein) return play(g, Discriminator{}, Wasserstein{.clip = 0});
    if (row.objective == Objective::relativistic_pairing)
      return play(g, Discriminator{Body(1, row.features)}, RelativisticPairing{});
    return play(g, Discriminator{}, NonSaturating{});
  }
};

}  // namespace

const std::vector<Row>& rows() {
  static const std::vector<Row> all{
      {.name = "plain", .what = "non-saturating"},
      {.name = "unrolled-5", .what = "unrolled, 5 steps", .steps_ahead = 5},
      {.name = "unrolled-10", .what = "unrolled, 10 steps", .steps_ahead = 10},
      {.name = "packed-2", .what = "2 samples packed", .together = 2},
      {.name = "packed-3", .what = "3 samples packed", .together = 3},
      {.name = "packed-4", .what = "4 samples packed", .together = 4},
      {.name = "minibatch", .what = "minibatch discrimination", .compares = true},
      {.name = "wgan-gp", .what = "WGAN-GP", .objective = Objective::wasserstein, .gradient_penalty = 10},
      {.name = "r3gan",
       .what = "R3GAN: relativistic pairing, R1, R2",
       .objective = Objective::relativistic_pairing,
       .first_r = 1,
       .last_r = 1e-4},
      {.name = "best",
       .what = "R3GAN, and D sees Fourier features",
       .objective = Objective::relativistic_pairing,
       .first_r = 1,
       .last_r = 1e-4,
       .features = true},
  };
  return all;
}

const Row& row(const std::string& name) {
  std::string names;
  for (const Row& each : rows()) {
    if (each.name == name) return each;
    names += (names.empty() ? "" : ", ") + each.name;
  }
  fail("row", "expected one of " + names + ", got " + name);
}

Tensor train(const Row& row, const Mixture& mixture, const Protocol& protocol, std::uint64_t seed) {
  return Training{row, mixture, protocol, seed}.play();
}

}  // namespace modes
