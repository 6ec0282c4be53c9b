#include "agon/gan/penalties/consistency.hpp"

#include "agon/gan/augment/x_flip.hpp"
#include "gan/penalty_toy.hpp"

using namespace agon;
using namespace penalty_toy;

// Penalties on a D that changes its mind, against formulas in plain numbers with the same draws.
namespace {

/// Adds numbers uniform on [0, 1) of its own to each number.
struct Noise {
  template <class T>
  BasicVar<T> operator()(const BasicVar<T>& x) const {
    return x + BasicVar<T>(current_random().uniform<T>(x.shape()));
  }
};

double squared(double x) { return x * x; }

double disagreement(const Critic& critic, const std::function<Numbers(std::int64_t)>& sample,
                    const Numbers& noise) {
  return mean_over([&](std::int64_t i) {
    return squared(critic(sample(i)) - critic(plus(sample(i), row_of(noise, i, width))));
  });
}

/// The latents of sample i, moved as zCR does.
Numbers moved_latent(const Numbers& noise, std::int64_t i) {
  return plus(latent_row(i), row_of(noise, i, latents));
}

}  // namespace

TEST_CASE("Consistency regularisation looks at real samples", "[gan][penalty]") {
  check_penalty(ConsistencyPenalty<Noise>{.augment = {}, .weight = 3}, Side::discriminator,
                [](const Critic& critic, const Maker&, Replay replay) {
                  return 3 * disagreement(critic, real_row, replay.uniform(sample_shape));
                });
  CHECK(ConsistencyPenalty{Noise{}}.weight == 10);
}

TEST_CASE("Balanced consistency looks at both kinds", "[gan][penalty]") {
  check_penalty(
      BalancedConsistency<Noise>{.augment = {}, .real_weight = 3, .fake_weight = 2}, Side::discriminator,
      [](const Critic& critic, const Maker& maker, Replay replay) {
        const auto fake_row = [&](std::int64_t i) { return maker(latent_row(i)); };
        const Numbers of_real = replay.uniform(sample_shape), of_fake = replay.uniform(sample_shape);
        return 3 * disagreement(critic, real_row, of_real) + 2 * disagreement(critic, fake_row, of_fake);
      });
  const BalancedConsistency balanced{Noise{}};
  CHECK(balanced.real_weight == 10);
  CHECK(balanced.fake_weight == 10);
}

TEST_CASE("Latent consistency has a part for either player", "[gan][penalty]") {
  check_penalty(
      LatentConsistency{.deviation = 0.5}, Side::discriminator,
      [](const Critic& critic, const Maker& maker, Replay replay) {
        const Numbers noise = replay.normal({count, latents}, 0.5);
        return 5 * mean_over([&](std::int64_t i) {
                 return squared(critic(maker(latent_row(i))) - critic(maker(moved_latent(noise, i))));
               });
      });
  check_penalty(LatentSensitivity{.deviation = 0.5}, Side::generator,
                [](const Critic&, const Maker& maker, Replay replay) {
                  const Numbers noise = replay.normal({count, latents}, 0.5);
                  return -0.5 * mean_over([&](std::int64_t i) {
                    const Numbers difference = plus(maker(latent_row(i)), maker(moved_latent(noise, i)), -1);
                    return square_of(difference) / static_cast<double>(width);
                  });
                });
  // The discriminator's part does not move G.
  const Toy<double> toy(Critic{}, Maker{});
  REQUIRE_ERROR(grad(LatentConsistency{}(toy.round), {toy.w}), "does not depend on input 0");
  CHECK(LatentConsistency{}.deviation == 0.03);
  CHECK(LatentSensitivity{}.deviation == 0.03);
}

TEST_CASE("Consistency uses the scores that the step has", "[gan][penalty]") {
  const Critic critic;
  Toy<double> toy(critic, Maker{});
  const auto same = [](const auto& x) { return x; };
  CHECK(ConsistencyPenalty{same, 2.0}(toy.round).item() == 0);
  int passes = 0;
  toy.round.discriminator = [&passes, a = toy.a, b = toy.b](const f64::Var& x) {
    ++passes;
    return criticise(a, b, x);
  };
  toy.round.real_score = toy.round.discriminator(toy.round.real) + 0.5;
  toy.round.fake_score = toy.round.discriminator(toy.round.fake) - 2.0;
  passes = 0;
  CHECK(ConsistencyPenalty{same, 2.0}(toy.round).item() == Approx(2 * 0.25));
  CHECK(passes == 1);
  CHECK(BalancedConsistency{same, 2.0, 3.0}(toy.round).item() == Approx(2 * 0.25 + 3 * 4));
  CHECK(passes == 3);
  CHECK(LatentConsistency{.weight = 3, .deviation = 1e-9}(toy.round).item() == Approx(3 * 4));
  CHECK(passes == 4);
  toy.round.real_score = reshape(toy.round.real_score, {count, 1});
  REQUIRE_ERROR(ConsistencyPenalty{same}(toy.round), "expected a target");  // no silent broadcast
}

TEST_CASE("Consistency penalties refuse what they cannot work with", "[gan][penalty]") {
  using Consistency = ConsistencyPenalty<Noise>;
  using Balanced = BalancedConsistency<Noise>;
  check_weight(Consistency{}, "ConsistencyPenalty", &Consistency::weight);
  check_weight(Balanced{}, "BalancedConsistency", &Balanced::real_weight, "real_weight");
  check_weight(Balanced{}, "BalancedConsistency", &Balanced::fake_weight, "fake_weight");
  check_weight(LatentConsistency{}, "LatentConsistency", &LatentConsistency::weight);
  check_weight(LatentConsistency{}, "LatentConsistency", &LatentConsistency::deviation, "deviation");
  check_weight(LatentSensitivity{}, "LatentSensitivity", &LatentSensitivity::weight);
  check_weight(LatentSensitivity{}, "LatentSensitivity", &LatentSensitivity::deviation, "deviation");
  const std::function<Var(const Var&)> nothing;
  REQUIRE_ERROR(ConsistencyPenalty{nothing}.check(), "[ConsistencyPenalty] expected an augmentation");
  REQUIRE_ERROR(ConsistencyPenalty{XFlip{-1}}.check(), "[XFlip] expected a probability in [0, 1], got -1");
  REQUIRE_ERROR(BalancedConsistency{nothing}.check(), "[BalancedConsistency] expected an augmentation");

  const Round all = Toy<float>(Critic{}, Maker{}).round;
  Round round = all;
  round.generator = {};
  REQUIRE_ERROR(LatentConsistency{}(round), "[LatentConsistency] expected a step with a generator");
  REQUIRE_ERROR(LatentSensitivity{}(round), "[LatentSensitivity] expected a step with a generator");
  round = all;
  round.latent = {};
  REQUIRE_ERROR(LatentConsistency{}(round), "[LatentConsistency] expected a step with latents");
  REQUIRE_ERROR(LatentSensitivity{}(round), "[LatentSensitivity] expected a step with latents");
  round = all;
  round.fake = {};
  REQUIRE_ERROR(LatentConsistency{}(round), "[LatentConsistency] expected a step with generated samples");
  REQUIRE_ERROR(Balanced{}(round), "[BalancedConsistency] expected a step with generated samples");
  round.real = {};
  REQUIRE_ERROR(Balanced{}(round), "[BalancedConsistency] expected a step with real samples");
  REQUIRE_ERROR(Consistency{}(round), "[ConsistencyPenalty] expected a step with real samples");
  round = all;
  round.discriminator = {};
  REQUIRE_ERROR(Consistency{}(round), "[ConsistencyPenalty] expected a step with a discriminator");
}
