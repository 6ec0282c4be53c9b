#include "mixture.hpp"

#include <cmath>
#include <limits>
#include <numbers>

namespace modes {

Mixture ring() {
  constexpr std::int64_t count = 8;
  Mixture mixture{"ring", Tensor({count, 2}), 0.01, std::sqrt(0.5)};
  float* at = mixture.centres.mutable_data();
  for (std::int64_t i = 0; i < count; ++i) {
    const double angle = 2 * std::numbers::pi * static_cast<double>(i) / count;
    at[2 * i] = static_cast<float>(std::cos(angle));
    at[2 * i + 1] = static_cast<float>(std::sin(angle));
  }
  return mixture;
}

Mixture grid() {
  constexpr std::int64_t side = 5;
  Mixture mixture{"grid", Tensor({side * side, 2}), 0.05, std::sqrt(8.0)};
  float* at = mixture.centres.mutable_data();
  for (std::int64_t i = 0; i < side * side; ++i) {
    at[2 * i] = static_cast<float>(2 * (i / side) - 4);
    at[2 * i + 1] = static_cast<float>(2 * (i % side) - 4);
  }
  return mixture;
}

Tensor draw(const Mixture& mixture, std::int64_t count, Random& random) {
  const LabelTensor mode = random.integers({count}, 0, mixture.modes());
  Tensor points = random.normal({count, 2}, 0.0f, static_cast<float>(mixture.deviation));
  float* at = points.mutable_data();
  for (std::int64_t i = 0; i < count; ++i) {
    const float* centre = mixture.centres.data() + 2 * mode.data()[i];
    at[2 * i] += centre[0];
    at[2 * i + 1] += centre[1];
  }
  return points;
}

Score score(const Mixture& mixture, const Tensor& samples) {
  Score score;
  score.counts.resize(static_cast<std::size_t>(mixture.modes()));
  std::int64_t good = 0;
  for (std::int64_t i = 0; i < samples.dim(0); ++i) {
    double nearest = std::numeric_limits<double>::infinity();
    std::size_t mode = 0;
    for (std::size_t k = 0; k < score.counts.size(); ++k) {
      const auto row = static_cast<std::int64_t>(k);
      const double x = samples.at({i, 0}) - mixture.centres.at({row, 0});
      const double y = samples.at({i, 1}) - mixture.centres.at({row, 1});
      if (std::hypot(x, y) >= nearest) continue;
      nearest = std::hypot(x, y);
      mode = k;
    }
    if (!(nearest < 3 * mixture.deviation)) continue;
    ++good;
    ++score.counts[mode];
  }
  score.high_quality = static_cast<double>(good) / static_cast<double>(samples.dim(0));
  score.reverse_kl = std::log(static_cast<double>(mixture.modes()));
  for (const std::int64_t count : score.counts) {
    if (count == 0) continue;
    ++score.modes;
    const double share = static_cast<double>(count) / static_cast<double>(good);
    score.reverse_kl += share * std::log(share);
  }
  return score;
}

}  // namespace modes
