#include <cmath>
#include <functional>
#include <numeric>
#include <string>
#include <vector>

#include "agon/autograd/grad.hpp"
#include "agon/core/random.hpp"
#include "agon/gan/objective.hpp"
#include "agon/gan/objectives.hpp"
#include "agon_test.hpp"

using namespace agon;
using agon_test::Approx;

// Every objective against its formula written by hand in plain numbers: the value of both halves, and their
// derivatives by each score. A flipped sign, exchanged samples or a dropped term fails here.
namespace {

using Scores = std::vector<double>;
using Hand = std::function<double(const Scores& real, const Scores& fake)>;

const Scores real{2.0, -0.5, 0.1}, fake{-1.5, 0.3, 4.0};
const Scores real_energy{2.0, 0.5, 0.1}, fake_energy{1.5, 0.3, 4.0};

double average(
    const Scores& scores, const std::function<double(double)>& f = [](double s) { return s; }) {
  double total = 0;
  for (const double s : scores) total += f(s);
  return total / static_cast<double>(scores.size());
}
double log_sigmoid(double s) { return -std::log1p(std::exp(-s)); }
double rectified(double s) { return s > 0 ? s : 0; }
double squared(double s) { return s * s; }

f64::Tensor as_tensor(const Scores& scores) {
  return f64::Tensor({static_cast<std::int64_t>(scores.size()), 1}, scores);
}

/// The loss of a half, and its derivatives, against the formula's and its central differences.
template <class Half>
void check_half(const Half& half, const Scores& of_real, const Scores& of_fake, const Hand& hand) {
  const Var in_float = half(Var(cast<float>(as_tensor(of_real))), Var(cast<float>(as_tensor(of_fake))));
  CHECK(in_float.item() == Approx(hand(of_real, of_fake)).epsilon(1e-5));
  const f64::Var r = variable(as_tensor(of_real)), f = variable(as_tensor(of_fake));
  const f64::Var loss = half(r, f);
  CHECK(loss.item() == Approx(hand(of_real, of_fake)));
  const auto gradients = grad(loss, {r, f}, {.unreached = Unreached::zero});
  const auto check = [&](const f64::Tensor& slopes, bool vary_real) {
    for (std::size_t i = 0; i < (vary_real ? of_real : of_fake).size(); ++i) {
      const auto moved = [&](double h) {
        Scores a = of_real, b = of_fake;
        (vary_real ? a : b)[i] += h;
        return hand(a, b);
      };
      INFO((vary_real ? "real " : "generated ") << i);
      CHECK(slopes.data()[i] == Approx((moved(1e-6) - moved(-1e-6)) / 2e-6).epsilon(1e-6).margin(1e-8));
    }
  };
  check(gradients[0].value(), true);
  check(gradients[1].value(), false);
}

template <class Objective>
void check_objective(const std::string& name, Objective objective, const Hand& d, const Hand& g,
                     const Scores& of_real = real, const Scores& of_fake = fake) {
  INFO(name);
  const auto of_d = [&](const auto& r, const auto& f) { return Objective(objective).discriminator(r, f); };
  const auto of_g = [&](const auto& r, const auto& f) {
    if constexpr (LooksAtReal<Objective, f64::Var>)
      return objective.generator(r, f);
    else
      return objective.generator(f);
  };
  {
    INFO("discriminator");
    check_half(of_d, of_real, of_fake, d);
  }
  INFO("generator");
  check_half(of_g, of_real, of_fake, g);
}

/// The formula with real and generated samples exchanged.
Hand exchanged(const Hand& hand) {
  return [hand](const Scores& r, const Scores& f) { return hand(f, r); };
}

const Hand logistic = [](const Scores& r, const Scores& f) {
  return -average(r, log_sigmoid) - average(f, [](double s) { return log_sigmoid(-s); });
};

}  // namespace

TEST_CASE("objectives of single scores are their papers' formulas", "[gan][objective]") {
  check_objective("NonSaturating", NonSaturating{}, logistic,
                  [](const Scores&, const Scores& f) { return -average(f, log_sigmoid); });
  check_objective("Saturating", Saturating{}, logistic, [](const Scores&, const Scores& f) {
    return average(f, [](double s) { return log_sigmoid(-s); });
  });
  check_objective(
      "Wasserstein", Wasserstein{}, [](const Scores& r, const Scores& f) { return average(f) - average(r); },
      [](const Scores&, const Scores& f) { return -average(f); });
  check_objective(
      "LeastSquares", LeastSquares{.fake = -1, .real = 2, .wanted = 0.5f},
      [](const Scores& r, const Scores& f) {
        return average(r, [](double s) { return squared(s - 2); }) / 2 +
               average(f, [](double s) { return squared(s + 1); }) / 2;
      },
      [](const Scores&, const Scores& f) {
        return average(f, [](double s) { return squared(s - 0.5); }) / 2;
      });
  check_objective(
      "Hinge", Hinge{},
      [](const Scores& r, const Scores& f) {
        return average(r, [](double s) { return rectified(1 - s); }) +
               average(f, [](double s) { return rectified(1 + s); });
      },
      [](const Scores&, const Scores& f) { return -average(f); });
  check_objective("BoundarySeeking", BoundarySeeking{}, logistic, [](const Scores&, const Scores& f) {
    // log D - log(1 - D) of D = sigmoid(s).
    return average(f, [](double s) { return squared(log_sigmoid(s) - log_sigmoid(-s)); }) / 2;
  });
}

TEST_CASE("relativistic objectives compare samples of both kinds", "[gan][objective]") {
  const Hand pairing = [](const Scores& r, const Scores& f) {
    double total = 0;
    for (std::size_t i = 0; i < r.size(); ++i)
      total -= log_sigmoid(r[i] - f[i]) / static_cast<double>(r.size());
    return total;
  };
  check_objective("RelativisticPairing", RelativisticPairing{}, pairing, exchanged(pairing));
  using Average = RelativisticAverage;
  const auto body = [](const std::function<double(double)>& of_real,
                       const std::function<double(double)>& of_fake) {
    return [=](const Scores& r, const Scores& f) {
      return average(r, [&](double s) { return of_real(s - average(f)); }) +
             average(f, [&](double s) { return of_fake(s - average(r)); });
    };
  };
  const Hand logistic_body =
      body([](double s) { return -log_sigmoid(s); }, [](double s) { return -log_sigmoid(-s); });
  check_objective("RelativisticAverage", Average{}, logistic_body, exchanged(logistic_body));
  const Hand squares = body([](double s) { return squared(s - 1); }, [](double s) { return squared(s + 1); });
  check_objective("least squares", Average{Average::Body::least_squares}, squares, exchanged(squares));
  const Hand hinge =
      body([](double s) { return rectified(1 - s); }, [](double s) { return rectified(1 + s); });
  check_objective("hinge", Average{Average::Body::hinge}, hinge, exchanged(hinge));
  REQUIRE_ERROR(
      RelativisticPairing{}.discriminator(Var(Tensor({2}, 0.0f)), Var(Tensor({3}, 0.0f))),
      "[RelativisticPairing] expected as many generated samples as real ones, got scores [2] and [3]");
}

TEST_CASE("objectives on energies", "[gan][objective]") {
  check_objective(
      "EnergyBased", EnergyBased{.margin = 2},
      [](const Scores& r, const Scores& f) {
        return average(r) + average(f, [](double s) { return rectified(2 - s); });
      },
      [](const Scores&, const Scores& f) { return average(f); }, real_energy, fake_energy);
  check_objective(
      "BoundaryEquilibrium", BoundaryEquilibrium{.k = 0.25f},
      [](const Scores& r, const Scores& f) { return average(r) - 0.25 * average(f); },
      [](const Scores&, const Scores& f) { return average(f); }, real_energy, fake_energy);

  BoundaryEquilibrium equilibrium{.diversity = 0.5f, .rate = 0.1f};
  const f64::Var low = f64::Tensor({2}, {1.0, 1.0}), high = f64::Tensor({2}, {3.0, 3.0});
  equilibrium.discriminator(high, low);
  CHECK(equilibrium.k == Approx(0.1 * (0.5 * 3 - 1)));
  CHECK(equilibrium.convergence == Approx(3.5));
  equilibrium.discriminator(high, low);
  CHECK(equilibrium.k == Approx(0.2 * (0.5 * 3 - 1)));  // from where it was
  equilibrium.discriminator(low, high);
  CHECK(equilibrium.k == 0);  // not below
  REQUIRE_ERROR(EnergyBased{.margin = 0}.check(), "[EnergyBased] expected margin > 0, got 0");
  REQUIRE_ERROR((BoundaryEquilibrium{.diversity = 2}.check()),
                "[BoundaryEquilibrium] expected diversity <= 1, got 2");
  REQUIRE_ERROR((BoundaryEquilibrium{.rate = -1}.check()),
                "[BoundaryEquilibrium] expected rate >= 0, got -1");
}

TEST_CASE("Softmax GAN shares one probability among the batch", "[gan][objective]") {
  const auto log_sum = [](const Scores& r, const Scores& f) {
    double total = 0;
    for (const double s : r) total += std::exp(s);
    for (const double s : f) total += std::exp(s);
    return std::log(total);
  };
  check_objective(
      "SoftmaxGan", SoftmaxGan{},
      [&](const Scores& r, const Scores& f) { return log_sum(r, f) - average(r); },
      [&](const Scores& r, const Scores& f) { return log_sum(r, f) - (3 * average(r) + 2 * average(f)) / 5; },
      real, {-1.5, 0.3});
}

TEST_CASE("noisy labels flip the share of targets that they say", "[gan][objective]") {
  Random random(3), again(3);
  const RandomGuard guard(random);
  const LabelSmoothing noisy = LabelSmoothing(0.1f).flipped(0.25f);
  CHECK(noisy.fake.flip == 0.25f);
  // Scores of 0 hide targets; the slope of the mean by a score is (sigmoid(0) - target) / count.
  const f64::Var scores = variable(f64::Tensor({10'000}, 0.0));
  const f64::Tensor slopes = grad(cross_entropy(scores, noisy.real), {scores})[0].value();
  std::int64_t flipped = 0;
  for (const double slope : slopes.values()) {
    const double target = 0.5 - slope * 1e4;
    const bool flip = target < 0.5;
    flipped += flip;
    CHECK(target == Approx(flip ? 0.1 : 0.9).epsilon(1e-6));
  }
  CHECK(static_cast<double>(flipped) == Approx(2500).epsilon(0.06));
  REQUIRE_ERROR(LabelSmoothing{}.flipped(0.75f),
                "[LabelSmoothing] expected a probability of flips in [0, 0.5], got 0.75");
}
