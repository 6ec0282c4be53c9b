#pragma once

#include <algorithm>
#include <numeric>
#include <string>

#include "agon/core/error.hpp"
#include "agon/core/random.hpp"
#include "agon/data/order.hpp"

namespace agon {

AGON_INLINE BatchOrder::BatchOrder(const char* where, std::int64_t size, const LoaderOptions& options)
    : where_(where), size_(size), options_(options), state_{options.seed, 0, 0} {
  if (options.batch < 1) fail(where, "expected a batch of at least 1, got " + std::to_string(options.batch));
  if (options.batch > size)
    fail(where, "expected a batch of at most " + std::to_string(size) + " (the size of the data set), got " +
                    std::to_string(options.batch));
}

AGON_INLINE std::int64_t BatchOrder::batches_per_epoch() const {
  return options_.drop_last ? size_ / options_.batch : (size_ - 1) / options_.batch + 1;
}

AGON_INLINE std::int64_t BatchOrder::last_batch_size() const {
  return std::min(options_.batch, size_ - (batches_per_epoch() - 1) * options_.batch);
}

AGON_INLINE std::span<const std::int64_t> BatchOrder::next() {
  arrange();
  const std::int64_t begin = state_.batch * options_.batch;
  const std::int64_t count = std::min(options_.batch, size_ - begin);
  if (++state_.batch == batches_per_epoch()) {
    state_.batch = 0;
    ++state_.epoch;
  }
  return {order_.data() + begin, static_cast<std::size_t>(count)};
}

AGON_INLINE void BatchOrder::arrange() {
  if (arranged_epoch_ == state_.epoch && arranged_seed_ == state_.seed) return;
  if (options_.shuffle) {
    order_ = Random(state_.seed, "loader").split(std::to_string(state_.epoch)).permutation(size_);
  } else if (order_.empty()) {
    order_.resize(static_cast<std::size_t>(size_));
    std::iota(order_.begin(), order_.end(), std::int64_t{0});
  }
  arranged_epoch_ = state_.epoch;
  arranged_seed_ = state_.seed;
}

AGON_INLINE void BatchOrder::restore(const LoaderState& state) {
  if (state.epoch < 0)
    fail(where_, "expected the state of an epoch of at least 0, got " + std::to_string(state.epoch));
  if (state.batch < 0 || state.batch >= batches_per_epoch())
    fail(where_, "expected a state with fewer batches drawn than the " + std::to_string(batches_per_epoch()) +
                     " of an epoch, got " + std::to_string(state.batch));
  state_ = state;
}

}  // namespace agon
