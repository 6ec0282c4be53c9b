// Games that must learn: what is asserted is a property of what they learnt.
#include <cmath>
#include <numbers>

#include "agon/core/parallel.hpp"
#include "agon_test.hpp"
#include "gan/toy.hpp"

using namespace agon_test;

namespace {

constexpr int modes_of_ring = 8;

Tensor ring(Random& random, std::int64_t count) {
  const LabelTensor mode = random.integers({count}, 0, modes_of_ring);
  Tensor points = random.normal({count, 2}, 0.0f, 0.1f);
  float* p = points.mutable_data();
  for (std::int64_t i = 0; i < count; ++i) {
    const double angle = 2 * std::numbers::pi * static_cast<double>(mode.data()[i]) / modes_of_ring;
    p[2 * i] += static_cast<float>(2 * std::cos(angle));
    p[2 * i + 1] += static_cast<float>(2 * std::sin(angle));
  }
  return points;
}

struct RingGenerator {
  Linear a{8, 64}, b{64, 64}, c{64, 2};
  Var operator()(const Var& z) const { return c(relu(b(relu(a(z))))); }
};
struct RingJudge {
  Linear a{2, 64}, b{64, 64}, c{64, 1};
  Var operator()(const Var& x) const { return c(leaky_relu(b(leaky_relu(a(x), 0.2f)), 0.2f)); }
};

/// Networks this small gain nothing from threads, and lose much where the machine is busy.
struct OneThread {
  OneThread() { set_threads(1); }
  ~OneThread() { set_threads(before); }
  int before = threads();
};

Var gradient_penalty(const Judge& critic, const Tensor& real, const Tensor& fake) {
  const Var x = variable(lerp(real, fake, uniform({real.dim(0), 1})).value());
  const Var slope = grad(sum(critic(x)), {x}, {.create_graph = true})[0];
  return mean(square(norm_per_sample(slope) - 1.0f));
}

}  // namespace

TEST_CASE("A ring of eight Gaussians is learnt: moments on both sides and all modes") {
  Minimax game{Player{fresh<RingGenerator>(1), Adam{{.lr = 1e-3, .beta1 = 0.5}}},
               Player{fresh<RingJudge>(2), Adam{{.lr = 1e-3, .beta1 = 0.5}}},
               NonSaturating{},
               Latent{8},
               {.seed = 4}};
  Random random(1, "ring");
  const OneThread one_thread;
  for (int i = 0; i < 2500; ++i) game.step(ring(random, 128));

  const std::int64_t count = 2000;
  const Tensor points = sample(game.generator(), random.normal({count, 8}));
  int hits[modes_of_ring] = {};
  int good = 0;
  double mean_x = 0, mean_y = 0, square_x = 0, square_y = 0;
  for (std::int64_t i = 0; i < count; ++i) {
    const double x = static_cast<double>(points.at({i, 0})), y = static_cast<double>(points.at({i, 1}));
    mean_x += x / count;
    mean_y += y / count;
    square_x += x * x / count;
    square_y += y * y / count;
    const double turn = std::atan2(y, x) / (2 * std::numbers::pi) * modes_of_ring;
    const int mode = (static_cast<int>(std::lround(turn)) + modes_of_ring) % modes_of_ring;
    const double angle = 2 * std::numbers::pi * mode / modes_of_ring;
    if (std::hypot(x - 2 * std::cos(angle), y - 2 * std::sin(angle)) > 0.4) continue;
    ++good;
    ++hits[mode];
  }
  INFO("means " << mean_x << ' ' << mean_y << ", squares " << square_x << ' ' << square_y << ", good "
                << good);
  CHECK(std::abs(mean_x) < 0.4);
  CHECK(std::abs(mean_y) < 0.4);
  CHECK((square_x > 1.4 && square_x < 2.7));  // 2.01 for the ring
  CHECK((square_y > 1.4 && square_y < 2.7));
  CHECK(good > 0.6 * count);
  for (const int hit : hits) CHECK(hit > 0.02 * count);
}

TEST_CASE("The gradient penalty, trained alone, falls towards 0") {
  Judge critic = fresh<Judge>(3);
  Random random(8, "penalty");
  const RandomGuard guard(random);
  Adam adam{{.lr = 1e-2, .beta1 = 0.5}};
  const Tensor real = ring(random, 64), fake = random.normal({64, 2});
  const float before = gradient_penalty(critic, real, fake).item();
  for (int i = 0; i < 200; ++i) {
    const Var penalty = gradient_penalty(critic, real, fake);
    // The output's bias does not matter to the slope: it is not reached.
    adam.step(critic, grad(penalty, parameters(critic), {.unreached = Unreached::zero}));
  }
  const float after = gradient_penalty(critic, real, fake).item();
  CHECK(before > 0.1f);
  CHECK(after < 0.02f);
}

TEST_CASE("Level 3: a Wasserstein GAN with gradient penalty from plain mathematics") {
  Point generator = fresh<Point>(1);
  Judge critic = fresh<Judge>(2);
  // At one rate the two would circle around each other, and where they are would be up to the last bits.
  Adam generator_opt{{.lr = 1e-3, .beta1 = 0, .beta2 = 0.9}},
      critic_opt{{.lr = 3e-3, .beta1 = 0, .beta2 = 0.9}};
  Random random(5, "level 3");
  const OneThread one_thread;
  const RandomGuard guard(random);
  const auto batches = clouds(20, 64);
  for (int i = 0; i < 600; ++i) {
    for (int k = 0; k < 5; ++k) {
      const Tensor& real = batches[static_cast<std::size_t>((5 * i + k) % 20)];
      const Tensor fake = generator(latent(64, 2)).value();
      const Var loss = mean(critic(fake)) - mean(critic(real)) + 10.0f * gradient_penalty(critic, real, fake);
      critic_opt.step(critic, grad(loss, parameters(critic)));
    }
    generator_opt.step(generator, grad(-mean(critic(generator(latent(64, 2)))), parameters(generator)));
  }
  const Tensor points = sample(generator, latent(500, 2));
  CHECK(mean(slice(points, 1, 0, 1)).item() == Approx(2).margin(0.5));
  CHECK(mean(slice(points, 1, 1, 2)).item() == Approx(-1).margin(0.5));
}
