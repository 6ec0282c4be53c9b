#pragma once

#include <cstdint>

#include "agon/core/random.hpp"

namespace agon {

/// The random streams of a game, all of one seed and independent of each other: drawing more from one, as an
/// objective with a penalty does, leaves the others where they are.
struct Streams {
  explicit Streams(std::uint64_t seed);

  Random init;     ///< for a user's initialisers
  Random latent;   ///< what generators start from
  Random data;     ///< what loaders and transforms draw during `fit`
  Random penalty;  ///< what objectives draw: random targets, points between real and generated
  Random layers;   ///< dropout and noise of the networks
  Random augment;  ///< for a user's augmentations of what the discriminator sees
  Random looking;  ///< what callbacks draw, so that watching a game does not change it
};

}  // namespace agon

#ifdef AGON_HEADER_ONLY
#include "agon/gan/streams-inl.h"
#endif
