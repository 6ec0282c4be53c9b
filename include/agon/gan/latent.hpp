#pragma once

#include <cstdint>

#include "agon/core/random.hpp"

namespace agon {

/// Where a generator starts from: standard normal numbers, [N, dimensions]. Throws Error where dimensions
/// < 1. A game takes any source that can be called as source(count), drawing from `current_random()`.
struct Latent {
  explicit Latent(std::int64_t dimensions);

  /// T is float or double.
  template <class T = float>
  BasicTensor<T> draw(std::int64_t count) const;

  std::int64_t dimensions;
};

namespace detail {
template <class T, class Source>
BasicTensor<T> draw_latent(const Source& source, std::int64_t count) {
  if constexpr (requires { source.template draw<T>(count); }) {
    return source.template draw<T>(count);
  } else {
    return source(count);
  }
}
}  // namespace detail

}  // namespace agon

#ifdef AGON_HEADER_ONLY
#include "agon/gan/latent-inl.h"
#endif
