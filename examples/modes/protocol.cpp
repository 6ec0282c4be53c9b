#include "protocol.hpp"

#include <agon/core/error.hpp>

namespace modes {

PlayerOptions Protocol::discriminator() const {
  return {.lr = Schedule::cosine({.from = lr, .to = 0, .end = iterations})};
}

PlayerOptions Protocol::generator() const {
  PlayerOptions options = discriminator();
  options.average = AverageOptions{.half_life = half_life, .warm_up = 0.05};
  return options;
}

Protocol protocol(const std::string& mixture) {
  if (mixture == "ring") return {.iterations = 6000};
  if (mixture == "grid") return {.iterations = 10'000};
  fail("protocol", "expected ring or grid, got " + mixture);
}

}  // namespace modes
