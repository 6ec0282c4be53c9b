#include "recipes_test.hpp"

using namespace agon_test;

TEST_CASE("r3gan learns, from its seed alone", "[gan][recipes]") {
  check_recipe([](const recipe::Pictures& p) { return recipe::r3gan(p, {.iterations = 2}); }, false);
}

TEST_CASE("r3gan's blocks start as their input", "[gan][recipes]") {
  Random random(3, "block");
  const RandomGuard guard(random);
  const recipe::ResidualBlock block(8, 6);
  const Tensor x = random.normal({2, 5, 5, 8});
  REQUIRE(max(abs(block(x) - Var(x))).item() == 0.0f);
  REQUIRE(block.grouped.groups == 1);  // 16 features in a group
  REQUIRE(recipe::ResidualBlock(24, 6).grouped.groups == 3);
  // He's deviation, gain / sqrt(fan_in), over the fourth root of the number of blocks.
  const recipe::ResidualBlock wide(64, 16);
  const double expected = std::sqrt(2 / 1.04) / std::sqrt(64.0) / 2;
  REQUIRE(std::sqrt(static_cast<double>(mean(square(Var(wide.expand.weight))).item())) ==
          Approx(expected).epsilon(0.03));
  REQUIRE(std::sqrt(static_cast<double>(mean(square(Var(wide.grouped.weight))).item())) ==
          Approx(std::sqrt(2 / 1.04) / std::sqrt(9.0 * 16) / 2).epsilon(0.03));
}

TEST_CASE("r3gan is penalised at real and at generated samples", "[gan][recipes]") {
  const recipe::Pictures pictures{.size = 8, .channels = 1, .width = 2, .seed = 1};
  auto made = recipe::r3gan(pictures, {.gamma = 3});
  play(made, pictures, 1);
  const auto r1 = made.game.history()["discriminator.r1"], r2 = made.game.history()["discriminator.r2"];
  REQUIRE(r1.back() > 0);
  REQUIRE(r2.back() > 0);
  auto lighter = recipe::r3gan(pictures, {.gamma = 1});
  play(lighter, pictures, 1);
  REQUIRE(r1.back() == Approx(3 * lighter.game.history()["discriminator.r1"].back()).epsilon(1e-4));
  REQUIRE(made.game.generator_player().average.has_value());
  REQUIRE(made.game.generator_player().optimiser.beta1() == 0);
}

TEST_CASE("r3gan's learning rate and gamma fall over the iterations that it is told", "[gan][recipes]") {
  const recipe::Pictures pictures{.size = 8, .channels = 1, .width = 2, .seed = 1};
  auto made = recipe::r3gan(pictures, {.lr = 4e-4, .iterations = 2});
  const Tensor x = noise_pictures(pictures, 1).front();
  // The third iteration is the first that stands at the end.
  for (int i = 0; i < 3; ++i) made.game.step(x);
  REQUIRE(made.game.generator_player().optimiser.lr() == Approx(1e-4));
  REQUIRE(made.game.discriminator_player().optimiser.lr() == Approx(1e-4));
  auto stays = recipe::r3gan(pictures, {.lr = 4e-4});
  for (int i = 0; i < 3; ++i) stays.game.step(x);
  REQUIRE(stays.game.generator_player().optimiser.lr() == 4e-4);
  // The two games are alike at first; a tenth of the penalty at the end, on networks that hardly moved.
  const auto fallen = made.game.history()["discriminator.r1"],
             full = stays.game.history()["discriminator.r1"];
  REQUIRE(fallen[0] == full[0]);
  REQUIRE(fallen[2] < 0.2 * full[2]);
}

TEST_CASE("r3gan refuses options out of range", "[gan][recipes]") {
  REQUIRE_ERROR(recipe::r3gan({.width = 2}, {.lr = -1}), "[Adam] expected");
  REQUIRE_ERROR(recipe::r3gan({.width = 2}, {.gamma = 0}), "[R1] expected");
  REQUIRE_ERROR(recipe::r3gan({.width = 2}, {.iterations = 0}),
                "[recipe::r3gan] expected iterations >= 1, got 0");
}
