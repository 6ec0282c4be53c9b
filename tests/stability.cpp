// The code of docs/stability.md, which a script compares with this file line by line.
#include <agon/agon.hpp>
#include <cmath>

#include "../examples/dcgan28.hpp"
#include "agon_test.hpp"

using namespace agon;

namespace {

using dcgan28::Generator;

struct Discriminator {
  Conv2d down1{{.in = 1, .out = 8, .kernel = 4, .stride = 4}};
  Linear out{7 * 7 * 8, 1};
  Var operator()(const Var& x) const { return out(flatten(leaky_relu(down1(x), 0.2f))); }
};

struct WideDiscriminator {
  Conv2d down1{{.in = 2, .out = 8, .kernel = 4, .stride = 4}};
  Linear out{7 * 7 * 8, 1};
  Var operator()(const Var& x) const { return out(flatten(leaky_relu(down1(x), 0.2f))); }
};

template <class Game>
void play(Game& game) {
  const auto [d, g] = game.step(uniform({8, 28, 28, 1}, -1, 1));
  CHECK(std::isfinite(d.loss));
  CHECK(std::isfinite(g.loss));
}

}  // namespace

TEST_CASE("the remedies of docs/stability.md run", "[readme]") {
  const Adam adam{{.lr = 2e-4f, .beta1 = 0.5f}};

  SECTION("penalties") {
    Minimax game{Player{Generator{}, adam}, Player{Discriminator{}, adam}, NonSaturating{}, Latent{100}};
    game.penalise_discriminator(R1{.weight = 10});
    game.penalise_discriminator(GradientPenalty{.weight = 10, .one_sided = true});
    LeCam& lecam = game.penalise_discriminator(LeCam{.weight = 0.1});  // its moving averages can be watched
    game.penalise_generator(PathLength{}, {.every = 4});
    game.penalise_discriminator([](const Round& round) { return 0.001f * mean(square(round.real_score)); });
    play(game);
    CHECK(lecam.steps == 1);
    CHECK(game.history()["discriminator.r1"].back() > 0);
  }

  SECTION("slopes") {
    const Discriminator critic;
    const std::int64_t n = 4;
    const Tensor real = uniform({n, 28, 28, 1}), fake = uniform({n, 28, 28, 1});
    const Var steep =
        slopes([&](const Var& x) { return critic(x); }, lerp(real, fake, uniform({n, 1, 1, 1})));
    const Var penalty = 10.0f * mean(square(steep - 1.0f));
    CHECK(penalty.item() > 0);
  }

  SECTION("looking ahead") {
    Minimax unrolled{Player{Generator{}, adam}, Player{Discriminator{}, adam},
                     Unrolled<NonSaturating>{.steps = 5}, Latent{100}};
    play(unrolled);
    const Discriminator d;
    const Adam& optimiser = adam;
    const Tensor real = uniform({4, 28, 28, 1});
    const auto d_loss = [&](const Discriminator& net) { return mean(softplus(-net(real))); };
    auto ahead = d;
    auto state = descent(optimiser);
    for (int k = 0; k < 3; ++k) {
      const auto gradients = grad(d_loss(ahead), parameters(ahead), {.create_graph = true});
      ahead = descend(ahead, gradients, state);
    }
    CHECK(d_loss(ahead).item() < d_loss(d).item());
  }

  SECTION("what follows a player") {
    Player g{Generator{},
             Adam{{.lr = 1e-4, .beta1 = 0}},
             {.lr = Schedule::cosine({.from = 1e-4, .to = 0, .begin = 5000, .end = 10000}).warmed_up(100),
              .clip_norm = 5,
              .average = AverageOptions{.half_life = 10'000, .warm_up = 0.05}}};
    Player d{Discriminator{}, Adam{{.lr = 4e-4, .beta1 = 0}}};  // two time scales (TTUR, Heusel 2017)
    Minimax game{g, d, Hinge{}, Latent{100}};
    play(game);
  }

  SECTION("what D is shown") {
    Minimax game{Player{Generator{}, adam}, Player{Discriminator{}, adam}, NonSaturating{}, Latent{100}};
    game.augment(XFlip{});
    game.augment(DiffAugment{});
    game.augment(InstanceNoise{.deviation = Schedule::linear({.from = 0.1, .to = 0, .end = 10'000})});
    game.replay_fakes(50);  // samples of the past (Shrivastava 2017)
    play(game);
    Minimax packed{Player{Generator{}, adam}, Player{Packed{WideDiscriminator{}, 2}, adam}, NonSaturating{},
                   Latent{100}};
    play(packed);
  }
}
