// A GAN of small dense networks on eight Gaussians around a circle, with a training loop of one's own (level
// 2).
//
//     ring [iterations] [seed]
//
// Prints a line every 500 iterations, and last "modes covered: <m> of 8, high quality: <p> %": how many of
// the Gaussians get at least 2 % of 5000 samples, and how many samples lie within four standard deviations of
// one.
#include <agon/agon.hpp>

#include <charconv>
#include <cmath>
#include <cstdio>
#include <exception>
#include <numbers>
#include <string>
#include <string_view>

using namespace agon;

namespace {

constexpr std::int64_t modes_of_ring = 8;
constexpr float radius = 2, deviation = 0.1f;

struct Generator {
  Linear first{8, 64}, second{64, 64}, out{64, 2};
  Var operator()(const Var& z) const { return out(relu(second(relu(first(z))))); }
};

struct Discriminator {
  Linear first{2, 64}, second{64, 64}, out{64, 1};
  Var operator()(const Var& x) const { return out(leaky_relu(second(leaky_relu(first(x), 0.2f)), 0.2f)); }
};

Tensor centres() {
  Tensor points({modes_of_ring, 2});
  for (std::int64_t i = 0; i < modes_of_ring; ++i) {
    const double angle = 2 * std::numbers::pi * static_cast<double>(i) / modes_of_ring;
    points.mutable_data()[2 * i] = radius * static_cast<float>(std::cos(angle));
    points.mutable_data()[2 * i + 1] = radius * static_cast<float>(std::sin(angle));
  }
  return points;
}

Tensor draw_ring(Random& random, std::int64_t count) {
  const LabelTensor modes = random.integers({count}, 0, modes_of_ring);
  const Var noise = random.normal({count, 2}, 0.0f, deviation);
  return (take_rows(centres(), modes.values()) + noise).value();
}

void print_quality(const Tensor& points) {
  const Tensor middle = centres();
  std::int64_t good = 0, hits[modes_of_ring] = {};
  for (std::int64_t i = 0; i < points.dim(0); ++i)
    for (std::int64_t mode = 0; mode < modes_of_ring; ++mode) {
      const float x = points.at({i, 0}) - middle.at({mode, 0}), y = points.at({i, 1}) - middle.at({mode, 1});
      if (std::hypot(x, y) > 4 * deviation) continue;
      ++good;
      ++hits[mode];
    }
  int covered = 0;
  for (const std::int64_t hit : hits) covered += 50 * hit >= points.dim(0);
  std::printf("modes covered: %d of 8, high quality: %.1f %%\n", covered,
              100 * static_cast<double>(good) / static_cast<double>(points.dim(0)));
}

void run(std::int64_t iterations, std::uint64_t seed) {
  set_threads(1);  // networks this small gain nothing from more
  set_seed(seed);
  const Adam adam{{.lr = 1e-3f, .beta1 = 0.5f}};
  Minimax game{
      Player{Generator{}, adam}, Player{Discriminator{}, adam}, NonSaturating{}, Latent{8}, {.seed = seed}};
  Random data(seed, "ring");
  for (std::int64_t i = 1; i <= iterations; ++i) {
    const Tensor batch = draw_ring(data, 128);
    const DiscriminatorStep d = game.step_discriminator(batch);
    const GeneratorStep g = game.step_generator(batch);
    if (i % 500 == 0)
      std::printf("%5lld  discriminator %.3f  generator %.3f  D(real) %.2f  D(fake) %.2f\n",
                  static_cast<long long>(i), d.loss, g.loss, d.real, d.fake);
  }
  print_quality(sample(game.generator(), game.draw_latent(5000)));
}

template <class Integer>
Integer whole_number(std::string_view name, std::string_view text, Integer least) {
  Integer value{};
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size() || value < least)
    fail(name, "expected a whole number >= " + std::to_string(least) + ", got " + std::string(text));
  return value;
}

}  // namespace

int main(int argc, char** argv) {
  try {
    if (argc > 3) fail("ring", "expected at most 2 arguments, got " + std::to_string(argc - 1));
    const std::int64_t iterations = argc > 1 ? whole_number<std::int64_t>("iterations", argv[1], 1) : 5000;
    run(iterations, argc > 2 ? whole_number<std::uint64_t>("seed", argv[2], 0) : 1);
  } catch (const std::exception& error) {
    std::fprintf(stderr, "ring: %s\n", error.what());
    return 1;
  }
}
