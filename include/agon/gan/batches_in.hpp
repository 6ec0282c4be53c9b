#pragma once

#include <cstdint>
#include <type_traits>
#include <utility>

#include "agon/gan/batch.hpp"

namespace agon::detail {

/// How many batches an epoch of a loader has, 0 where it does not say: a loader says it with
/// batches_per_epoch(), or, being a plain container of batches, with size().
template <class Loader>
std::int64_t batches_in(const Loader& loader) {
  if constexpr (requires { loader.batches_per_epoch(); }) {
    return static_cast<std::int64_t>(loader.batches_per_epoch());
  } else if constexpr (requires {
                         typename Loader::value_type;
                         loader.size();
                       }) {
    return static_cast<std::int64_t>(loader.size());
  } else {
    return 0;
  }
}

/// How many samples a loader's first batch has, 0 where that is not known before it is drawn.
template <class Loader>
std::int64_t samples_per_batch(const Loader& loader) {
  if constexpr (requires { loader.batch_size(); }) {
    return static_cast<std::int64_t>(loader.batch_size());
  } else if constexpr (requires { real_samples(loader.front()).dim(0); }) {
    return loader.empty() ? 0 : static_cast<std::int64_t>(real_samples(loader.front()).dim(0));
  } else {
    return 0;
  }
}

/// How many samples a discriminator judges together; 1 for one that does not say.
template <class D>
std::int64_t samples_per_score(const D& discriminator) {
  if constexpr (requires { discriminator.samples_per_score(); }) {
    return static_cast<std::int64_t>(discriminator.samples_per_score());
  } else {
    return 1;
  }
}

}  // namespace agon::detail
