#include "agon/gan/penalties/gradient.hpp"
#include "agon/gan/penalties/slopes.hpp"
#include "agon/nn/parameter.hpp"
#include "gan/penalty_toy.hpp"

using namespace agon;
using namespace penalty_toy;

// Penalties on D's gradients by samples, against formulas in plain numbers with the same draws.
namespace {

double squared(double x) { return x * x; }

/// The mean of f over the slopes at points u real + (1 - u) fake.
double over_points_between(const Critic& critic, const Maker& maker, Replay& replay,
                           const std::function<double(double)>& f) {
  const Numbers u = replay.uniform({count});
  return mean_over([&](std::int64_t i) {
    const double share = u[static_cast<std::size_t>(i)];
    const Numbers real = real_row(i), fake = maker(latent_row(i));
    Numbers x;
    for (std::size_t k = 0; k < real.size(); ++k) x.push_back(share * real[k] + (1 - share) * fake[k]);
    return f(critic.slope(x));
  });
}

Hand between(double weight, const std::function<double(double)>& f) {
  return [=](const Critic& critic, const Maker& maker, Replay replay) {
    return weight * over_points_between(critic, maker, replay, f);
  };
}

/// The mean of f over the slopes at DRAGAN's points around real samples.
Hand around(double weight, double spread, const std::function<double(double)>& f) {
  return [=](const Critic& critic, const Maker&, Replay replay) {
    double mean = 0, variance = 0;
    const double all = static_cast<double>(real_numbers.size());
    for (const double x : real_numbers) mean += x / all;
    for (const double x : real_numbers) variance += squared(x - mean) / all;
    const Numbers u = replay.uniform({count}), v = replay.uniform(sample_shape);
    return weight * mean_over([&](std::int64_t i) {
             const double reach = u[static_cast<std::size_t>(i)] * spread * std::sqrt(variance);
             return f(critic.slope(plus(real_row(i), row_of(v, i, width), reach)));
           });
  };
}

}  // namespace

TEST_CASE("The gradient penalty is that of WGAN-GP, with its options", "[gan][penalty]") {
  {
    INFO("two-sided");
    check_penalty(GradientPenalty{}, Side::discriminator,
                  between(10, [](double slope) { return squared(slope - 1); }));
    check_penalty(GradientPenalty{.weight = 3, .target = 1.6}, Side::discriminator,
                  between(3, [](double slope) { return squared(slope - 1.6); }));
  }
  INFO("one-sided");
  int below = 0;
  Replay replay(false);
  over_points_between(Critic{}, Maker{}, replay, [&](double slope) { return slope < 1.3 ? ++below : 0; });
  REQUIRE(below > 0);  // some slopes do not count, some do
  REQUIRE(below < count);
  check_penalty(GradientPenalty{.weight = 3, .target = 1.3, .one_sided = true}, Side::discriminator,
                between(3, [](double slope) { return squared(std::max(slope - 1.3, 0.0)); }));
  CHECK(GradientPenalty::lipschitz().one_sided);
  CHECK(GradientPenalty::lipschitz(4).weight == 4);
}

TEST_CASE("Dragan penalises slopes around real samples", "[gan][penalty]") {
  check_penalty(Dragan{}, Side::discriminator,
                around(10, 0.5, [](double slope) { return squared(slope - 1); }));
  check_penalty(Dragan{.weight = 2, .target = 0.4, .spread = 1.5}, Side::discriminator,
                around(2, 1.5, [](double slope) { return squared(slope - 0.4); }));
  // Generated samples do not count.
  Toy<double> toy(Critic{}, Maker{});
  const double with_fake = penalise(Dragan{}, toy.round).item();
  toy.round.fake = {};
  CHECK(penalise(Dragan{}, toy.round).item() == with_fake);
}

TEST_CASE("R1 is at real samples, R2 at generated ones", "[gan][penalty]") {
  check_penalty(R1{}, Side::discriminator, [](const Critic& critic, const Maker&, Replay) {
    return 5 * mean_over([&](std::int64_t i) { return square_of(critic.gradient(real_row(i))); });
  });
  check_penalty(R2{.weight = 3}, Side::discriminator, [](const Critic& critic, const Maker& maker, Replay) {
    return 1.5 * mean_over([&](std::int64_t i) { return square_of(critic.gradient(maker(latent_row(i)))); });
  });
}

TEST_CASE("Zero-centred and Wasserstein divergence penalties are at points between", "[gan][penalty]") {
  check_penalty(ZeroCentred{}, Side::discriminator, between(10, squared));
  check_penalty(WassersteinDivergence{}, Side::discriminator,
                between(2, [](double slope) { return std::pow(slope, 6); }));
  check_penalty(WassersteinDivergence{.weight = 3, .power = 2.5}, Side::discriminator,
                between(3, [](double slope) { return std::pow(slope, 2.5); }));
}

TEST_CASE("Slopes are those of each sample by itself", "[gan][penalty]") {
  const Critic critic;
  const Toy<double> toy(critic, Maker{});
  const f64::Tensor gradient = input_gradient(toy.round.discriminator, toy.round.real).value();
  const f64::Tensor steep = slopes(toy.round.discriminator, toy.round.real).value();
  CHECK(gradient.shape() == sample_shape);
  CHECK(steep.shape() == Shape{count});
  for (std::int64_t i = 0; i < count; ++i) {
    const Numbers hand = critic.gradient(real_row(i));
    for (std::int64_t k = 0; k < width; ++k)
      CHECK(gradient.data()[i * width + k] == Approx(hand[static_cast<std::size_t>(k)]));
    CHECK(steep.data()[i] == Approx(critic.slope(real_row(i))));
  }
}

TEST_CASE("The number and order of samples does not count", "[gan][penalty]") {
  const Toy<double> toy(Critic{}, Maker{});
  const auto with = [&](const std::vector<std::int64_t>& numbers) {
    f64::Round round = toy.round;
    round.real = take_rows(toy.round.real, std::span<const std::int64_t>(numbers));
    round.fake = take_rows(toy.round.fake, std::span<const std::int64_t>(numbers));
    return round;
  };
  const f64::Round turned = with({2, 0, 1}), doubled = with({0, 0, 1, 1, 2, 2});
  CHECK(R1{}(turned).item() == Approx(R1{}(toy.round).item()));
  CHECK(R1{}(doubled).item() == Approx(R1{}(toy.round).item()));
  CHECK(R2{}(turned).item() == Approx(R2{}(toy.round).item()));
  CHECK(R2{}(doubled).item() == Approx(R2{}(toy.round).item()));
  // Every sample has its own draw, also among equals.
  const f64::Round equals = with({0, 0, 0});
  const double first = penalise(ZeroCentred{}, with({0})).item();
  CHECK(penalise(ZeroCentred{}, equals).item() != Approx(first));
}

TEST_CASE("Slopes by one's own lambda, in both scalars", "[gan][penalty]") {
  const auto steep = [](const Var& x) { return 3.0f * sum(x, {1}); };
  CHECK(slopes(steep, Tensor({2, 4}, 1.0f)).value().at({1}) == Approx(6));
  CHECK(input_gradient(steep, Tensor({2, 4}, 1.0f)).value().at({1, 2}) == 3);
  const auto generic = [](const auto& x) { return sum(square(x), {1}); };
  CHECK(slopes(generic, f64::Tensor({2, 1}, {3.0, -2.0})).value().at({1}) == Approx(4));
  CHECK(slopes(generic, Var(Tensor({2, 1}, {3.0f, -2.0f}))).value().at({0}) == Approx(6));
  // A gradient of 0 has the norm 0 and passes 0 on.
  const f64::Var scale = variable(f64::Tensor::scalar(2));
  const auto flat = [&](const f64::Var& x) { return scale * sum(square(x), {1}); };
  const f64::Var norms = slopes(flat, f64::Tensor({2, 2}, 0.0));
  CHECK(norms.value().at({0}) == 0);
  CHECK(grad(sum(norms), {scale})[0].item() == 0);
}

TEST_CASE("Slopes of a network lead back to its own parameters", "[gan][penalty]") {
  struct Judged {
    Var score;
  };
  struct Judge {
    Parameter weight = Tensor({1, 2}, {3.0f, 4.0f});
    Judged operator()(const Var& x) const { return {linear(x, weight)}; }
  };
  const Judge judge;
  const Var steep = slopes(judge, Tensor({2, 2}, 1.0f));
  CHECK(steep.value().at({1}) == Approx(5));
  const Tensor by_weight = grad(mean(steep), {judge.weight})[0].value();  // the weight over its norm
  CHECK(by_weight.at({0, 0}) == Approx(0.6));
  CHECK(by_weight.at({0, 1}) == Approx(0.8));
}

TEST_CASE("Gradient penalties refuse what they cannot work with", "[gan][penalty]") {
  check_weight(GradientPenalty{}, "GradientPenalty", &GradientPenalty::weight);
  check_weight(Dragan{}, "Dragan", &Dragan::weight);
  check_weight(Dragan{}, "Dragan", &Dragan::spread, "spread");
  check_weight(R1{}, "R1", &R1::weight);
  check_weight(R2{}, "R2", &R2::weight);
  check_weight(ZeroCentred{}, "ZeroCentred", &ZeroCentred::weight);
  check_weight(WassersteinDivergence{}, "WassersteinDivergence", &WassersteinDivergence::weight);
  REQUIRE_ERROR((GradientPenalty{.target = -1}.check()), "[GradientPenalty] expected target >= 0, got -1");
  REQUIRE_ERROR((Dragan{.target = -1}.check()), "[Dragan] expected target >= 0, got -1");
  REQUIRE_ERROR((WassersteinDivergence{.power = 0.5}.check()),
                "[WassersteinDivergence] expected power >= 1, got 0.5");

  Round round = Toy<float>(Critic{}, Maker{}).round;
  round.fake = rows(round.fake, 0, 2);
  REQUIRE_ERROR(
      GradientPenalty{}(round),
      "[GradientPenalty] expected generated samples of the shape of the real ones, got [2, 2, 1, 2] "
      "and [3, 2, 1, 2]");
  round.fake = {};
  REQUIRE_ERROR(R2{}(round), "[R2] expected a step with generated samples, got one without");
  REQUIRE_ERROR(ZeroCentred{}(round), "[ZeroCentred] expected a step with generated samples");
  round.discriminator = {};
  REQUIRE_ERROR(R1{}(round), "[R1] expected a step with a discriminator, got one without");
  REQUIRE_ERROR(Dragan{}(round), "[Dragan] expected a step with a discriminator");
  round.real = {};
  REQUIRE_ERROR(R1{}(round), "[R1] expected a step with real samples");
  REQUIRE_ERROR(Dragan{}(round), "[Dragan] expected a step with real samples");
  REQUIRE_ERROR(WassersteinDivergence{}(round), "[WassersteinDivergence] expected a step with real samples");
  REQUIRE_ERROR(slopes(NetworkFunction{}, Tensor({2, 1}, 0.0f)), "expected a function of samples");
  const auto average = [](const Var& x) { return mean(x); };
  REQUIRE_ERROR(slopes(average, Tensor({2, 1}, 0.0f)), "returns a score for each sample");
}
