#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "agon/core/config.hpp"

namespace agon {

struct LoaderOptions {
  std::int64_t batch = 64;  ///< samples a batch, from 1 to the size of the data set
  bool shuffle = true;      ///< a new order every epoch; otherwise the order of the data set
  std::uint64_t seed = 0;   ///< the orders of all epochs follow from it
  bool drop_last = true;    ///< leave out the last batch of an epoch where it is smaller than the others
};

/// Where a loader stands: all there is to save.
struct LoaderState {
  std::uint64_t seed = 0;
  std::int64_t epoch = 0;  ///< epochs completed
  std::int64_t batch = 0;  ///< batches of the current epoch that have been drawn
  friend bool operator==(const LoaderState&, const LoaderState&) = default;
};

/// The order in which samples are drawn, in batches, epoch after epoch. The order of an epoch is a function
/// of the seed and the epoch's number alone, so a state of three numbers suffices to go on from anywhere.
class BatchOrder {
 public:
  /// Throws Error "[where] ..." unless 1 <= options.batch <= size.
  BatchOrder(const char* where, std::int64_t size, const LoaderOptions& options);

  /// The numbers of the samples of the next batch, valid until the next call. After the last batch of an
  /// epoch the state stands at the start of the next epoch.
  std::span<const std::int64_t> next();

  std::int64_t size() const { return size_; }
  std::int64_t batch_size() const { return options_.batch; }
  std::int64_t batches_per_epoch() const;
  std::int64_t last_batch_size() const;

  const LoaderState& state() const { return state_; }
  /// Throws Error where the state is not one of an order of this size and batch.
  void restore(const LoaderState& state);

 private:
  void arrange();

  const char* where_;
  std::int64_t size_;
  LoaderOptions options_;
  LoaderState state_;
  std::vector<std::int64_t> order_;  // of the epoch arranged_; empty before the first batch
  std::uint64_t arranged_seed_ = 0;
  std::int64_t arranged_epoch_ = -1;
};

}  // namespace agon

#ifdef AGON_HEADER_ONLY
#include "agon/data/order-inl.h"
#endif
