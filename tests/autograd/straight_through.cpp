#include "agon/autograd/ops/straight_through.hpp"

#include <cmath>
#include <limits>

#include "agon/autograd/grad.hpp"
#include "agon/autograd/ops/arithmetic.hpp"
#include "agon/autograd/ops/reduce.hpp"
#include "agon/autograd/ops/shape.hpp"
#include "agon/autograd/ops/split.hpp"
#include "agon/core/random.hpp"
#include "agon_test.hpp"

using namespace agon;
using namespace agon_test;

TEST_CASE("straight_through has the value of one and the gradient of the other", "[straight_through]") {
  const Var hard = variable(Tensor({3}, {1, 2, 3})), soft = variable(Tensor({3}, {4, 5, 6}));
  const Var y = straight_through(hard, square(soft));
  REQUIRE(equal(y.value(), hard.value()));
  REQUIRE(equal(grad(sum(y), {soft})[0].value(), Tensor({3}, {8, 10, 12})));
  REQUIRE_ERROR(grad(sum(y), {hard}), "[grad] the output does not depend on");
  REQUIRE_ERROR(straight_through(hard, Tensor({2}, 0.0f)),
                "[straight_through] expected equal shapes, got [3] and [2]");
}

TEST_CASE("round_ste rounds halves to even", "[straight_through]") {
  const Tensor x({9}, {-2.5f, -1.5f, -0.4f, 0, 0.5f, 0.51f, 3.5f, 8388609, -1e20f});
  const Var v = variable(x), y = round_ste(v);
  REQUIRE(equal(y.value(), Tensor({9}, {-2, -2, -0.0f, 0, 0, 1, 4, 8388609, -1e20f})));
  REQUIRE(equal(grad(sum(y * x), {v})[0].value(), x));
  for (const double value : {4503599627370495.5, 0.49999999999999994, -1.5, 1e300})
    REQUIRE(round_ste(f64::Tensor::scalar(value)).item() == std::nearbyint(value));
  REQUIRE(std::isnan(round_ste(Tensor::scalar(std::numeric_limits<float>::quiet_NaN())).item()));
}

TEST_CASE("sign_ste passes gradients between -1 and 1", "[straight_through]") {
  const Var x = variable(Tensor({5}, {-3, -0.5f, 0, 0.25f, 2}));
  const Var y = sign_ste(x);
  REQUIRE(equal(y.value(), Tensor({5}, {-1, -1, 1, 1, 1})));
  REQUIRE(equal(grad(sum(y), {x})[0].value(), Tensor({5}, {0, 1, 1, 1, 0})));
}

TEST_CASE("gumbel_softmax chooses with the probabilities of its logits", "[straight_through]") {
  Random random(3);
  const RandomGuard guard(random);
  const double p[] = {0.1, 0.2, 0.3, 0.4};
  const Var logits =
      broadcast_to(Tensor({4}, {std::log(0.1f), std::log(0.2f), std::log(0.3f), std::log(0.4f)}), {20000, 4});
  const Tensor hard = gumbel_softmax(logits, 0.7f, true).value();
  double chosen[4] = {};
  for (std::size_t i = 0; i < hard.values().size(); ++i) {
    REQUIRE((hard.values()[i] == 0 || hard.values()[i] == 1));
    chosen[i % 4] += static_cast<double>(hard.values()[i]);
  }
  // Four standard deviations of a binomial.
  for (std::size_t i = 0; i < 4; ++i)
    REQUIRE(std::abs(chosen[i] - 20000 * p[i]) < 4 * std::sqrt(20000 * p[i]));
  const Tensor rows = sum(Var(hard), {1}).value();
  for (float row : rows.values()) REQUIRE(row == 1);
}

TEST_CASE("a hard gumbel_softmax has the gradient of the soft one, and a low temperature is nearly hard",
          "[straight_through]") {
  const f64::Tensor start = Random(4).normal<double>({5, 3}), weights = Random(5).normal<double>({5, 3});
  const auto choose = [&](double temperature, bool hard) {
    Random random(6);
    const RandomGuard guard(random);
    const f64::Var logits = variable(start);
    const f64::Var y = gumbel_softmax(logits, temperature, hard);
    return std::pair{y.value(), grad(sum(y * weights), {logits})[0].value()};
  };
  const auto soft = choose(0.8, false), hard = choose(0.8, true), cold = choose(1e-3, false);
  REQUIRE(equal(soft.second, hard.second));
  REQUIRE_FALSE(equal(soft.first, hard.first));
  for (std::size_t i = 0; i < 15; ++i)
    REQUIRE(cold.first.values()[i] == Approx(hard.first.values()[i]).margin(1e-9));
}

TEST_CASE("gumbel_softmax refuses what does not fit", "[straight_through]") {
  const Tensor x({2, 3}, 0.0f);
  REQUIRE_ERROR(gumbel_softmax(Tensor::scalar(1)), "[gumbel_softmax] expected logits [..., choices], got []");
  REQUIRE_ERROR(gumbel_softmax(x, 0), "[gumbel_softmax] expected a finite temperature > 0, got 0");
  REQUIRE_ERROR(gumbel_softmax(x, std::numeric_limits<float>::quiet_NaN()),
                "[gumbel_softmax] expected a finite temperature > 0, got nan");
}

TEST_CASE("split undoes concat", "[split]") {
  const Var x = variable(Tensor({2, 6}, {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12}));
  for (const Var& from : {x, detach(x)}) {
    const auto parts = split(from, -1, 3);
    REQUIRE(parts.size() == 3);
    REQUIRE(equal(parts[1].value(), Tensor({2, 2}, {3, 4, 9, 10})));
    REQUIRE(equal(concat(parts, 1).value(), x.value()));
  }
  REQUIRE(split(x, 0, 1).front().same_as(x));
  REQUIRE_ERROR(split(x, 1, 4), "[split] expected parts >= 1 that divide axis 1 of [2, 6], got 4");
  REQUIRE_ERROR(split(x, 1, 0), "[split] expected parts >= 1 that divide axis 1 of [2, 6], got 0");
  REQUIRE_ERROR(split(x, 2, 1), "[split]");
}
