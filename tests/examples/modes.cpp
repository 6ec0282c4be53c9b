// What the tables of examples/modes are made of.
#include "../../examples/modes/mixture.hpp"

#include <cmath>

#include "agon_test.hpp"

using namespace agon_test;

namespace {

using modes::Score;

/// So many samples at each centre, moved to the right by a multiple of the deviation.
agon::Tensor at_centres(const modes::Mixture& mixture, const std::vector<int>& counts, double deviations) {
  std::vector<float> numbers;
  for (std::size_t k = 0; k < counts.size(); ++k)
    for (int i = 0; i < counts[k]; ++i) {
      const auto row = static_cast<std::int64_t>(k);
      numbers.push_back(static_cast<float>(mixture.centres.at({row, 0}) + deviations * mixture.deviation));
      numbers.push_back(mixture.centres.at({row, 1}));
    }
  const auto count = static_cast<std::int64_t>(numbers.size() / 2);
  return agon::Tensor({count, 2}, numbers);
}

}  // namespace

TEST_CASE("The mixtures are PacGAN's", "[examples]") {
  const modes::Mixture ring = modes::ring(), grid = modes::grid();
  REQUIRE(ring.modes() == 8);
  REQUIRE(grid.modes() == 25);
  CHECK(ring.deviation == 0.01);
  CHECK(grid.deviation == 0.05);
  CHECK(ring.centres.at({1, 0}) == Approx(std::sqrt(0.5)).epsilon(1e-6));
  CHECK(ring.centres.at({1, 1}) == Approx(std::sqrt(0.5)).epsilon(1e-6));
  CHECK(grid.centres.at({0, 0}) == -4);
  CHECK(grid.centres.at({1, 1}) == -2);
  CHECK(grid.centres.at({24, 0}) == 4);
}

TEST_CASE("Samples of a mixture cover it", "[examples]") {
  agon::Random random(1, "modes");
  for (const modes::Mixture& mixture : {modes::ring(), modes::grid()}) {
    const agon::Tensor samples = draw(mixture, 5000, random);
    const Score score = modes::score(mixture, samples);
    CHECK(score.modes == mixture.modes());
    CHECK(score.high_quality == Approx(1 - std::exp(-4.5)).margin(0.006));  // a Rayleigh number below 3
    CHECK(score.reverse_kl < 0.006);  // (modes - 1) / 10,000 is expected
    double squares = 0;
    for (const float x : samples.values()) squares += double{x} * x / 10'000;
    CHECK(squares == Approx(mixture.size * mixture.size).epsilon(0.02));
  }
}

TEST_CASE("Modes, high quality and the reverse KL divergence are counted by hand", "[examples]") {
  const modes::Mixture ring = modes::ring();
  // Six samples of high quality in two modes, two beside their centres.
  const Score near = modes::score(ring, at_centres(ring, {4, 0, 2}, 2.9));
  CHECK(near.modes == 2);
  CHECK(near.high_quality == 1);
  CHECK(near.counts == std::vector<std::int64_t>{4, 0, 2, 0, 0, 0, 0, 0});
  CHECK(near.reverse_kl == Approx(2 * std::log(2 / 3.0 * 8) / 3 + std::log(1 / 3.0 * 8) / 3));
  const Score far = modes::score(ring, at_centres(ring, {1, 1, 1}, 3.1));
  CHECK(far.modes == 0);
  CHECK(far.high_quality == 0);
  CHECK(far.reverse_kl == Approx(std::log(8.0)));
}
