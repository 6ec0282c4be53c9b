// The recipes whose networks are DCGAN's.
#include "recipes_test.hpp"

using namespace agon_test;

TEST_CASE("the convolutional recipes learn, from their seed alone", "[gan][recipes]") {
  SECTION("dcgan") {
    check_recipe([](const recipe::Pictures& p) { return recipe::dcgan(p); }, true);
  }
  SECTION("lsgan") {
    check_recipe([](const recipe::Pictures& p) { return recipe::lsgan(p); }, true);
  }
  SECTION("wgan") {
    check_recipe([](const recipe::Pictures& p) { return recipe::wgan(p); }, true);
  }
  SECTION("wgan_gp") {
    check_recipe([](const recipe::Pictures& p) { return recipe::wgan_gp(p); }, true);
  }
  SECTION("sngan") {
    check_recipe([](const recipe::Pictures& p) { return recipe::sngan(p); }, true);
  }
}

TEST_CASE("the convolutional recipes have their papers' numbers", "[gan][recipes]") {
  const recipe::Pictures pictures{.size = 28, .channels = 1, .seed = 1};

  SECTION("dcgan is the network of 28x28") {
    auto made = recipe::dcgan(pictures);
    // 100 -> 7x7x128 -> 14x14x64 -> 28x28 and back, without a bias before a batch norm.
    REQUIRE(parameter_count(made.game.generator()) ==
            100 * 7 * 7 * 128 + 2 * 128 + 128 * 16 * 64 + 2 * 64 + 64 * 16 + 1);
    REQUIRE(parameter_count(made.game.discriminator()) ==
            16 * 64 + 64 + 64 * 16 * 128 + 2 * 128 + 7 * 7 * 128 + 1);
    REQUIRE(made.game.generator_player().optimiser.lr() == 2e-4);
    REQUIRE(made.game.discriminator_player().optimiser.beta1() == 0.5);
    const double deviation =
        std::sqrt(static_cast<double>(mean(square(Var(made.game.generator().project.weight))).item()));
    REQUIRE(deviation == Approx(0.02).epsilon(0.01));
    REQUIRE(made.fit.n_critic == 1);
  }
  SECTION("wgan clips its critic's weights") {
    auto made = recipe::wgan({.size = 8, .channels = 1, .width = 4, .seed = 1});
    REQUIRE(made.fit.n_critic == 5);
    REQUIRE(made.game.generator_player().optimiser.lr() == 5e-5);
    play(made, {.size = 8, .channels = 1}, 1);
    float most = 0;
    for (const Var& p : parameters(made.game.discriminator())) most = std::max(most, max(abs(p)).item());
    REQUIRE(most == 0.01f);
  }
  SECTION("wgan_gp has a penalty in place of the clip") {
    auto made = recipe::wgan_gp({.size = 8, .channels = 1, .width = 4, .seed = 1});
    REQUIRE(made.fit.n_critic == 5);
    REQUIRE(made.game.objective().clip == 0);
    REQUIRE(made.game.discriminator_player().optimiser.lr() == 1e-4);
    REQUIRE(made.game.discriminator_player().optimiser.beta1() == 0);
    REQUIRE(made.game.generator_player().optimiser.beta2() == 0.9);
    play(made, {.size = 8, .channels = 1}, 1);
    REQUIRE(made.game.history()["discriminator.gradient_penalty"].back() > 0);
  }
  SECTION("sngan's scores do not depend on how large its weights are") {
    auto made = recipe::sngan({.size = 16, .channels = 1, .width = 4, .seed = 1});
    REQUIRE(made.fit.n_critic == 1);
    REQUIRE(made.game.discriminator_player().optimiser.beta2() == 0.999);
    const Tensor x = noise_pictures({.size = 16, .channels = 1}, 1).front();
    recipe::SpectralCritic doubled = made.game.discriminator();
    for (auto& conv : doubled.down) {
      conv.layer.weight = (conv.layer.weight * 2.0f).value();
      conv.layer.bias = Tensor({conv.layer.weight.shape()[0]}, 0.0f);
    }
    doubled.out.layer.weight = (doubled.out.layer.weight * 2.0f).value();
    REQUIRE(max(abs(doubled(x) - made.game.discriminator()(x))).item() < 1e-4f);
  }
}

TEST_CASE("no critic under a penalty on gradients has batch norm", "[gan][recipes]") {
  const recipe::Pictures pictures{.size = 16, .channels = 1, .width = 4};
  REQUIRE(has_batch_norm(recipe::dcgan(pictures).game.discriminator()));  // what is looked for is found
  REQUIRE_FALSE(judges_apart(recipe::dcgan(pictures).game.discriminator(), pictures));
  REQUIRE_FALSE(has_batch_norm(recipe::wgan_gp(pictures).game.discriminator()));
  REQUIRE(judges_apart(recipe::wgan_gp(pictures).game.discriminator(), pictures));
  REQUIRE_FALSE(has_batch_norm(recipe::r3gan(pictures).game.discriminator()));
  REQUIRE(judges_apart(recipe::r3gan(pictures).game.discriminator(), pictures));
  REQUIRE_FALSE(has_batch_norm(recipe::stylegan2_small(pictures).game.discriminator()));
  REQUIRE(judges_apart(recipe::sngan(pictures).game.discriminator(), pictures));
}

TEST_CASE("recipes refuse pictures that they have no network for", "[gan][recipes]") {
  for (const std::int64_t size : {0, 4, 10, 30, -8}) {
    const std::string sentence =
        "[recipe] expected a size >= 8 that is a multiple of 4, got " + std::to_string(size);
    REQUIRE_ERROR(recipe::dcgan({.size = size}), sentence);
    REQUIRE_ERROR(recipe::lsgan({.size = size}), sentence);
    REQUIRE_ERROR(recipe::wgan({.size = size}), sentence);
    REQUIRE_ERROR(recipe::wgan_gp({.size = size}), sentence);
    REQUIRE_ERROR(recipe::sngan({.size = size}), sentence);
    REQUIRE_ERROR(recipe::r3gan({.size = size}), sentence);
    REQUIRE_ERROR(recipe::stylegan2_small({.size = size}), sentence);
  }
  REQUIRE_ERROR(recipe::dcgan({.channels = 0}), "[recipe] expected channels >= 1, got 0");
  REQUIRE_ERROR(recipe::r3gan({.width = 0}), "[recipe] expected a width >= 1, got 0");
}

TEST_CASE("the depth of recipes' networks follows from the size of the pictures", "[gan][recipes]") {
  const auto steps = [](std::int64_t size) {
    return recipe::dcgan({.size = size, .channels = 1, .width = 1}).game.generator().up.size();
  };
  REQUIRE(steps(8) == 1);
  REQUIRE(steps(28) == 2);
  REQUIRE(steps(32) == 3);
  REQUIRE(steps(64) == 4);
  const auto made = recipe::dcgan({.size = 128, .channels = 3, .width = 2});
  std::vector<std::int64_t> features;
  for (const auto& conv : made.game.discriminator().down) features.push_back(conv.weight.shape()[0]);
  REQUIRE(features == std::vector<std::int64_t>{2, 4, 8, 16, 16});  // at most 8 times the width
}
