#include "recipes_test.hpp"

using namespace agon_test;

TEST_CASE("stylegan2_small learns, from its seed alone", "[gan][recipes]") {
  check_recipe([](const recipe::Pictures& p) { return recipe::stylegan2_small(p); }, false);
}

TEST_CASE("stylegan2_small has its optimisers made for lazy penalties", "[gan][recipes]") {
  const auto made = recipe::stylegan2_small({.size = 8, .channels = 1, .width = 2});
  auto game = made.game;
  // c = every / (every + 1): learning rate times c, betas to the power of c.
  REQUIRE(game.generator_player().optimiser.lr() == Approx(1e-3 * 4 / 5));
  REQUIRE(game.generator_player().optimiser.beta2() == Approx(std::pow(0.99, 4.0 / 5)));
  REQUIRE(game.discriminator_player().optimiser.lr() == Approx(1e-3 * 16 / 17));
  REQUIRE(game.discriminator_player().optimiser.beta2() == Approx(std::pow(0.99, 16.0 / 17)));
  REQUIRE(game.generator_player().average.has_value());
}

TEST_CASE("stylegan2_small is penalised every 16 steps of D and every 4 of G", "[gan][recipes]") {
  const recipe::Pictures pictures{.size = 8, .channels = 1, .width = 2, .seed = 1};
  auto made = recipe::stylegan2_small(pictures);
  std::vector<int> r1, path_length;
  made.game.on_step([&](const StepReport& report) {
    for (const auto& value : report.values) {
      if (value.name == "discriminator.r1") r1.push_back(static_cast<int>(report.iteration));
      if (value.name == "generator.path_length") path_length.push_back(static_cast<int>(report.iteration));
    }
  });
  const Tensor x = noise_pictures(pictures, 1, 4).front();
  for (int i = 0; i < 16; ++i) made.game.step(x);
  REQUIRE(r1 == std::vector<int>{16});
  REQUIRE(path_length == std::vector<int>{4, 8, 12, 16});
}

TEST_CASE("stylegan2_small's generator draws noise in training only", "[gan][recipes]") {
  Random random(3, "style");
  const RandomGuard guard(random);
  recipe::StyleGenerator generator({.size = 8, .channels = 1, .width = 2});
  REQUIRE(generator.latent() == 8);
  generator.conv.noise.strength = Tensor({1}, 1.0f);
  const Tensor z = random.normal({2, 8});
  REQUIRE(max(abs(generator(z) - generator(z))).item() > 0.0f);
  REQUIRE(max(abs(Var(sample(generator, z)) - Var(sample(generator, z)))).item() == 0.0f);
}
