#include "agon/gan/penalties/opponent_gradient.hpp"
#include "agon/gan/penalties/path_length.hpp"
#include "gan/penalty_toy.hpp"

using namespace agon;
using namespace penalty_toy;

// Penalties of the generator, against formulas in plain numbers with the same draws.
namespace {

double squared(double x) { return x * x; }

/// The lengths of the gradients of <G(w), y> by each latent w; pictures are [2, 1, 2], of two pixels.
Numbers path_lengths(const Maker& maker, Replay& replay) {
  const Numbers noise = replay.normal(sample_shape, 1 / std::sqrt(2.0));
  Numbers lengths;
  for (std::int64_t i = 0; i < count; ++i) {
    const Numbers made = maker(latent_row(i)), y = row_of(noise, i, width);
    Numbers gradient(latents, 0.0);
    for (std::size_t k = 0; k < made.size(); ++k)
      gradient = plus(gradient, row_of(maker.w, static_cast<std::int64_t>(k), latents),
                      y[k] * (1 - squared(made[k])));
    lengths.push_back(std::sqrt(square_of(gradient)));
  }
  return lengths;
}

double average(const Numbers& lengths) {
  return mean_over([&](std::int64_t i) { return lengths[static_cast<std::size_t>(i)]; });
}

/// Path length regularisation at a given average, which counts as a constant.
struct PathLengthAt {
  PathLength path;
  template <class T>
  BasicVar<T> operator()(const BasicRound<T>& round) const {
    return PathLength(path)(round);
  }
};

/// D's loss on the step's samples, with the graph to G: mean(softplus(D(G(z)))) + mean(softplus(-D(x))).
template <class T>
void give_loss(Toy<T>& toy) {
  const BasicRound<T> round = toy.round;
  toy.round.discriminator_parameters = {toy.a, toy.b};
  toy.round.discriminator_loss = [round] {
    return mean(softplus(round.discriminator(round.generator(round.latent)))) +
           mean(softplus(-round.discriminator(round.real)));
  };
}

double sigmoid_of(double x) { return 1 / (1 + std::exp(-x)); }

double opponent_gradient(const Critic& critic, const Maker& maker) {
  Numbers total(critic.theta.size(), 0.0);
  for (std::int64_t i = 0; i < count; ++i) {
    const Numbers fake = maker(latent_row(i)), real = real_row(i);
    total = plus(total, critic.by_theta(fake), sigmoid_of(critic(fake)) / count);
    total = plus(total, critic.by_theta(real), -sigmoid_of(-critic(real)) / count);
  }
  return 0.5 * square_of(total);
}

}  // namespace

TEST_CASE("Path lengths are held to their moving average", "[gan][penalty]") {
  const Critic critic;
  const Maker maker;
  const Toy<double> toy(critic, maker);
  Replay replay(false);
  const double mean_length = average(path_lengths(maker, replay));
  const double next = 0.7 + 0.25 * (mean_length - 0.7);
  PathLength path{.decay = 0.25, .mean_length = 0.7};
  {
    Random random = Replay::stream();
    const RandomGuard guard(random);
    path(toy.round);
  }
  CHECK(path.mean_length == Approx(next));

  const Hand hand = [&](const Critic&, const Maker& moved, Replay again) {
    const Numbers lengths = path_lengths(moved, again);
    return 2 *
           mean_over([&](std::int64_t i) { return squared(lengths[static_cast<std::size_t>(i)] - next); });
  };
  const PathLengthAt at{{.decay = 0.25, .mean_length = 0.7}};
  const f64::Var loss = penalise(at, toy.round);
  CHECK(loss.item() == Approx(hand(critic, maker, Replay(false))));
  check_gradient(grad(loss, {toy.w})[0].value(), 0, maker.w,
                 [&](const Numbers& w) { return hand(critic, {w}, Replay(false)); });
  check_falls(at, Side::generator);

  // In float, which draws other noise.
  Replay single(true);
  const Numbers lengths = path_lengths(maker, single);
  const double target = 0.7 + 0.25 * (average(lengths) - 0.7);
  CHECK(static_cast<double>(penalise(at, Toy<float>(critic, maker).round).item()) ==
        Approx(2 * mean_over([&](std::int64_t i) {
                 return squared(lengths[static_cast<std::size_t>(i)] - target);
               }))
            .epsilon(1e-4));
}

TEST_CASE("Path lengths of latents with layers are the root mean square over layers", "[gan][penalty]") {
  // G(w) = the sum over 4 layers, as a picture of one pixel: each layer's gradient is y itself.
  f64::Round round;
  round.latent = f64::Tensor({2, 4, 3}, 0.5);
  round.generator = [](const f64::Var& w) { return reshape(sum(w, {1}), {2, 1, 1, 3}); };
  const Numbers y = Replay(false).normal({2, 1, 1, 3});
  const double first = std::sqrt(square_of(row_of(y, 0, 3))), second = std::sqrt(square_of(row_of(y, 1, 3)));
  PathLength path{.weight = 1, .decay = 0.5};
  Random random = Replay::stream();
  const RandomGuard guard(random);
  const double value = path(round).item(), target = (first + second) / 4;
  CHECK(path.mean_length == Approx(target));
  CHECK(value == Approx((squared(first - target) + squared(second - target)) / 2));
}

TEST_CASE("The opponent's gradient is small where D has nothing to gain", "[gan][penalty]") {
  const Critic critic;
  const Maker maker;
  Toy<double> toy(critic, maker);
  give_loss(toy);
  const f64::Var loss = OpponentGradient{}(toy.round);
  CHECK(loss.item() == Approx(opponent_gradient(critic, maker)));
  check_gradient(grad(loss, {toy.w})[0].value(), 0, maker.w,
                 [&](const Numbers& w) { return opponent_gradient(critic, {w}); });
  Toy<float> single(critic, maker);
  give_loss(single);
  CHECK(OpponentGradient{}(single.round).item() == Approx(loss.item()).epsilon(1e-4));
  CHECK(OpponentGradient{.weight = 1.5}(toy.round).item() == Approx(3 * loss.item()));

  Maker better = maker;
  for (int step = 0; step < 10; ++step) {
    Toy<double> now(critic, better);
    give_loss(now);
    const f64::Tensor gradient = grad(OpponentGradient{}(now.round), {now.w})[0].value();
    better.w = plus(better.w, {gradient.values().begin(), gradient.values().end()}, -0.1);
  }
  CHECK(opponent_gradient(critic, better) < 0.9 * loss.item());
}

TEST_CASE("Generator penalties refuse what they cannot work with", "[gan][penalty]") {
  check_weight(PathLength{}, "PathLength", &PathLength::weight);
  check_weight(PathLength{}, "PathLength", &PathLength::decay, "decay");
  REQUIRE_ERROR(PathLength{.decay = 1}.check(), "[PathLength] expected decay in [0, 1), got 1");
  check_weight(OpponentGradient{}, "OpponentGradient", &OpponentGradient::weight);
  PathLength path;
  Round round = Toy<float>(Critic{}, Maker{}).round;
  round.latent = {};
  REQUIRE_ERROR(path(round), "[PathLength] expected a step with latents");
  round.generator = {};
  REQUIRE_ERROR(path(round), "[PathLength] expected a step with a generator");
  CHECK(path.mean_length == 0);
  REQUIRE_ERROR(OpponentGradient{}(round),
                "[OpponentGradient] expected a step with the discriminator's loss");
  round.discriminator_loss = [] { return Var(Tensor::scalar(1)); };
  REQUIRE_ERROR(OpponentGradient{}(round),
                "[OpponentGradient] expected a step with the discriminator's parameters");
}
