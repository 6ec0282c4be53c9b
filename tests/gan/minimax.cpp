#include "agon/gan/minimax.hpp"

#include <cmath>

#include "agon/core/parallel.hpp"
#include "agon_test.hpp"
#include "gan/toy.hpp"
#include "use_backend.hpp"

using namespace agon_test;

TEST_CASE("Level 1: fit trains both players and keeps their history") {
  auto game = toy_game();
  const Point before = game.generator();
  int steps = 0, epochs = 0;
  game.on_step([&](const StepReport& report) {
    ++steps;
    CHECK(report.iteration == steps);
    CHECK(report.epochs == 2);
    CHECK(report.steps_per_epoch == 5);
    CHECK(report.done == Approx(steps / 10.0));
    CHECK(report.last == (steps == 10));
    CHECK(std::isfinite(report["discriminator.loss"]));
  });
  game.on_epoch([&](const EpochReport& report) {
    CHECK(report.epoch == ++epochs);
    CHECK(report.sample(3).shape() == Shape{3, 2});
    CHECK(equal(report.sample(3), report.sample(3)));
  });
  const auto batches = clouds(5);
  game.fit(batches, {.epochs = 2});

  CHECK(steps == 10);
  CHECK(epochs == 2);
  CHECK_FALSE(equal(before, game.generator()));
  CHECK(game.history().rows().size() == 10);
  for (const char* column : {"generator.loss", "generator.gradient_norm", "discriminator.gradient_norm",
                             "real", "fake", "accuracy", "epoch", "seconds"})
    for (const double value : game.history()[column]) CHECK(std::isfinite(value));
  REQUIRE_ERROR(game.history()["lr"], "[History] expected one of the columns iteration, epoch, seconds");
}

TEST_CASE("Level 2: the user's own loop takes the two steps one by one") {
  auto game = toy_game();
  for (const auto& batch : clouds(3)) {
    const DiscriminatorStep d = game.step_discriminator(batch);
    const GeneratorStep g = game.step_generator(batch);
    CHECK(d.loss > 0);
    CHECK((d.real > 0 && d.real < 1));
    CHECK((d.fake > 0 && d.fake < 1));
    REQUIRE(d.accuracy.has_value());
    CHECK((*d.accuracy >= 0 && *d.accuracy <= 1));
    CHECK(d.gradient_norm > 0);
    CHECK(g.loss > 0);
    CHECK(g.gradient_norm > 0);
  }
  CHECK(game.iteration() == 3);
}

TEST_CASE("Each step moves its own player only") {
  auto game = toy_game();
  const auto batch = clouds(1)[0];
  const Point g0 = game.generator();
  const Judge d0 = game.discriminator();
  game.step_discriminator(batch);
  CHECK(equal(g0, game.generator()));
  CHECK_FALSE(equal(d0, game.discriminator()));
  const Judge d1 = game.discriminator();
  game.step_generator(batch);
  CHECK_FALSE(equal(g0, game.generator()));
  CHECK(equal(d1, game.discriminator()));
}

TEST_CASE("The steps are the gradients of the objective, written out") {
  auto game = toy_game(5);
  const auto batch = clouds(1)[0];
  Point g = fresh<Point>(1);
  Judge d = fresh<Judge>(2);
  Adam g_adam{{.lr = 1e-2, .beta1 = 0.5}}, d_adam{{.lr = 1e-2, .beta1 = 0.5}};
  Streams streams(5);
  const Var fake = g(streams.latent.normal({16, 2}));
  const Var d_loss = mean(softplus(-d(batch))) + mean(softplus(d(detach(fake))));
  d_adam.step(d, grad(d_loss, parameters(d)));
  const Var g_loss = mean(softplus(-d(fake)));
  g_adam.step(g, grad(g_loss, parameters(g)));

  const auto [d_step, g_step] = game.step(batch);
  CHECK(d_step.loss == static_cast<double>(d_loss.item()));
  CHECK(g_step.loss == static_cast<double>(g_loss.item()));
  CHECK(equal(g, game.generator()));
  CHECK(equal(d, game.discriminator()));
}

TEST_CASE("n_critic counts the steps of D for one of G") {
  auto game = toy_game();
  int d_steps = 0, g_steps = 0;
  game.on_gradients(
      [&](const std::string& player, Gradients&) { ++(player == "generator" ? g_steps : d_steps); });
  std::vector<std::int64_t> steps;
  game.on_step([&](const StepReport& report) {
    CHECK(report.steps_per_epoch == 1);
    CHECK(report.last == (report.epoch == 2));
    steps.push_back(report.step);
  });
  game.fit(clouds(9), {.epochs = 2, .n_critic = 5});
  CHECK(d_steps == 18);
  CHECK(g_steps == 2);
  CHECK(steps == std::vector<std::int64_t>{1, 1});
  CHECK(game.iteration() == 2);
  REQUIRE_ERROR(game.fit(clouds(4), {.epochs = 2, .n_critic = 5}),
                "[fit] expected a loader of at least 5 batches, one for each of n_critic, got 4");
}

TEST_CASE("A loop of one's own after a fit stands outside it, also after one that failed") {
  auto game = toy_game();
  StepReport newest;
  game.on_step([&](const StepReport& report) { newest = report; });
  game.fit(clouds(3), {.epochs = 2});
  CHECK(newest.epoch == 2);
  game.step(clouds(1)[0]);
  CHECK(newest.iteration == 7);
  CHECK((newest.epoch == 0 && newest.epochs == 0 && newest.steps_per_epoch == 0 && newest.step == 1));

  std::vector<Tensor> broken = clouds(2);
  broken.push_back(Tensor({1, 2}, {NAN, 0}));
  REQUIRE_ERROR(game.fit(broken, {.epochs = 1}), "[discriminator] expected a finite loss");
  game.step(clouds(1)[0]);
  CHECK((newest.epoch == 0 && newest.steps_per_epoch == 0 && newest.step == 1 && !newest.last));
}

TEST_CASE("A hook between grad and step sees and changes the gradients") {
  auto game = toy_game();
  const Judge before = game.discriminator();
  std::vector<std::string> seen;
  game.on_gradients([&](const std::string& player, Gradients& gradients) {
    seen.push_back(player);
    if (player == "discriminator")
      for (Var& gradient : gradients) gradient = gradient * 0.0f;
  });
  const auto [d, g] = game.step(clouds(1)[0]);
  CHECK(seen == std::vector<std::string>{"discriminator", "generator"});
  CHECK(equal(before, game.discriminator()));
  CHECK(d.gradient_norm > 0);  // as it was before the hook

  auto clipped = toy_game();
  double after = 0;
  clipped.on_gradients([](const std::string&, Gradients& gradients) { clip_gradient_norm(gradients, 1e-3); });
  clipped.on_gradients([&](const std::string&, Gradients& gradients) { after = gradient_norm(gradients); });
  clipped.step(clouds(1)[0]);
  CHECK(after == Approx(1e-3));
}

TEST_CASE("The same seed gives the same bits, whatever the threads and whoever watches") {
  const agon_test::UseBackend eigen(Backend::eigen);  // oneDNN promises that for one number of threads
  const auto train = [](std::uint64_t seed, int thread_count, bool watched) {
    const int before = threads();
    set_threads(thread_count);
    auto game = toy_game(seed);
    if (watched) {
      game.on_step([&](const StepReport&) { (void)sample(game.generator(), latent(4, 2)); });
      game.on_epoch([](const EpochReport& report) { (void)report.sample(8); });
    }
    const auto batches = clouds(5, 300);
    game.fit(batches, {.epochs = 2});
    set_threads(before);
    return game.generator();
  };
  const Point reference = train(3, 1, false);
  CHECK(equal(reference, train(3, 2, false)));
  CHECK(equal(reference, train(3, 1, true)));
  CHECK_FALSE(equal(reference, train(4, 1, false)));
}

TEST_CASE("Running statistics move in the step of their own player only") {
  struct Normed {
    Linear hidden{2, 16};
    BatchNorm norm{16};
    Linear out{16, 2};
    Var operator()(const Var& z) const { return out(relu(norm(hidden(z)))); }
  };
  struct NormedJudge {
    Linear hidden{2, 16};
    BatchNorm norm{16};
    Linear out{16, 1};
    Var operator()(const Var& x) const { return out(relu(norm(hidden(x)))); }
  };
  Minimax game{Player{Normed{}, Adam{}}, Player{NormedJudge{}, Adam{}}, Saturating{}, Latent{2}};
  const auto batch = clouds(1)[0];
  const Tensor g0 = game.generator().norm.running_mean.value(),
               d0 = game.discriminator().norm.running_mean.value();
  game.step_discriminator(batch);
  const Tensor d1 = game.discriminator().norm.running_mean.value();
  CHECK(equal(g0, game.generator().norm.running_mean.value()));
  CHECK_FALSE(equal(d0, d1));
  game.step_generator(batch);
  CHECK_FALSE(equal(g0, game.generator().norm.running_mean.value()));
  CHECK(equal(d1, game.discriminator().norm.running_mean.value()));

  const Tensor z = latent(4, 2);
  const Tensor one = sample(game.generator(), rows(z, 0, 1));  // with running statistics samples do not mix
  const Tensor of_four = rows(sample(game.generator(), z), 0, 1);
  for (std::size_t i = 0; i < 2; ++i)
    CHECK(one.values()[i] == agon_test::Approx(of_four.values()[i]).margin(1e-5));
}

TEST_CASE("Games in double") {
  struct Point64 {
    f64::Linear out{2, 2};
    f64::Var operator()(const f64::Var& z) const { return out(z); }
  };
  struct Judge64 {
    f64::Linear out{2, 1};
    f64::Var operator()(const f64::Var& x) const { return out(x); }
  };
  Minimax game{Player{Point64{}, f64::Adam{}}, Player{Judge64{}, f64::Adam{}}, NonSaturating{}, Latent{2}};
  const std::vector<f64::Tensor> batches{f64::Tensor({2, 2}, {1, 2, 3, 4})};
  game.fit(batches, {.epochs = 3});
  CHECK(game.iteration() == 3);
}

TEST_CASE("Mistakes in a fit throw and say what was expected") {
  auto game = toy_game();
  const auto batches = clouds(2);
  REQUIRE_ERROR(game.fit(batches, {.epochs = 0}), "[fit] expected epochs >= 1, got 0");
  REQUIRE_ERROR(game.fit(batches, {}), "[fit] expected epochs or minutes, got neither");
  REQUIRE_ERROR(game.fit(batches, {.minutes = -1.0}), "[fit] expected minutes > 0");
  REQUIRE_ERROR(game.fit(batches, {.epochs = 1, .n_critic = 0}), "[fit] expected n_critic >= 1, got 0");
  REQUIRE_ERROR(game.fit(std::vector<Tensor>{}, {.epochs = 1}),
                "[fit] expected a loader of at least 1 batch, got 0");
  REQUIRE_ERROR(game.step(Tensor::zeros({4, 3})),
                "[Minimax] expected generated samples of the shape of the real ones, [4, 3], got [4, 2]");
  REQUIRE_ERROR(game.step(Tensor::zeros({0, 2})), "[Minimax] expected a batch of at least one real sample");
  REQUIRE_ERROR(game.step(Tensor({1, 2}, {NAN, 0})),
                "[discriminator] expected a finite loss, got nan in iteration 1");
  REQUIRE_ERROR(Latent{0}, "[Latent] expected dimensions >= 1, got 0");
  REQUIRE_ERROR(Minimax(Player("a", Point{}, Adam{}), Player("a", Judge{}, Adam{}), Saturating{}, Latent{2}),
                "[Minimax] expected players of different names");
}

TEST_CASE("Minutes end a fit, also within an epoch") {
  auto game = toy_game();
  int epochs = 0;
  bool last = false;
  game.on_step([&](const StepReport& report) { last = report.last; });
  game.on_epoch([&](const EpochReport&) { ++epochs; });
  const auto batches = clouds(100);
  game.fit(batches, {.epochs = 1000000, .minutes = 0.05 / 60});
  CHECK(last);
  CHECK(epochs >= 1);
  CHECK(game.history()["seconds"].back() >= 0.05);
}

namespace {

/// A judge that allows both kinds of samples in one pass, and counts its passes.
struct CountingJudge {
  static constexpr bool samples_apart = true;
  Linear hidden{2, 16};
  Linear out{16, 1};
  static inline int passes = 0;
  Var operator()(const Var& x) const {
    ++passes;
    return out(leaky_relu(hidden(x), 0.2f));
  }
};

}  // namespace

TEST_CASE("a D that judges each sample by itself sees real and generated ones in one pass") {
  const auto play = [](auto judge) {
    Minimax game(Player(fresh<Point>(1), Adam{{.lr = 1e-2, .beta1 = 0.5}}),
                 Player(judge, Adam{{.lr = 1e-2, .beta1 = 0.5}}), NonSaturating{}, Latent{2}, {.seed = 1});
    std::vector<DiscriminatorStep> steps;
    for (const Tensor& batch : clouds(5)) steps.push_back(game.step(batch).first);
    return steps;
  };
  const auto apart = play(fresh<Judge>(2));
  CountingJudge::passes = 0;
  const auto joint = play(fresh<CountingJudge>(2));
  CHECK(CountingJudge::passes == 10);  // one for D's step, one for G's
  for (std::size_t i = 0; i < apart.size(); ++i) {
    CHECK(joint[i].loss == agon_test::Approx(apart[i].loss).epsilon(1e-4));
    CHECK(joint[i].real == agon_test::Approx(apart[i].real).epsilon(1e-4));
    CHECK(joint[i].fake == agon_test::Approx(apart[i].fake).epsilon(1e-4));
    CHECK(joint[i].gradient_norm == agon_test::Approx(apart[i].gradient_norm).epsilon(1e-3));
  }
}
