#include "agon/gan/tricks/top_k_training.hpp"

#include <cmath>

#include "agon_test.hpp"
#include "gan/toy.hpp"

using namespace agon_test;

namespace {

const f64::Tensor real({4, 1}, {2.0, -0.5, 0.1, 1.0});
const f64::Tensor fake({4, 1}, {-1.5, 0.3, 4.0, 0.2});  // best first: 2, 1, 3, 0

struct Judged {
  f64::Var score, features;
};

/// Says what it was given.
struct Spy {
  f64::Var generator(const Judged& out) {
    features = out.features.shape();
    return mean(out.score);
  }
  f64::Var discriminator(const Judged& r, const Judged& f) const { return mean(r.score) - mean(f.score); }
  void check() const {
    if (broken) throw Error("[Spy] broken");
  }
  void start_step(std::int64_t now) { started = now; }
  template <class Net>
  void constrain(Net& net) {
    net = 1;
  }
  Shape features{};
  std::int64_t started = -1;
  bool broken = false;
};

template <class O>
concept Constrains = requires(O& objective, int& net) {
  objective.constrain(net);
};

double softplus_of(double s) { return std::log1p(std::exp(s)); }

template <class Objective>
f64::Tensor slopes(TopKTraining<Objective> objective) {
  const f64::Var f = variable(fake);
  return grad(objective.generator(f), {f})[0].value();
}

}  // namespace

TEST_CASE("Only the samples with the highest scores count in the generator's half", "[gan][tricks]") {
  TopKTraining<NonSaturating> half{.share = 0.5};
  CHECK(half.generator(f64::Var(fake)).item() == Approx((softplus_of(-4.0) + softplus_of(-0.3)) / 2));
  const f64::Tensor by_score = slopes(half);
  CHECK(by_score.data()[0] == 0);
  CHECK(by_score.data()[1] == Approx(-1 / (1 + std::exp(0.3)) / 2));
  CHECK(by_score.data()[2] == Approx(-1 / (1 + std::exp(4.0)) / 2));
  CHECK(by_score.data()[3] == 0);
  // D's half sees all samples.
  CHECK(half.discriminator(f64::Var(real), f64::Var(fake)).item() ==
        NonSaturating{}.discriminator(f64::Var(real), f64::Var(fake)).item());
}

TEST_CASE("k is the share of the batch, rounded up", "[gan][tricks]") {
  const auto counted = [](double share) {
    const f64::Tensor by_score = slopes(TopKTraining<Wasserstein>{.share = share});
    return std::ranges::count_if(by_score.values(), [](double slope) { return slope != 0; });
  };
  CHECK(counted(1) == 4);
  CHECK(counted(0.76) == 4);
  CHECK(counted(0.75) == 3);
  CHECK(counted(0.26) == 2);
  CHECK(counted(1e-6) == 1);
  // 0.07 * 100 is a little more than 7 in double.
  const f64::Var many = Random(1).normal<double>({100});
  CHECK(detail::best_samples(many, 0.07).size() == 7);
}

TEST_CASE("A sample of several scores counts as their mean", "[gan][tricks]") {
  const f64::Var patches = f64::Tensor({3, 2, 1}, {5, -5, 1, 1, 3, -2});
  const LabelTensor best = detail::best_samples(patches, 0.5);
  CHECK(equal(best, LabelTensor({2}, {1, 2})));
}

TEST_CASE("Pairs stay together", "[gan][tricks]") {
  TopKTraining<RelativisticPairing> half{.share = 0.5};
  // Of the generated samples 2 and 1 with the real ones beside them.
  CHECK(half.generator(f64::Var(real), f64::Var(fake)).item() ==
        Approx((softplus_of(0.1 - 4.0) + softplus_of(-0.5 - 0.3)) / 2));
  REQUIRE_ERROR(
      half.generator(f64::Var(real), f64::Var(f64::Tensor({3, 1}, 0.0))),
      "[TopKTraining] expected as many generated samples as real ones, got scores [4, 1] and [3, 1]");
}

TEST_CASE("The share follows the steps of the game", "[gan][tricks]") {
  TopKTraining<Wasserstein> objective{.share =
                                          Schedule::linear({.from = 1, .to = 0.25, .begin = 10, .end = 20})};
  const auto loss = [&] { return objective.generator(f64::Var(fake)).item(); };
  CHECK(loss() == Approx(-3.0 / 4));
  objective.start_step(15);  // 0.625 of 4: 3
  CHECK(loss() == Approx(-4.5 / 3));
  objective.start_step(20);
  CHECK(loss() == Approx(-4));
}

TEST_CASE("Of an aggregate the score is cut, and the objective's own parts are reached", "[gan][tricks]") {
  TopKTraining<Spy> objective{.share = 0.5};
  const Judged out{fake, f64::Tensor({4, 7}, 0.0)};
  CHECK(objective.generator(out).item() == Approx(4.3 / 2));
  CHECK(objective.objective.features == Shape{4, 7});
  CHECK(objective.discriminator({real, {}}, out).item() == Approx(2.6 / 4 - 3.0 / 4));
  objective.start_step(8);
  CHECK(objective.objective.started == 8);
  int net = 0;
  objective.constrain(net);
  CHECK(net == 1);
  objective.check();
  objective.objective.broken = true;
  REQUIRE_ERROR(objective.check(), "[Spy] broken");
  static_assert(TopKTraining<NonSaturating>::has_labels && !TopKTraining<Wasserstein>::has_labels);
  static_assert(Constrains<TopKTraining<Spy>> && !Constrains<TopKTraining<NonSaturating>>);
}

TEST_CASE("A game trains by the best samples", "[gan][tricks]") {
  auto plain = toy_game(1, NonSaturating{});
  auto all = toy_game(1, TopKTraining<NonSaturating>{});
  auto few = toy_game(1, TopKTraining<NonSaturating>{.share = 0.25});
  const auto batch = clouds(1)[0];
  all.step(batch);
  plain.step(batch);
  few.step(batch);
  CHECK(equal(few.discriminator(), plain.discriminator()));
  CHECK_FALSE(equal(few.generator(), plain.generator()));
  CHECK(all.history()["generator.loss"][0] == Approx(plain.history()["generator.loss"][0]));
  CHECK(few.history()["generator.loss"][0] < plain.history()["generator.loss"][0]);
}

TEST_CASE("Shares out of range are refused", "[gan][tricks]") {
  REQUIRE_ERROR(toy_game(1, TopKTraining<NonSaturating>{.share = 0.0}),
                "[TopKTraining] expected a share in (0, 1], got 0");
  REQUIRE_ERROR(toy_game(1, TopKTraining<NonSaturating>{.share = 1.5}),
                "[TopKTraining] expected a share in (0, 1], got 1.5");
  TopKTraining<NonSaturating> late{.share = Schedule::linear({.from = 1, .to = -1, .end = 10})};
  REQUIRE_ERROR(late.check(), "[TopKTraining] expected a share in (0, 1], got -1");
  REQUIRE_ERROR(late.start_step(10), "[TopKTraining] expected a share in (0, 1], got -1");
  REQUIRE_ERROR(late.generator(f64::Var(f64::Tensor(Shape{0, 1}))),
                "[TopKTraining] expected scores [N, ...] of at least one sample, got [0, 1]");
}
