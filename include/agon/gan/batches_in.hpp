#pragma once

#include <cstdint>
#include <type_traits>
#include <utility>
#include <vector>

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

/// How many samples a loader's batches have, as far as that is known before they are drawn.
template <class Loader>
std::vector<std::int64_t> batch_sizes(const Loader& loader) {
  std::vector<std::int64_t> sizes;
  if constexpr (requires { loader.batch_size(); }) {
    sizes.push_back(static_cast<std::int64_t>(loader.batch_size()));
    if constexpr (requires { loader.last_batch_size(); })
      sizes.push_back(static_cast<std::int64_t>(loader.last_batch_size()));
  } else if constexpr (requires { real_samples(loader.front()).dim(0); }) {
    for (const auto& batch : loader) sizes.push_back(static_cast<std::int64_t>(real_samples(batch).dim(0)));
  }
  return sizes;
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
