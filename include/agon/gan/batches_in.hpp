#pragma once

#include <cstdint>
#include <type_traits>
#include <utility>

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

}  // namespace agon::detail
