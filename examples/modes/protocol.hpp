#pragma once

#include <agon/gan/player.hpp>

#include <cstdint>
#include <optional>
#include <string>

namespace modes {

using namespace agon;

/// What all rows of a table share.
struct Protocol {
  std::string name = "ours";
  std::int64_t iterations = 0;
  int generator_layers = 3;  // of 128 units; D has two
  std::int64_t batch = 120;  // 2, 3 and 4 divide it
  double lr = 2e-3;          // of both players, down to 0 by a cosine
  double beta1 = 0.5, beta2 = 0.99;
  double half_life = 60'000;  // of the generator's average, in samples
  std::int64_t scored = 2500;

  // For the rows whose remedy is one of these.
  double discriminator_rate = 1;  // D's learning rate over G's
  int n_critic = 1;
  std::optional<double> clip_norm = {};
  bool averaged = true;

  PlayerOptions discriminator() const;
  /// With the average, which is scored.
  PlayerOptions generator() const;
};

}  // namespace modes
