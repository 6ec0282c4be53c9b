// What can be added to a game: penalties, augmentations, steps ahead, accumulation.
#include <cmath>
#include <span>

#include "agon_test.hpp"
#include "gan/toy.hpp"

using namespace agon_test;

namespace {

/// Mean square of D's scores of the points half way between real and generated samples.
Var middle_scores(const Round& round) {
  return mean(square(round.discriminator((Var(round.real) + Var(round.fake)) * 0.5f)));
}

struct Middle {
  static constexpr const char* name = "middle";
  float weight = 1;
  Var operator()(const Round& round) const { return weight * middle_scores(round); }
};

/// The toy game's players and streams, for a game that is played by hand.
struct ByHand {
  explicit ByHand(std::uint64_t seed = 1) : streams(seed) {}

  Var generate(std::int64_t count = 16) { return g(latent(count)); }
  Tensor latent(std::int64_t count = 16) { return streams.latent.normal({count, 2}); }
  void move_g(const Var& loss) { g_adam.step(g, grad(loss, parameters(g))); }
  void move_d(const Var& loss) { d_adam.step(d, grad(loss, parameters(d))); }
  Var d_loss(const Tensor& real, const Var& fake) const {
    return mean(softplus(-d(real))) + mean(softplus(d(detach(fake))));
  }

  Point g = fresh<Point>(1);
  Judge d = fresh<Judge>(2);
  Adam g_adam{{.lr = 1e-2, .beta1 = 0.5}}, d_adam{{.lr = 1e-2, .beta1 = 0.5}};
  Streams streams;
};

template <class T>
double distance(const BasicTensor<T>& a, const BasicTensor<T>& b) {
  return std::sqrt(static_cast<double>(sum(square(BasicVar<T>(a) - BasicVar<T>(b))).item()));
}

template <class Game>
bool same_players(const Game& game, const ByHand& hand) {
  return equal(game.generator(), hand.g) && equal(game.discriminator(), hand.d);
}

}  // namespace

TEST_CASE("penalties of every step are part of their player's loss", "[gan]") {
  auto game = toy_game();
  game.penalise_discriminator(Middle{0.5f});
  game.penalise_generator([](const Round& round) {
    return 0.25f * mean(square(round.generator(round.latent) - Var(round.fake) * 0.5f));
  });
  ByHand hand;
  for (const Tensor& real : clouds(3)) {
    const auto [d_step, g_step] = game.step(real);
    const Tensor z = hand.latent();
    const Var fake = hand.g(z);
    const Var middle = mean(square(hand.d((Var(real) + detach(fake)) * 0.5f)));
    const Var d_loss = hand.d_loss(real, fake) + 0.5f * middle;
    CHECK(d_step.loss == Approx(d_loss.item()));
    CHECK(game.history()["discriminator.middle"].back() == Approx(0.5f * middle.item()));
    hand.move_d(d_loss);
    const Var g_loss = mean(softplus(-hand.d(fake))) + 0.25f * mean(square(hand.g(z) - detach(fake) * 0.5f));
    CHECK(g_step.loss == Approx(g_loss.item()));
    hand.move_g(g_loss);
    CHECK(game.history()["generator.penalty"].back() > 0);
  }
  CHECK(distance(game.generator().out.weight.value(), hand.g.out.weight.value()) < 1e-5);
  CHECK(distance(game.discriminator().out.weight.value(), hand.d.out.weight.value()) < 1e-5);
}

TEST_CASE("lazy penalties take a step of their own, k times as large", "[gan]") {
  auto game = toy_game();
  game.penalise_discriminator(Middle{0.5f},
                              {.every = 2, .factor = Schedule::linear({.from = 1, .to = 3, .end = 4})});
  ByHand hand;
  const auto batches = clouds(4);
  for (std::size_t i = 0; i < 4; ++i) {
    const Tensor& real = batches[i];
    game.step(real);
    const Var fake = hand.generate();
    hand.move_d(hand.d_loss(real, fake));
    if (i % 2 == 1) {
      const float factor = 1 + 2 * static_cast<float>(i) / 4;
      hand.move_d(mean(square(hand.d((Var(real) + detach(fake)) * 0.5f))) * (0.5f * factor) * 2.0f);
    }
    hand.move_g(mean(softplus(-hand.d(fake))));
  }
  CHECK(same_players(game, hand));
}

TEST_CASE("a game's generator penalty may look at D's loss and parameters", "[gan]") {
  auto game = toy_game();
  std::vector<double> losses;
  game.penalise_generator([&](const Round& round) {
    const Var loss = round.discriminator_loss();
    losses.push_back(static_cast<double>(loss.item()));
    const auto slopes = grad(loss, round.discriminator_parameters, {.create_graph = true});
    Var total = sum(square(slopes[0]));
    for (std::size_t i = 1; i < slopes.size(); ++i) total = total + sum(square(slopes[i]));
    return 0.1f * total;
  });
  const Tensor real = clouds(1)[0];
  ByHand hand;
  const Var fake = hand.generate();
  hand.move_d(hand.d_loss(real, fake));
  const Var d_loss = mean(softplus(-hand.d(real))) + mean(softplus(hand.d(fake)));
  const auto slopes = grad(d_loss, parameters(hand.d), {.create_graph = true});
  Var total = sum(square(slopes[0]));
  for (std::size_t i = 1; i < slopes.size(); ++i) total = total + sum(square(slopes[i]));
  hand.move_g(mean(softplus(-hand.d(fake))) + 0.1f * total);
  game.step(real);
  REQUIRE(losses.size() == 1);
  CHECK(losses[0] == static_cast<double>(d_loss.item()));
  CHECK(distance(game.generator().hidden.weight.value(), hand.g.hidden.weight.value()) < 1e-6);
}

TEST_CASE("augmentations stand before D in the steps of both players", "[gan]") {
  struct Doubled {
    int steps = 0, seen = 0;
    std::int64_t step = -1;
    double newest = 0;
    Var operator()(const Var& x) {
      ++seen;
      return 2.0f * x + uniform({x.dim(0), 1});
    }
    void start_step(std::int64_t now) { step = now; }
    void observe(const Tensor& real_scores) {
      ++steps;
      newest = static_cast<double>(real_scores.values()[0]);
    }
  };
  auto game = toy_game();
  Doubled& doubled = game.augment(Doubled{});
  auto copy = game;
  ByHand hand;
  for (const Tensor& real : clouds(2)) {
    game.step(real);
    const auto shown = [&](const Var& x) { return 2.0f * x + hand.streams.augment.uniform({16, 1}); };
    const Var fake = hand.generate();
    const Var real_score = hand.d(shown(real)), fake_score = hand.d(shown(detach(fake)));
    CHECK(doubled.newest == static_cast<double>(real_score.value().values()[0]));
    hand.move_d(mean(softplus(-real_score)) + mean(softplus(fake_score)));
    hand.move_g(mean(softplus(-hand.d(shown(fake)))));
  }
  CHECK(same_players(game, hand));
  CHECK((doubled.steps == 2 && doubled.seen == 6 && doubled.step == 1));

  // A copy of a game has parts of its own.
  for (const Tensor& real : clouds(2)) copy.step(real);
  CHECK(doubled.steps == 2);
  CHECK(same_players(copy, hand));
}

TEST_CASE("an unrolled generator's gradient goes through D's steps", "[gan]") {
  struct Point64 {
    f64::Linear hidden{2, 5}, out{5, 2};
    f64::Var operator()(const f64::Var& z) const { return out(tanh(hidden(z))); }
  };
  struct Judge64 {
    f64::Linear hidden{2, 6}, out{6, 1};
    f64::Var operator()(const f64::Var& x) const { return out(tanh(hidden(x))); }
  };
  Random random(9, "clouds");
  const f64::Tensor real = random.normal<double>({7, 2}, 1.0, 0.5);
  const auto run = [&](auto optimiser, int steps) {
    const auto g = fresh<Point64>(1);
    const auto d = fresh<Judge64>(2);
    Minimax game{Player{g, f64::SGD{{.lr = 0}}}, Player{d, optimiser},
                 Unrolled<NonSaturating>{.steps = steps}, Latent{2}};
    game.step_discriminator(real);  // moments that are not zero
    f64::Gradients gradients;
    game.on_gradients([&](const std::string&, f64::Gradients& now) { gradients = now; });
    const auto optimiser_before = game.discriminator_player().optimiser;
    const Judge64 d_before = game.discriminator();
    const Random latents = game.streams().latent;
    const double loss = game.step_generator(real).loss;

    // G's loss under the D of so many plain steps later.
    const auto loss_of = [&](const Point64& moved) {
      Random same = latents;
      const f64::Tensor fake = sample(moved, same.normal<double>({7, 2}));
      Judge64 ahead = d_before;
      auto its_optimiser = optimiser_before;
      for (int k = 0; k < steps; ++k)
        its_optimiser.step(
            ahead, grad(mean(softplus(-ahead(real))) + mean(softplus(ahead(fake))), parameters(ahead)));
      return mean(softplus(-ahead(fake))).item();
    };
    CHECK(loss == Approx(loss_of(g)));
    std::size_t at = 0;
    for (const auto& slot : slots(const_cast<Point64&>(game.generator()))) {
      const f64::Tensor value = slot.parameter->value();
      const auto moved = [&](double h) {
        Point64 other = game.generator();
        f64::Tensor changed = value;
        changed.mutable_data()[0] += h;
        *slots(other)[at].parameter = changed;
        return loss_of(other);
      };
      const double numeric = (moved(1e-5) - moved(-1e-5)) / 2e-5;
      CHECK(gradients[at].value().values()[0] == Approx(numeric).epsilon(1e-6).margin(1e-9));
      ++at;
    }
    CHECK(equal(d_before, game.discriminator()));
  };
  for (const int steps : {0, 1, 5, 10}) {
    INFO(steps << " steps");
    run(f64::SGD{{.lr = 0.3, .momentum = 0.5}}, steps);
    run(f64::Adam{{.lr = 0.05, .beta1 = 0.5}}, steps);
  }
}

TEST_CASE("unrolling refuses what it cannot do", "[gan]") {
  REQUIRE_ERROR(toy_game(1, Unrolled<NonSaturating>{.steps = -1}), "[Unrolled] expected steps >= 0, got -1");
  auto game = toy_game(1, Unrolled<NonSaturating>{.steps = 2});
  REQUIRE_ERROR(game.penalise_discriminator(Middle{}),
                "[middle] expected a discriminator that is not unrolled");
  REQUIRE_ERROR(Minimax(Player(Point{}, Adam{}), Player(Judge{}, Adam{}, {.clip_norm = 1.0}),
                        Unrolled<NonSaturating>{}, Latent{2}),
                "[Unrolled] expected a discriminator that clips no gradients");
  REQUIRE_ERROR(game.step_generator(Tensor({1, 2}, {NAN, 0})),
                "[Unrolled] expected a finite loss of the discriminator, got nan in step 1 ahead");
}

TEST_CASE("accumulated batches move the players as one large batch does", "[gan]") {
  struct Point64 {
    f64::Linear hidden{2, 16}, out{16, 2};
    f64::Var operator()(const f64::Var& z) const { return out(tanh(hidden(z))); }
  };
  struct Judge64 {
    f64::Linear hidden{2, 16}, out{16, 1};
    f64::Var operator()(const f64::Var& x) const { return out(tanh(hidden(x))); }
  };
  const auto make = [] {
    return Minimax{Player{fresh<Point64>(1), f64::Adam{{.lr = 1e-2}}},
                   Player{fresh<Judge64>(2), f64::Adam{{.lr = 1e-2}}}, NonSaturating{}, Latent{2}};
  };
  auto whole = make(), parts = make();
  Random random(4, "data");
  for (int i = 0; i < 5; ++i) {
    const f64::Tensor large = random.normal<double>({24, 2}, 1.0, 0.5);
    const std::vector<f64::Tensor> small{rows(large, 0, 8), rows(large, 8, 12), rows(large, 12, 24)};
    const auto [d, g] = whole.step(large);
    const auto [d_parts, g_parts] = parts.step(std::span<const f64::Tensor>(small));
    CHECK(d_parts.loss == Approx(d.loss).epsilon(1e-12));
    CHECK(d_parts.real == Approx(d.real).epsilon(1e-12));
    CHECK(d_parts.fake == Approx(d.fake).epsilon(1e-12));
    CHECK(*d_parts.accuracy == Approx(*d.accuracy).epsilon(1e-12));
    CHECK(d_parts.gradient_norm == Approx(d.gradient_norm).epsilon(1e-10));
    CHECK(g_parts.loss == Approx(g.loss).epsilon(1e-12));
    CHECK(g_parts.gradient_norm == Approx(g.gradient_norm).epsilon(1e-10));
  }
  CHECK(parts.iteration() == 5);
  CHECK(distance(parts.generator().out.weight.value(), whole.generator().out.weight.value()) < 1e-10);
  CHECK(distance(parts.discriminator().out.weight.value(), whole.discriminator().out.weight.value()) < 1e-10);
}

TEST_CASE("lazy penalties are accumulated too, and reported as the mean of the parts", "[gan]") {
  struct Judge64 {
    f64::Linear hidden{2, 16}, out{16, 1};
    f64::Var operator()(const f64::Var& x) const { return out(tanh(hidden(x))); }
  };
  struct Point64 {
    f64::Linear out{2, 2};
    f64::Var operator()(const f64::Var& z) const { return out(z); }
  };
  const auto make = [](std::int64_t every) {
    Minimax game{Player{fresh<Point64>(1), f64::SGD{{.lr = 0.1}}},
                 Player{fresh<Judge64>(2), f64::SGD{{.lr = 0.1}}}, NonSaturating{}, Latent{2}};
    game.penalise_discriminator(R1{.weight = 2}, {.every = every});
    game.penalise_generator(
        [](const f64::Round& round) { return mean(square(round.generator(round.latent))); },
        {.every = every, .name = "size"});
    return game;
  };
  Random random(4, "data");
  const f64::Tensor large = random.normal<double>({24, 2}, 1.0, 0.5);
  const std::vector<f64::Tensor> small{rows(large, 0, 12), rows(large, 12, 24)};
  for (const std::int64_t every : {1, 2}) {
    auto whole = make(every), parts = make(every);
    for (int i = 0; i < 2; ++i) {
      whole.step(large);
      parts.step(std::span<const f64::Tensor>(small));
    }
    CHECK(distance(parts.generator().out.weight.value(), whole.generator().out.weight.value()) < 1e-12);
    CHECK(distance(parts.discriminator().out.weight.value(), whole.discriminator().out.weight.value()) <
          1e-12);
    for (const char* name : {"discriminator.r1", "generator.size"})
      CHECK(parts.history()[name].back() == Approx(whole.history()[name].back()).epsilon(1e-9));
  }
}

TEST_CASE("a fit accumulates, and refuses epochs that it does not divide", "[gan]") {
  auto game = toy_game();
  game.fit(clouds(12), {.epochs = 2, .n_critic = 2, .accumulate = 3});
  CHECK(game.iteration() == 4);
  REQUIRE_ERROR(game.fit(clouds(10), {.epochs = 1, .accumulate = 3}),
                "[fit] expected accumulate to divide the 10 batches of an epoch, got 3");
  REQUIRE_ERROR(game.fit(clouds(10), {.epochs = 1, .accumulate = 0}),
                "[fit] expected accumulate >= 1, got 0");
  CHECK(game.iteration() == 4);
}

TEST_CASE("a packed D refuses batches that it does not divide before it trains", "[gan]") {
  struct WideJudge {
    Linear hidden{6, 16}, out{16, 1};
    Var operator()(const Var& x) const { return out(leaky_relu(hidden(x), 0.2f)); }
  };
  Minimax game{Player{Point{}, Adam{}}, Player{Packed{WideJudge{}, 3}, Adam{}}, NonSaturating{}, Latent{2}};
  game.fit(clouds(2, 12), {.epochs = 1});
  REQUIRE_ERROR(game.fit(clouds(2, 16), {.epochs = 1}),
                "[fit] expected batches of a multiple of 3 samples, which D judges together, got one of 16");
  std::vector<Tensor> uneven = clouds(2, 12);
  uneven.push_back(clouds(1, 8)[0]);
  REQUIRE_ERROR(game.fit(uneven, {.epochs = 1}),
                "[fit] expected batches of a multiple of 3 samples, which D judges together, got one of 8");
  CHECK(game.iteration() == 2);
}

TEST_CASE("the ratio of steps follows D's accuracy", "[gan]") {
  auto game = toy_game();
  std::vector<std::string> order;
  game.on_gradients([&](const std::string& player, Gradients&) { order.push_back(player); });
  // Nothing is below 0, everything is above 0.01: G gets more and more steps.
  game.fit(clouds(4), {.epochs = 1, .ratio = AdaptiveRatio({.low = 0, .high = 0.01, .most_generator = 3})});
  std::string taken;
  for (const std::string& player : order) taken += player[0];
  CHECK(taken ==
        "dgdggdgggdggg");  // Epochs that are shorter than the ratio asks for do not end the training.
  auto slow = toy_game();
  slow.fit(clouds(2), {.epochs = 12, .ratio = AdaptiveRatio({.low = 0.999, .high = 1})});
  CHECK((slow.iteration() >= 4 && slow.iteration() < 12));
  auto critic = toy_game(1, Hinge{});
  REQUIRE_ERROR(critic.fit(clouds(4), {.epochs = 1, .ratio = AdaptiveRatio()}),
                "[fit] expected an objective with labels for a ratio that follows D's accuracy");
  REQUIRE_ERROR(game.fit(clouds(4), {.epochs = 1, .n_critic = 2, .ratio = AdaptiveRatio()}),
                "[fit] expected n_critic or a ratio that adapts, got both");
}

TEST_CASE("fakes of the past are shown to D", "[gan]") {
  auto game = toy_game();
  game.replay_fakes(16);
  const Tensor real = clouds(1)[0];
  std::vector<Tensor> seen;
  game.penalise_discriminator([&](const Round& round) {
    seen.push_back(round.fake);
    return 0.0f * mean(round.fake_score);
  });
  for (int i = 0; i < 3; ++i) game.step(real);
  ByHand hand;
  const Tensor first = hand.generate().value();
  CHECK(equal(seen[0], first));  // the pool was empty
  int old = 0;
  for (std::int64_t i = 0; i < 16; ++i)
    for (std::int64_t k = 0; k < 16; ++k) old += equal(rows(seen[1], i, i + 1), rows(first, k, k + 1));
  CHECK((old > 0 && old < 16));
  game.penalise_discriminator(LatentConsistency{});  // which latents these were made of is not known
  REQUIRE_ERROR(game.step(real), "[LatentConsistency] expected a step with latents");
  REQUIRE_ERROR(game.replay_fakes(0), "[FakeHistory] expected");
}

TEST_CASE("a player's options are about its every step", "[gan]") {
  const auto make = [](PlayerOptions options) {
    return Minimax{Player{fresh<Point>(1), SGD{{.lr = 1}}, std::move(options)},
                   Player{fresh<Judge>(2), SGD{{.lr = 0}}}, NonSaturating{}, Latent{2}};
  };
  const Tensor real = clouds(1)[0];
  const auto length_of_step = [&](auto& game) {
    const Point before = game.generator();
    game.step(real);
    double squares = 0;
    const auto a = parameters(before), b = parameters(game.generator());
    for (std::size_t i = 0; i < a.size(); ++i)
      squares += static_cast<double>(sum(square(a[i] - b[i])).item());
    return std::sqrt(squares);
  };
  auto clipped = make({.clip_norm = 1e-3});
  CHECK(length_of_step(clipped) == Approx(1e-3).epsilon(1e-4));
  CHECK(clipped.history()["generator.gradient_norm"].back() > 1e-2);  // as it was
  auto scheduled = make({.lr = Schedule::linear({.from = 1, .to = 0, .end = 2}), .clip_norm = 1e-3});
  CHECK(length_of_step(scheduled) == Approx(1e-3).epsilon(1e-4));
  CHECK(length_of_step(scheduled) == Approx(0.5e-3).epsilon(1e-4));
  CHECK(length_of_step(scheduled) == 0);

  auto averaged = make({.clip_value = 1e-3, .average = AverageOptions{.half_life = 16}});
  const float start = averaged.generator().out.bias->value().values()[0];
  averaged.step(real);
  const float now = averaged.generator().out.bias->value().values()[0];
  CHECK(std::abs(now - start) <= 1.001e-3f);
  CHECK(averaged.shown_generator().out.bias->value().values()[0] == Approx((start + now) / 2));
  CHECK(equal(make({}).shown_generator(), make({}).generator()));

  // A player that goes on in another game, whose count begins again, is averaged from its first step there.
  Minimax next{averaged.generator_player(), Player{fresh<Judge>(2), SGD{{.lr = 0}}}, NonSaturating{},
               Latent{2}};
  const float average = next.shown_generator().out.bias->value().values()[0];
  next.step(real);
  CHECK(next.shown_generator().out.bias->value().values()[0] != average);

  REQUIRE_ERROR(make({.clip_norm = 0.0}), "[Player] expected clip_norm > 0, got 0");
  REQUIRE_ERROR(make({.clip_value = -1.0}), "[Player] expected clip_value > 0, got -1");
  REQUIRE_ERROR(make({.lr = Schedule::cosine({.from = 1e-3, .to = -1, .end = 1000})}),
                "[Player] expected lr >= 0, got -1");
  REQUIRE_ERROR(make({.average = AverageOptions{.half_life = 0}}), "[Average] expected half_life > 0, got 0");
  struct Fixed {
    void step(Point&, const Gradients&) {}
  };
  REQUIRE_ERROR((Player{Point{}, Fixed{}, {.lr = Schedule(1)}}),
                "[Player] expected an optimiser with set_lr");
}

TEST_CASE("a generator with a mapping is penalised beyond it, and the mapping learns", "[gan]") {
  struct Styled {
    Linear mapping{2, 4}, synthesis{4, 2};
    Var operator()(const Var& z) const { return synthesis(tanh(mapping(z))); }
  };
  Minimax game{Player{fresh<Styled>(1), SGD{{.lr = 1}}}, Player{fresh<Judge>(2), SGD{{.lr = 0}}},
               NonSaturating{}, Latent{2}};
  game.penalise_generator([](const Round& round) {
    CHECK(round.latent.shape() == Shape{16, 4});
    CHECK(round.generator(round.latent).shape() == Shape{16, 2});
    return mean(square(round.latent));
  });
  Gradients gradients;
  game.on_gradients([&](const std::string&, Gradients& now) { gradients = now; });
  const Styled before = game.generator();
  const Tensor z = Streams(0).latent.normal({16, 2});
  game.step_generator(clouds(1)[0]);
  const Var loss = mean(softplus(-game.discriminator()(before(z)))) + mean(square(before.mapping(z)));
  const auto wanted = grad(loss, parameters(before));
  for (std::size_t i = 0; i < wanted.size(); ++i)
    CHECK(distance(gradients[i].value(), wanted[i].value()) < 1e-6);

  Minimax lengths{Player{fresh<Styled>(1), SGD{}}, Player{fresh<Judge>(2), SGD{}}, Hinge{}, Latent{2}};
  PathLength& length = lengths.penalise_generator(PathLength{}, {.every = 2});
  for (int i = 0; i < 4; ++i) lengths.step(clouds(1)[0]);
  CHECK(length.mean_length > 0);
}

TEST_CASE("penalties that cannot be are refused where they are added", "[gan]") {
  auto game = toy_game();
  REQUIRE_ERROR(game.penalise_discriminator(Middle{}, {.every = 0}),
                "[middle] expected to be applied every k steps with k >= 1, got 0");
  REQUIRE_ERROR(game.penalise_discriminator(Middle{}, {.every = 1000, .factor = -1.0}),
                "[middle] expected a factor >= 0, got -1");
  REQUIRE_ERROR(
      game.penalise_discriminator(Middle{}, {.factor = Schedule::linear({.from = 1, .to = -1, .end = 1000})}),
      "[middle] expected a factor >= 0, got -1");
  REQUIRE_ERROR(Schedule(NAN), "[Schedule] expected a finite number");
  game.penalise_discriminator([](const Round& round) { return mean(round.real_score); });
  game.penalise_discriminator([](const Round& round) { return mean(round.fake_score); });
  game.step(clouds(1)[0]);
  CHECK(game.history()["discriminator.penalty"].back() != game.history()["discriminator.penalty2"].back());
  game.penalise_discriminator([](const Round& round) { return round.real_score; });
  REQUIRE_ERROR(game.step(clouds(1)[0]), "[penalty3] expected a penalty that is a scalar, got [16, 1]");
}
