#include "agon/gan/penalties/historical_averaging.hpp"
#include "agon/gan/penalties/lecam.hpp"
#include "agon/gan/penalties/orthogonal.hpp"
#include "gan/penalty_toy.hpp"

using namespace agon;
using namespace penalty_toy;

// Penalties on scores and parameters, and what they remember from step to step.
namespace {

double squared(double x) { return x * x; }

double mean_real(const Critic& critic) {
  return mean_over([&](std::int64_t i) { return critic(real_row(i)); });
}
double mean_fake(const Critic& critic, const Maker& maker) {
  return mean_over([&](std::int64_t i) { return critic(maker(latent_row(i))); });
}

/// LeCam's penalty with weight 2 at given averages.
Hand lecam_at(double real_mean, double fake_mean) {
  return [=](const Critic& critic, const Maker& maker, Replay) {
    return 2 * mean_over([&](std::int64_t i) {
             return squared(std::max(critic(real_row(i)) - fake_mean, 0.0)) +
                    squared(std::max(real_mean - critic(maker(latent_row(i))), 0.0));
           });
  };
}

/// Sets its averages back before every call, as if it were always the second.
struct SecondLeCam {
  LeCam lecam;
  template <class T>
  BasicVar<T> operator()(const BasicRound<T>& round) const {
    return LeCam(lecam)(round);
  }
};

/// The squares of products of rows of a matrix, off its diagonal, or all of them less the identity.
double row_products(const Numbers& w, std::int64_t rows, bool full) {
  const std::int64_t columns = static_cast<std::int64_t>(w.size()) / rows;
  double total = 0;
  for (std::int64_t i = 0; i < rows; ++i)
    for (std::int64_t k = 0; k < rows; ++k) {
      const double product = dot(row_of(w, i, columns), row_of(w, k, columns));
      if (i != k) total += squared(product);
      if (i == k && full) total += squared(product - 1);
    }
  return total;
}

const Numbers matrix{0.5, -0.3, 0.8, 0.6, -0.9, 0.2};
const Numbers kernel{0.7, 0.1, -0.4, 0.3, 0.9, -0.6, 0.2, 0.8};

template <class T>
BasicRound<T> with_parameters(const Numbers& m, const Numbers& k) {
  BasicRound<T> round;
  round.parameters = {variable(tensor<T>({3, 2}, m)), variable(tensor<T>({3}, {5, 6, 7})),
                      variable(tensor<T>({2, 2, 1, 2}, k))};
  return round;
}

}  // namespace

TEST_CASE("LeCam holds scores to moving averages of the other kind", "[gan][penalty]") {
  const Critic critic;
  const Maker maker;
  const Toy<double> toy(critic, maker);
  LeCam lecam{.weight = 2, .decay = 0.9};
  lecam(toy.round);
  CHECK(lecam.steps == 1);
  CHECK(lecam.real_mean == Approx(mean_real(critic)));
  CHECK(lecam.fake_mean == Approx(mean_fake(critic, maker)));

  // The second step sees other averages than its own, and counts them as constants.
  LeCam second{.weight = 2, .decay = 0.9, .real_mean = 0.1, .fake_mean = 0.5, .steps = 1};
  const auto moved = [](double before, double now) { return before + (now - before) * 0.1 / (1 - 0.81); };
  const double real_mean = moved(0.1, mean_real(critic)), fake_mean = moved(0.5, mean_fake(critic, maker));
  int active_real = 0, active_fake = 0;
  for (std::int64_t i = 0; i < count; ++i) {
    active_real += critic(real_row(i)) > fake_mean;
    active_fake += critic(maker(latent_row(i))) < real_mean;
  }
  REQUIRE((active_real > 0 && active_real < count));  // of both kinds some count and some do not
  REQUIRE((active_fake > 0 && active_fake < count));
  const f64::Var loss = second(toy.round);
  CHECK(second.real_mean == Approx(real_mean));
  CHECK(second.fake_mean == Approx(fake_mean));
  const Hand hand = lecam_at(real_mean, fake_mean);
  CHECK(loss.item() == Approx(hand(critic, maker, Replay(false))));
  const auto gradients = grad(loss, {toy.a, toy.b});
  const auto of_theta = [&](const Numbers& theta) { return hand({theta}, maker, Replay(false)); };
  check_gradient(gradients[0].value(), 0, critic.theta, of_theta);
  check_gradient(gradients[1].value(), width, critic.theta, of_theta);

  const LeCam before{.weight = 2, .decay = 0.9, .real_mean = 0.1, .fake_mean = 0.5, .steps = 1};
  CHECK(LeCam(before)(Toy<float>(critic, maker).round).item() == Approx(loss.item()).epsilon(1e-4));
  check_falls(SecondLeCam{before}, Side::discriminator);
}

TEST_CASE("LeCam uses the scores that the step has", "[gan][penalty]") {
  Round round;
  round.real_score = Tensor({2}, {1.0f, 3.0f});
  round.fake_score = Tensor({2, 1}, {-1.0f, 0.0f});
  LeCam lecam{.weight = 1};
  // Averages 2 and -0.5: (1.5^2 + 3.5^2) / 2 + (3^2 + 2^2) / 2.
  CHECK(lecam(round).item() == Approx(7.25 + 6.5));
  round.fake_score = {};
  REQUIRE_ERROR(lecam(round), "[LeCam] expected a step with generated samples");
  round.fake = Tensor({2, 1}, 0.0f);
  REQUIRE_ERROR(lecam(round), "[LeCam] expected a step with a discriminator");
  round.real_score = {};
  REQUIRE_ERROR(lecam(round), "[LeCam] expected a step with real samples");
  CHECK(lecam.steps == 1);  // a step that failed leaves no trace
  check_weight(LeCam{}, "LeCam", &LeCam::weight);
  REQUIRE_ERROR(LeCam{.decay = 1}.check(), "[LeCam] expected decay in [0, 1), got 1");
}

TEST_CASE("Orthogonal regularisation turns rows away from each other", "[gan][penalty]") {
  for (const bool full : {false, true}) {
    INFO((full ? "full" : "off the diagonal"));
    const Orthogonal penalty{.weight = 0.3, .full = full};
    const auto hand = [&](const Numbers& m, const Numbers& k) {
      return 0.3 * (row_products(m, 3, full) + row_products(k, 2, full));
    };
    const f64::Round round = with_parameters<double>(matrix, kernel);
    const f64::Var loss = penalty(round);
    CHECK(loss.item() == Approx(hand(matrix, kernel)));
    const auto gradients = grad(loss, {round.parameters[0], round.parameters[2]});
    check_gradient(gradients[0].value(), 0, matrix, [&](const Numbers& m) { return hand(m, kernel); });
    check_gradient(gradients[1].value(), 0, kernel, [&](const Numbers& k) { return hand(matrix, k); });
    REQUIRE_ERROR(grad(loss, {round.parameters[1]}), "does not depend");  // biases are left alone
    CHECK(penalty(with_parameters<float>(matrix, kernel)).item() == Approx(loss.item()).epsilon(1e-5));

    Numbers m = matrix;
    for (int step = 0; step < 20; ++step) {
      const f64::Round now = with_parameters<double>(m, kernel);
      const f64::Tensor gradient = grad(penalty(now), {now.parameters[0]})[0].value();
      m = plus(m, {gradient.values().begin(), gradient.values().end()}, -0.1);
    }
    CHECK(penalty(with_parameters<double>(m, kernel)).item() < loss.item() - 0.01);
  }
  CHECK(Orthogonal{}.weight == 1e-4);
  check_weight(Orthogonal{}, "Orthogonal", &Orthogonal::weight);
  Round none;
  none.parameters = {variable(Tensor({3}, 1.0f))};
  REQUIRE_ERROR(Orthogonal{}(none), "[Orthogonal] expected a step with weights of rank 2 or more");
}

TEST_CASE("Historical averaging draws parameters to their past", "[gan][penalty]") {
  f64::HistoricalAveraging penalty{.weight = 3};
  const Numbers second = plus(matrix, {0.1, 0.2, -0.3, 0.4, 0.5, -0.6});
  const Numbers third = plus(matrix, {-0.7, 0.2, 0.1, 0.3, -0.2, 0.4});
  CHECK(penalty(with_parameters<double>(matrix, kernel)).item() == 0);
  CHECK(penalty(with_parameters<double>(second, kernel)).item() ==
        Approx(3 * square_of(plus(second, matrix, -1))));
  Numbers past;
  for (std::size_t i = 0; i < matrix.size(); ++i) past.push_back((matrix[i] + second[i]) / 2);
  const auto hand = [&](const Numbers& m, const Numbers& k) {
    return 3 * (square_of(plus(m, past, -1)) + square_of(plus(k, kernel, -1)));
  };
  const Numbers other_kernel = plus(kernel, {0.1, 0, 0, -0.2, 0, 0.3, 0, 0});
  const f64::Round round = with_parameters<double>(third, other_kernel);
  const auto state = penalty;
  const f64::Var loss = penalty(round);
  CHECK(loss.item() == Approx(hand(third, other_kernel)));
  const auto gradients = grad(loss, {round.parameters[0], round.parameters[2]});
  check_gradient(gradients[0].value(), 0, third, [&](const Numbers& m) { return hand(m, other_kernel); });
  check_gradient(gradients[1].value(), 0, other_kernel, [&](const Numbers& k) { return hand(third, k); });
  CHECK(penalty.steps == 3);
  for (std::size_t i = 0; i < matrix.size(); ++i)
    CHECK(penalty.mean[0].values()[i] == Approx((matrix[i] + second[i] + third[i]) / 3));

  // State can be set: the same step again has the same value, and a step down the gradient a smaller one.
  auto again = state;
  CHECK(again(round).item() == loss.item());
  auto after = state;
  const f64::Tensor slope = gradients[0].value();
  const Numbers nearer = plus(third, {slope.values().begin(), slope.values().end()}, -0.05);
  CHECK(after(with_parameters<double>(nearer, other_kernel)).item() < 0.9 * loss.item());

  HistoricalAveraging single{.weight = 3};
  single(with_parameters<float>(matrix, kernel));
  single(with_parameters<float>(second, kernel));
  CHECK(single(with_parameters<float>(third, other_kernel)).item() == Approx(loss.item()).epsilon(1e-5));
}

TEST_CASE("Historical averaging belongs to one player", "[gan][penalty]") {
  check_weight(HistoricalAveraging{}, "HistoricalAveraging", &HistoricalAveraging::weight);
  HistoricalAveraging penalty;
  REQUIRE_ERROR(penalty(Round{}), "[HistoricalAveraging] expected a step with parameters");
  penalty(with_parameters<float>(matrix, kernel));
  Round other;
  other.parameters = {variable(Tensor({3}, 1.0f))};
  REQUIRE_ERROR(penalty(other), "[HistoricalAveraging] expected the 3 parameters of earlier steps");
  CHECK(penalty.steps == 1);
}
