// What the shape of games must carry beyond the plain pair of networks.
#include <cmath>

#include "agon_test.hpp"
#include "gan/toy.hpp"

using namespace agon_test;

namespace {

struct Pictures {
  Tensor x;
  LabelTensor y;
};

Tensor one_hot(const LabelTensor& labels, std::int64_t classes) {
  Tensor result = Tensor::zeros({labels.size(), classes});
  for (std::int64_t i = 0; i < labels.size(); ++i) result.mutable_data()[i * classes + labels.data()[i]] = 1;
  return result;
}

struct LabelledPoint {
  Linear hidden{5, 16};
  Linear out{16, 2};
  Var operator()(const Var& z, const LabelTensor& y) const {
    return out(relu(hidden(concat({z, one_hot(y, 3)}, 1))));
  }
};

struct LabelledJudge {
  Linear hidden{5, 16};
  Linear out{16, 1};
  Var operator()(const Var& x, const LabelTensor& y) const {
    return out(relu(hidden(concat({x, one_hot(y, 3)}, 1))));
  }
};

std::vector<Pictures> labelled_clouds(int count) {
  Random random(3, "labelled");
  std::vector<Pictures> batches;
  for (int i = 0; i < count; ++i) {
    const LabelTensor y = random.integers({24}, 0, 3);
    Tensor x = random.normal({24, 2}, 0.0f, 0.1f);
    for (std::int64_t n = 0; n < 24; ++n) x.mutable_data()[2 * n] += static_cast<float>(2 * y.data()[n] - 2);
    batches.push_back({x, y});
  }
  return batches;
}

/// Relativistic average GAN (Jolicoeur-Martineau 2019): both halves compare each side with the mean of the
/// other, here a running one.
struct Relativistic {
  float real_mean = 0;
  int generator_calls = 0;
  Var discriminator(const Var& real, const Var& fake) {
    real_mean = 0.9f * real_mean + 0.1f * mean(real).item();
    return mean(softplus(mean(fake) - real)) + mean(softplus(fake - mean(real)));
  }
  Var generator(const Var& real, const Var& fake) {
    ++generator_calls;
    CHECK_FALSE(real.tracked());
    CHECK(fake.tracked());
    return mean(softplus(mean(real) - fake)) + mean(softplus(real - mean(fake)));
  }
};

struct Verdict {
  Var score;
  Var features;
};

struct FeatureJudge {
  Linear hidden{2, 16};
  Linear out{16, 1};
  Verdict operator()(const Var& x) const {
    const Var h = leaky_relu(hidden(x), 0.2f);
    return {out(h), h};
  }
};

/// Feature matching (Salimans et al. 2016): G matches the mean features of real samples.
struct MatchingFeatures {
  static constexpr bool has_labels = true;
  Var discriminator(const Verdict& real, const Verdict& fake) const {
    return logistic_discriminator(real.score, fake.score, 0.1f);
  }
  Var generator(const Verdict& real, const Verdict& fake) const {
    return mean(square(mean(real.features, {0}) - mean(fake.features, {0})));
  }
};

/// A batch, a generator and a judge that are called in ways of their own.
struct Translation {
  Tensor from, to;
};
const Tensor& real_samples(const Translation& batch) { return batch.to; }

struct Translator {
  Linear out{4, 2};
  Var operator()(const Var& z) const { return z; }  // which generate() below takes the place of
};
Var generate(const Translator& g, const Var& z, const Translation& batch) {
  return g.out(concat({z, batch.from}, 1));
}

struct PairJudge {
  Linear out{4, 1};
};
Var judge(const PairJudge& d, const Var& x, const Translation& batch) {
  return d.out(concat({x, batch.from}, 1));
}

}  // namespace

TEST_CASE("Labelled players are called with the labels of the batch") {
  Minimax game{Player{fresh<LabelledPoint>(1), Adam{{.lr = 1e-2, .beta1 = 0.5}}},
               Player{fresh<LabelledJudge>(2), Adam{{.lr = 1e-2, .beta1 = 0.5}}}, NonSaturating{}, Latent{2}};
  Tensor seen;
  game.on_epoch([&](const EpochReport& report) { seen = report.sample(5); });
  const auto batches = labelled_clouds(40);
  game.fit(batches, {.epochs = 10});
  CHECK(seen.shape() == Shape{5, 2});

  const LabelTensor y({3}, {0, 1, 2});
  Tensor mean_x = Tensor::zeros({3});
  for (int i = 0; i < 50; ++i) {
    const Tensor points = sample(game.generator(), latent(3, 2), y);
    for (std::int64_t c = 0; c < 3; ++c) mean_x.mutable_data()[c] += points.at({c, 0}) / 50;
  }
  CHECK(mean_x.at({0}) < mean_x.at({1}) - 1);
  CHECK(mean_x.at({1}) < mean_x.at({2}) - 1);

  REQUIRE_ERROR(game.step(Pictures{Tensor::zeros({4, 2}), LabelTensor::zeros({3})}),
                "[Minimax] expected as many labels as samples, 4, got 3");
}

TEST_CASE("An objective may look at D(real) in G's step and hold state") {
  auto game = toy_game(1, Relativistic{});
  const auto batches = clouds(3);
  game.fit(batches, {.epochs = 1});
  CHECK(game.objective().generator_calls == 3);
  CHECK(game.objective().real_mean != 0);
  CHECK_FALSE(game.step_discriminator(batches[0]).accuracy.has_value());
}

TEST_CASE("D may return features beside its score") {
  Minimax game{Player{fresh<Point>(1), Adam{{.lr = 1e-2, .beta1 = 0.5}}},
               Player{fresh<FeatureJudge>(2), Adam{{.lr = 1e-2, .beta1 = 0.5}}}, MatchingFeatures{},
               Latent{2}};
  const auto batches = clouds(20, 64);
  game.fit(batches, {.epochs = 15});
  const Tensor points = sample(game.generator(), latent(500, 2));
  CHECK(std::abs(mean(slice(points, 1, 0, 1)).item() - 2) < 0.5f);
  CHECK(std::abs(mean(slice(points, 1, 1, 2)).item() + 1) < 0.5f);
  CHECK(game.step_discriminator(batches[0]).accuracy.has_value());
}

TEST_CASE("Batches and networks may be called in ways of their own") {
  Minimax game{Player{Translator{}, Adam{}}, Player{PairJudge{}, Adam{}}, NonSaturating{}, Latent{2}};
  int looked = 0;
  game.on_epoch([&](const EpochReport& report) {
    ++looked;
    CHECK(report.sample(100).shape() == Shape{8, 2});
  });
  const std::vector<Translation> batches{{Tensor::zeros({8, 2}), Tensor({8, 2}, 1.0f)}};
  game.fit(batches, {.epochs = 2});
  CHECK(looked == 2);
}

TEST_CASE("A game of four networks: a cycle between two clouds") {
  struct Two {
    Tensor a, b;
  };
  Random random(11, "cycle");
  std::vector<Two> batches;
  for (int i = 0; i < 60; ++i)
    batches.push_back({random.normal({32, 2}, 0.0f, 0.5f),
                       (Var(random.normal({32, 2}, 0.0f, 0.5f)) + Var(Tensor({2}, {3, 0}))).value()});
  const Adam adam{{.lr = 5e-3, .beta1 = 0.5}};
  Game game{GameOptions{.seed = 2}, Player{"a_to_b", fresh<Point>(1), adam},
            Player{"b_to_a", fresh<Point>(2), adam}, Player{"judge_a", fresh<Judge>(3), adam},
            Player{"judge_b", fresh<Judge>(4), adam}};
  int moved = 0;
  game.on_gradients([&](const std::string&, Gradients& gradients) {
    ++moved;
    clip_gradient_norm(gradients, 10);
  });
  game.set_sampler([&](std::int64_t count) {
    return std::get<0>(game.players()).net(Tensor::zeros({count, 2})).value();
  });
  Tensor picture;
  game.on_epoch([&](const EpochReport& report) { picture = report.sample(1); });

  game.fit(batches, {.epochs = 10}, [](auto& self, const Two& batch) {
    auto& [a_to_b, b_to_a, judge_a, judge_b] = self.players();
    const auto real_or_not = [](const auto& judge, const Var& real, const Var& fake) {
      return logistic_discriminator(judge.net(real), judge.net(detach(fake)), {});
    };
    const Var b = a_to_b.net(batch.a), a = b_to_a.net(batch.b);
    self.update(judge_a, real_or_not(judge_a, batch.a, a));
    self.update(judge_b, real_or_not(judge_b, batch.b, b));
    const Var cycle = mean(abs(b_to_a.net(b) - batch.a)) + mean(abs(a_to_b.net(a) - batch.b));
    const Var there = mean(softplus(-judge_b.net(b))) + 2.0f * cycle;
    const Var back = mean(softplus(-judge_a.net(a))) + 2.0f * cycle;
    const Gradients of_back =
        grad(back, parameters(b_to_a.net));  // before a step replaces what `cycle` was made of
    self.update(a_to_b, there);
    self.update(b_to_a, back, of_back);
    self.report("cycle", static_cast<double>(cycle.item()));
  });
  CHECK(moved == 60 * 10 * 4);
  CHECK(picture.at({0, 0}) == Approx(3).margin(1));
  const auto cycle = game.history()["cycle"];
  CHECK(cycle.back() < 0.5 * cycle.front());
  for (const char* column : {"a_to_b.loss", "judge_a.loss", "judge_b.gradient_norm"})
    CHECK(std::isfinite(game.history()[column].back()));

  REQUIRE_ERROR((Game{Player{"x", Point{}, adam}, Player{"x", Point{}, adam}}),
                "[Game] expected players of different names, got two called x");
}
