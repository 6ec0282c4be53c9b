#include "protocol.hpp"

namespace modes {
namespace {

PlayerOptions options(const Protocol& protocol, double lr) {
  return {.lr = Schedule::cosine({.from = lr, .to = 0, .end = protocol.iterations}),
          .clip_norm = protocol.clip_norm};
}

}  // namespace

PlayerOptions Protocol::discriminator() const { return options(*this, discriminator_rate * lr); }

PlayerOptions Protocol::generator() const {
  PlayerOptions its = options(*this, lr);
  if (averaged) its.average = AverageOptions{.half_life = half_life, .warm_up = 0.05};
  return its;
}

}  // namespace modes
