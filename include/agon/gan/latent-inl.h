#pragma once

#include <string>

#include "agon/core/error.hpp"
#include "agon/gan/latent.hpp"

namespace agon {

AGON_INLINE Latent::Latent(std::int64_t count) : dimensions(count) {
  if (count < 1) fail("Latent", "expected dimensions >= 1, got " + std::to_string(count));
}

template <class T>
BasicTensor<T> Latent::draw(std::int64_t count) const {
  return current_random().normal<T>({count, dimensions});
}

}  // namespace agon
