#include "remedies.hpp"

#include <cmath>
#include <functional>
#include <memory>
#include <utility>

#include "networks.hpp"
#include "training.hpp"

namespace modes {
namespace {

/// Any objective of scores, chosen at run time, so that all these rows are games of few types.
struct AnyObjective {
  std::function<Var(const Var&, const Var&)> of_discriminator, of_generator;

  Var discriminator(const Var& real, const Var& fake) { return of_discriminator(real, fake); }
  Var generator(const Var& real, const Var& fake) { return of_generator(real, fake); }
};

Var itself(const Var& score) { return score; }
/// An energy, low for real samples, of a score that is high for them.
Var energy(const Var& score) { return softplus(-score); }

template <class Objective>
AnyObjective any(Objective objective, Var (*read)(const Var&) = itself) {
  const auto held = std::make_shared<Objective>(std::move(objective));
  return {[=](const Var& real, const Var& fake) { return held->discriminator(read(real), read(fake)); },
          [=](const Var& real, const Var& fake) {
            if constexpr (LooksAtReal<Objective, Var>) {
              return held->generator(read(real), read(fake));
            } else {
              return held->generator(read(fake));
            }
          }};
}

using PlainGame = Minimax<Player<Generator, Adam>, Player<Discriminator, Adam>, AnyObjective>;
using Add = std::function<void(PlainGame&)>;
using Change = std::function<void(Protocol&)>;

/// The plain GAN with another objective, with something added to the game, or with other numbers.
Row remedy(
    std::string name, std::string what, AnyObjective (*objective)(), Add add = [](PlainGame&) {},
    Change change = [](Protocol&) {}) {
  return {std::move(name), std::move(what), [=](const Setup& setup) {
            Protocol protocol = setup.protocol;
            change(protocol);
            return play(
                {setup.mixture, protocol, setup.seed}, [] { return Discriminator{}; }, objective(), add);
          }};
}

AnyObjective plain() { return any(NonSaturating{}); }
AnyObjective wasserstein() { return any(Wasserstein{.clip = 0}); }

std::vector<Row> objectives() {
  using Body = RelativisticAverage::Body;
  return {
      remedy("non-saturating", "`NonSaturating`", plain),
      remedy("saturating", "`Saturating`", [] { return any(Saturating{}); }),
      remedy("smooth", "label smoothing 0.1", [] { return any(NonSaturating{.smooth = 0.1f}); }),
      remedy("flipped", "5 % of labels flipped",
             [] { return any(NonSaturating{.smooth = LabelSmoothing().flipped(0.05f)}); }),
      remedy("least-squares", "`LeastSquares`", [] { return any(LeastSquares{}); }),
      remedy("hinge", "`Hinge`", [] { return any(Hinge{}); }),
      remedy("relativistic-pairing", "`RelativisticPairing`", [] { return any(RelativisticPairing{}); }),
      remedy("relativistic-average", "`RelativisticAverage`", [] { return any(RelativisticAverage{}); }),
      remedy("relativistic-average-ls", "`RelativisticAverage`, least squares",
             [] { return any(RelativisticAverage{Body::least_squares}); }),
      remedy("relativistic-average-hinge", "`RelativisticAverage`, hinge",
             [] { return any(RelativisticAverage{Body::hinge}); }),
      remedy("softmax", "`SoftmaxGan`", [] { return any(SoftmaxGan{}); }),
      remedy("boundary-seeking", "`BoundarySeeking`", [] { return any(BoundarySeeking{}); }),
      remedy("energy", "`EnergyBased`, margin 3", [] { return any(EnergyBased{.margin = 3}, energy); }),
      remedy("equilibrium", "`BoundaryEquilibrium`", [] { return any(BoundaryEquilibrium{}, energy); }),
      {"clipped", "`Wasserstein`, weights in [-0.1, 0.1]",
       [](const Setup& setup) {
         return play(
             setup, [] { return Discriminator{}; }, Wasserstein{.clip = 0.1}, [](auto&) {});
       }},
  };
}

/// Noise that is small beside the Gaussians' distances: what "the same sample" may mean here.
Var moved(const Var& x) { return x + normal(x.shape(), 0, 0.01f); }

std::vector<Row> penalties() {
  return {
      remedy("wgan-gp", "`GradientPenalty` 10 under `Wasserstein`", wasserstein,
             [](auto& game) { game.penalise_discriminator(GradientPenalty{}); }),
      remedy("wgan-lp", "one-sided, under `Wasserstein`", wasserstein,
             [](auto& game) { game.penalise_discriminator(GradientPenalty::lipschitz()); }),
      remedy("wgan-div", "`WassersteinDivergence` under `Wasserstein`", wasserstein,
             [](auto& game) { game.penalise_discriminator(WassersteinDivergence{}); }),
      remedy("gp", "`GradientPenalty` 10", plain,
             [](auto& game) { game.penalise_discriminator(GradientPenalty{}); }),
      remedy("dragan", "`Dragan` 10", plain, [](auto& game) { game.penalise_discriminator(Dragan{}); }),
      remedy("zero-centred", "`ZeroCentred` 0.1", plain,
             [](auto& game) { game.penalise_discriminator(ZeroCentred{.weight = 0.1}); }),
      remedy("r1", "`R1` 0.1", plain, [](auto& game) { game.penalise_discriminator(R1{.weight = 0.1}); }),
      remedy("r1-lazy", "`R1` 0.1, every 16 steps", plain,
             [](auto& game) { game.penalise_discriminator(R1{.weight = 0.1}, {.every = 16}); }),
      remedy("r2", "`R2` 0.1", plain, [](auto& game) { game.penalise_discriminator(R2{.weight = 0.1}); }),
      remedy("r1-r2", "`R1` and `R2` 0.1", plain,
             [](auto& game) {
               game.penalise_discriminator(R1{.weight = 0.1});
               game.penalise_discriminator(R2{.weight = 0.1});
             }),
      remedy("consistency", "`ConsistencyPenalty` 10, noise 0.01", plain,
             [](auto& game) {
               game.penalise_discriminator(ConsistencyPenalty{moved, 10});
             }),
      remedy("balanced-consistency", "`BalancedConsistency` 10, noise 0.01", plain,
             [](auto& game) {
               game.penalise_discriminator(BalancedConsistency{moved, 10, 10});
             }),
      remedy("latent-consistency", "`LatentConsistency`, `LatentSensitivity`", plain,
             [](auto& game) {
               game.penalise_discriminator(LatentConsistency{});
               game.penalise_generator(LatentSensitivity{});
             }),
      remedy("lecam", "`LeCam` 0.1", plain,
             [](auto& game) { game.penalise_discriminator(LeCam{.weight = 0.1}); }),
      remedy("orthogonal", "`Orthogonal` 1e-4 for both", plain,
             [](auto& game) {
               game.penalise_discriminator(Orthogonal{});
               game.penalise_generator(Orthogonal{});
             }),
      remedy("historical-averaging", "`HistoricalAveraging` 0.001 for both", plain,
             [](auto& game) {
               game.penalise_discriminator(HistoricalAveraging{.weight = 1e-3});
               game.penalise_generator(HistoricalAveraging{.weight = 1e-3});
             }),
      remedy("path-length", "`PathLength` 2, every 4 steps", plain,
             [](auto& game) { game.penalise_generator(PathLength{}, {.every = 4}); }),
      remedy("opponent-gradient", "`OpponentGradient` 0.5", plain,
             [](auto& game) { game.penalise_generator(OpponentGradient{}); }),
  };
}

/// A D that shows its features, too.
struct ShowingDiscriminator {
  struct Judged {
    Var score, features;
  };
  Body body = Body();
  Linear out{width, 1};

  Judged operator()(const Var& x) const {
    const Var features = body(x);
    return {out(features), features};
  }
};

struct SpectralDiscriminator {
  static constexpr bool samples_apart = true;
  SpectralNorm<Linear> first{Linear{2, width}}, second{Linear{width, width}}, out{Linear{width, 1}};

  Var operator()(const Var& x) const {
    constexpr Activation then = Activation::leaky_relu(0.2);
    return out(second(first(x, then), then));
  }
};

template <class Make, class Objective>
Row wrapped(std::string name, std::string what, Make make, Objective objective) {
  return {std::move(name), std::move(what),
          [=](const Setup& setup) { return play(setup, make, objective, [](auto&) {}); }};
}

std::vector<Row> tricks() {
  const auto discriminator = [] { return Discriminator{}; };
  const auto packed = [] { return Packed{Discriminator{Body(2)}, 2}; };
  return {
      wrapped("unrolled", "`Unrolled`, 5 steps", discriminator, Unrolled<NonSaturating>{.steps = 5}),
      wrapped("packed", "`Packed`, 2 samples", packed, NonSaturating{}),
      wrapped(
          "minibatch", "`MinibatchDiscrimination`", [] { return ComparingDiscriminator{}; }, NonSaturating{}),
      wrapped(
          "spectral", "`SpectralNorm`, `Hinge`", [] { return SpectralDiscriminator{}; }, Hinge{}),
      wrapped(
          "feature-matching", "`FeatureMatching`", [] { return ShowingDiscriminator{}; },
          FeatureMatching<NonSaturating>{}),
      wrapped("top-k", "`TopKTraining`, down to half", discriminator,
              TopKTraining<NonSaturating>{.share = Schedule::linear({.from = 1, .to = 0.5, .end = 1500})}),
      remedy("noise", "`InstanceNoise`, 0.1 to 0", plain,
             [](auto& game) {
               game.augment(InstanceNoise{Schedule::linear({.from = 0.1, .to = 0, .end = 2000})});
             }),
      remedy("history", "`replay_fakes(1200)`", plain, [](auto& game) { game.replay_fakes(1200); }),
      remedy(
          "ttur", "D's rate 4 times G's", plain, [](PlainGame&) {},
          [](Protocol& protocol) { protocol.discriminator_rate = 4; }),
      remedy(
          "n-critic", "5 steps of D for one of G", plain, [](PlainGame&) {},
          [](Protocol& protocol) { protocol.n_critic = 5; }),
      remedy(
          "clip-norm", "gradients clipped to norm 0.1", plain, [](PlainGame&) {},
          [](Protocol& protocol) { protocol.clip_norm = 0.1; }),
      remedy(
          "no-average", "no average of G", plain, [](PlainGame&) {},
          [](Protocol& protocol) { protocol.averaged = false; }),
  };
}

}  // namespace

std::vector<Row> remedies() {
  std::vector<Row> rows = objectives();
  for (const std::vector<Row>& more : {penalties(), tricks()})
    rows.insert(rows.end(), more.begin(), more.end());
  return rows;
}

}  // namespace modes
