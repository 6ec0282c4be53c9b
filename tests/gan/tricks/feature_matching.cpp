#include "agon/gan/tricks/feature_matching.hpp"

#include <array>
#include <vector>

#include "agon/gan/tricks/top_k_training.hpp"
#include "agon_test.hpp"
#include "gan/toy.hpp"

using namespace agon_test;

namespace {

struct Judged {
  f64::Var score, features;
};
struct JudgedLayers {
  f64::Var score;
  std::vector<f64::Var> features;
};

const Judged real{f64::Tensor({2, 1}, {0.5, 1.5}), f64::Tensor({2, 3}, {1, 2, 3, 5, 4, 3})};
// The means are 3, 3, 3 and 1, 0, 4.
const Judged fake{f64::Tensor({3, 1}, {-1, 0, 2.5}), f64::Tensor({3, 3}, {0, 1, 2, 3, -4, 10, 0, 3, 0})};

}  // namespace

TEST_CASE("Feature matching is the squared distance of mean features", "[gan][tricks]") {
  FeatureMatching<Wasserstein> objective;
  CHECK(objective.generator(real, fake).item() == Approx(4 + 9 + 1));
  // By one feature: -2 (mean of real - mean of fake) / N.
  const f64::Var features = variable(fake.features.value());
  const f64::Tensor slopes = grad(objective.generator(real, {fake.score, features}), {features})[0].value();
  for (int sample = 0; sample < 3; ++sample) {
    CHECK(slopes.at({sample, 0}) == Approx(-2 * 2 / 3.0));
    CHECK(slopes.at({sample, 1}) == Approx(-2 * 3 / 3.0));
    CHECK(slopes.at({sample, 2}) == Approx(2 * 1 / 3.0));
  }
  // Every place of a map is a feature of its own.
  const f64::Var maps = f64::Tensor({1, 2, 1, 2}, {1, 2, 3, 4}),
                 other_maps = f64::Tensor({2, 2, 1, 2}, {1, 2, 3, 4, -1, -2, -3, -4});
  CHECK(feature_distance(maps, other_maps).item() == Approx(1 + 4 + 9 + 16));
}

TEST_CASE("Distances of several layers are added up", "[gan][tricks]") {
  const f64::Var more = f64::Tensor({2, 1}, {1, 3}), less = f64::Tensor({3, 1}, {0, 0, 1.5});
  FeatureMatching<Wasserstein> objective;
  CHECK(objective
            .generator(JudgedLayers{real.score, {real.features, more}},
                       JudgedLayers{fake.score, {fake.features, less}})
            .item() == Approx(14 + 2.25));
  CHECK(feature_distance(std::array{real.features, more}, std::array{fake.features, less}).item() ==
        Approx(14 + 2.25));
}

TEST_CASE("A weight adds the objective's own half of G, and D plays the objective", "[gan][tricks]") {
  FeatureMatching<Wasserstein> objective{.weight = 0.5};
  CHECK(objective.generator(real, fake).item() == Approx(14 - 0.5 * 0.5));
  CHECK(objective.discriminator(real, fake).item() == Approx(0.5 - 1));
  FeatureMatching<RelativisticAverage> average{
      .objective = {.body = RelativisticAverage::Body::least_squares}, .weight = 2};
  CHECK(average.generator(real, fake).item() ==
        Approx(14 + 2 * RelativisticAverage{RelativisticAverage::Body::least_squares}
                            .generator(real.score, fake.score)
                            .item()));
  static_assert(FeatureMatching<NonSaturating>::has_labels && !FeatureMatching<Wasserstein>::has_labels);

  FeatureMatching<TopKTraining<Wasserstein>> best{
      .objective = {.share = Schedule::linear({.from = 1, .to = 0.25, .end = 10})}, .weight = 1};
  best.start_step(10);
  CHECK(best.generator(real, fake).item() == Approx(14 - 2.5));
}

TEST_CASE("A game trains G by features, through a critic that is clipped", "[gan][tricks]") {
  struct Looking {
    Var score, features;
  };
  struct LookingJudge {
    Linear hidden{2, 16};
    Linear out{16, 1};
    Looking operator()(const Var& x) const {
      const Var features = leaky_relu(hidden(x), 0.2f);
      return {out(features), features};
    }
  };
  Minimax game{Player{fresh<Point>(1), Adam{}},
               Player{fresh<LookingJudge>(2), Adam{}},
               FeatureMatching<Wasserstein>{},
               Latent{2},
               {.seed = 3}};
  const Point before = game.generator();
  const auto batch = clouds(1)[0];
  const auto [d, g] = game.step(batch);
  CHECK(d.loss == Approx(d.fake - d.real));
  CHECK(g.loss > 0);
  CHECK_FALSE(equal(before, game.generator()));
  for (const Var& p : parameters(game.discriminator())) {
    const Tensor values = p.value();
    for (const float w : values.values()) CHECK(std::abs(w) <= 0.01f);
  }
}

TEST_CASE("Features that do not match are refused", "[gan][tricks]") {
  const f64::Var wide = f64::Tensor({2, 4}, 0.0);
  REQUIRE_ERROR(
      feature_distance(wide, fake.features),
      "[FeatureMatching] expected features [N, ...] of real and generated samples alike, got [2, 4] "
      "and [3, 3]");
  REQUIRE_ERROR(feature_distance(f64::Var(f64::Tensor({2, 3, 1}, 0.0)), fake.features),
                "got [2, 3, 1] and [3, 3]");
  REQUIRE_ERROR(feature_distance(f64::Var(f64::Tensor::scalar(1)), fake.features), "got [] and [3, 3]");
  REQUIRE_ERROR(feature_distance(real.features, f64::Var(f64::Tensor::scalar(1))), "got [2, 3] and []");
  REQUIRE_ERROR(feature_distance(f64::Var(f64::Tensor(Shape{0, 3})), fake.features), "got [0, 3] and [3, 3]");
  REQUIRE_ERROR(feature_distance(real.features, f64::Var(f64::Tensor(Shape{0, 3}))), "got [2, 3] and [0, 3]");
  REQUIRE_ERROR(
      feature_distance(std::vector{wide}, std::vector{wide, wide}),
      "[FeatureMatching] expected features of as many layers for real samples as for generated ones, "
      "got 1 and 2");
  REQUIRE_ERROR(feature_distance(std::vector<f64::Var>{}, std::vector<f64::Var>{}), "got 0 and 0");
  REQUIRE_ERROR((FeatureMatching<Wasserstein>{.weight = -1}.check()),
                "[FeatureMatching] expected weight >= 0, got -1");
  REQUIRE_ERROR((FeatureMatching<Wasserstein>{.objective = {.clip = -1}}.check()),
                "[Wasserstein] expected clip >= 0, got -1");
}
