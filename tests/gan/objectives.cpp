#include <cmath>

#include "agon/gan.hpp"
#include "agon/nn/layers.hpp"
#include "agon/optim.hpp"
#include "agon_test.hpp"
#include "gan/toy.hpp"

using namespace agon;
using agon_test::Approx;

namespace {

const f64::Tensor real({3, 1}, {2.0, -0.5, 0.1});
const f64::Tensor fake({3, 1}, {-1.0, 0.3, 4.0});

double log_sigmoid(double s) { return -std::log1p(std::exp(-s)); }
/// The mean of f over the scores.
template <class F>
double mean_of(const f64::Tensor& scores, F f) {
  double total = 0;
  for (const double s : scores.values()) total += f(s);
  return total / static_cast<double>(scores.size());
}

f64::Var as_var(const f64::Tensor& t) { return t; }

/// The derivative of each half at each score by central differences of the value written by hand.
template <class Loss, class Hand>
void check_slopes(const f64::Tensor& scores, Loss loss, Hand hand) {
  const f64::Var x = variable(scores);
  const f64::Tensor slopes = grad(loss(x), {x})[0].value();
  const double h = 1e-6;
  for (std::int64_t i = 0; i < scores.size(); ++i) {
    f64::Tensor up = scores, down = scores;
    up.mutable_data()[i] += h;
    down.mutable_data()[i] -= h;
    CHECK(slopes.data()[i] == Approx((mean_of(up, hand) - mean_of(down, hand)) / (2 * h)).epsilon(1e-6));
  }
}

}  // namespace

TEST_CASE("The 2014 objectives have the values of the paper's formulas") {
  const double d = -mean_of(real, log_sigmoid) - mean_of(fake, [](double s) { return log_sigmoid(-s); });
  CHECK(Saturating{}.discriminator(as_var(real), as_var(fake)).item() == Approx(d));
  CHECK(NonSaturating{}.discriminator(as_var(real), as_var(fake)).item() == Approx(d));
  CHECK(Saturating{}.generator(as_var(fake)).item() ==
        Approx(mean_of(fake, [](double s) { return log_sigmoid(-s); })));
  CHECK(NonSaturating{}.generator(as_var(fake)).item() == Approx(-mean_of(fake, log_sigmoid)));
  CHECK(Wasserstein{}.discriminator(as_var(real), as_var(fake)).item() == Approx(1.1 - 1.6 / 3));
  CHECK(Wasserstein{}.generator(as_var(fake)).item() == Approx(-1.1));
}

TEST_CASE("Every half pulls the scores its own way") {
  // D pushes real up and fake down; G pushes fake up, whatever the form. A flipped sign anywhere fails here.
  const auto d_real = [](double s) { return -log_sigmoid(s); };
  const auto d_fake = [](double s) { return -log_sigmoid(-s); };
  check_slopes(
      real, [](const f64::Var& x) { return NonSaturating{}.discriminator(x, as_var(fake)); }, d_real);
  check_slopes(
      fake, [](const f64::Var& x) { return NonSaturating{}.discriminator(as_var(real), x); }, d_fake);
  check_slopes(
      fake, [](const f64::Var& x) { return NonSaturating{}.generator(x); }, d_real);
  check_slopes(
      fake, [](const f64::Var& x) { return Saturating{}.generator(x); },
      [&](double s) { return -d_fake(s); });
  const auto sign_of = [](const auto& loss, const f64::Tensor& scores) {
    const f64::Var x = variable(scores);
    const f64::Tensor slopes = grad(loss(x), {x})[0].value();
    int sign = 0;
    for (const double s : slopes.values()) sign += s > 0 ? 1 : -1;
    return sign;
  };
  const auto each = [&](const auto& objective) {
    CHECK(sign_of([&](const f64::Var& x) { return objective.discriminator(x, as_var(fake)); }, real) == -3);
    CHECK(sign_of([&](const f64::Var& x) { return objective.discriminator(as_var(real), x); }, fake) == 3);
    CHECK(sign_of([&](const f64::Var& x) { return objective.generator(x); }, fake) == -3);
  };
  each(Saturating{});
  each(NonSaturating{});
  each(NonSaturating{.smooth = 0.1f});
  each(Wasserstein{});
}

TEST_CASE("G's gradient vanishes where D is sure only in the saturating form") {
  const f64::Var sure = variable(f64::Tensor({1}, {-20.0}));
  CHECK(std::abs(grad(Saturating{}.generator(sure), {sure})[0].item()) < 1e-8);
  CHECK(grad(NonSaturating{}.generator(sure), {sure})[0].item() == Approx(-1));
}

TEST_CASE("Scores far out neither overflow nor turn into NaN") {
  const Var far = Tensor({2}, {300.0f, -300.0f});
  CHECK(NonSaturating{.smooth = 0.1f}.discriminator(far, far).item() ==
        Approx(150 + 15 - 15 + 150).epsilon(1e-3));
  CHECK(Saturating{}.generator(far).item() == Approx(-150));
}

TEST_CASE("Label smoothing moves the targets that it says") {
  const auto cross = [](double target) {
    return [target](double s) { return -target * log_sigmoid(s) - (1 - target) * log_sigmoid(-s); };
  };
  const auto d = [](LabelSmoothing smooth) {
    return NonSaturating{.smooth = smooth}.discriminator(as_var(real), as_var(fake)).item();
  };
  CHECK(d({}) == Approx(mean_of(real, cross(1)) + mean_of(fake, cross(0))));
  CHECK(d(0.2f) == Approx(mean_of(real, cross(0.8)) + mean_of(fake, cross(0))).epsilon(1e-6));
  CHECK(d(LabelSmoothing::both_sides(0.2f)) ==
        Approx(mean_of(real, cross(0.8)) + mean_of(fake, cross(0.2))).epsilon(1e-6));

  // One target a sample, drawn from the current stream: of real samples first.
  Random random(9), again(9);
  const RandomGuard guard(random);
  const double value = d(LabelSmoothing::random(0.7f, 1.0f, 0.0f, 0.3f));
  const f64::Tensor real_targets = again.uniform<double>({3, 1}, 0.7f, 1.0f);
  const f64::Tensor fake_targets = again.uniform<double>({3, 1}, 0.0f, 0.3f);
  double expected = 0;
  for (std::int64_t i = 0; i < 3; ++i)
    expected +=
        (cross(real_targets.data()[i])(real.data()[i]) + cross(fake_targets.data()[i])(fake.data()[i])) / 3;
  CHECK(value == Approx(expected));

  REQUIRE_ERROR(LabelSmoothing(0.7f), "[LabelSmoothing] expected an amount in [0, 0.5], got 0.7");
  REQUIRE_ERROR(LabelSmoothing::both_sides(-0.1f), "[LabelSmoothing] expected an amount in [0, 0.5]");
  REQUIRE_ERROR(LabelSmoothing::random(0.9f, 1.2f),
                "expected a range of targets within [0, 1], got [0.9, 1.2)");
}

TEST_CASE("Weight clipping holds after every step of the critic") {
  using namespace agon_test;
  Minimax game{Player{fresh<Point>(1), RMSProp{{.lr = 1e-2}}}, Player{fresh<Judge>(2), RMSProp{{.lr = 1e-2}}},
               Wasserstein{.clip = 0.05}, Latent{2}};
  for (const auto& batch : clouds(5)) {
    const DiscriminatorStep d = game.step_discriminator(batch);
    CHECK_FALSE(d.accuracy.has_value());
    float largest = 0;
    for (const Var& p : parameters(game.discriminator()))
      for (const float w : p.value().values()) largest = std::max(largest, std::abs(w));
    CHECK(largest == 0.05f);
    game.step_generator(batch);
  }
  REQUIRE_ERROR(toy_game(1, Wasserstein{.clip = -1}), "[Wasserstein] expected clip >= 0, got -1");
}
