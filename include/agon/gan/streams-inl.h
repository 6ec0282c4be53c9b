#pragma once

#include "agon/gan/streams.hpp"

namespace agon {

AGON_INLINE Streams::Streams(std::uint64_t seed)
    : init(seed, "init"),
      latent(seed, "latent"),
      data(seed, "data"),
      penalty(seed, "penalty"),
      layers(seed, "layers"),
      augment(seed, "augment"),
      looking(seed, "looking") {}

}  // namespace agon
