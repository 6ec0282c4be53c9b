#pragma once

#include <cstdint>
#include <optional>

#include "agon/gan/report.hpp"
#include "agon/gan/tricks/adaptive_ratio.hpp"

namespace agon::detail {

/// Whose turn it is in a `fit`.
class Turns {
 public:
  /// `batches` is how many an epoch has, 0 where that is not known. Throws Error on options out of range or
  /// at odds with each other, with an objective without labels, or with the epoch.
  Turns(const FitOptions& options, bool labels, std::int64_t batches);

  /// 0 where that is not known.
  std::int64_t iterations_per_epoch() const;
  void begin_epoch();
  /// Throws Error where batches are left over, or G had no turn (under a ratio it may come later).
  void end_epoch(std::int64_t left_over) const;

  /// Whether D's next step and G's are on the same generated samples.
  bool shares_samples() const { return steps_.discriminator == 1; }
  /// Counts a step of D. Returns how many G takes after it.
  int count_step();
  void observe(const DiscriminatorStep& step);

 private:
  FitOptions options_;
  StepRatio steps_;
  std::optional<AdaptiveRatio> ratio_;
  std::int64_t batches_;
  std::int64_t in_epoch_ = 0;         // steps of D
  std::int64_t since_generator_ = 0;  // steps of D since G's newest
  bool generator_moved_ = false;      // in this epoch
};

}  // namespace agon::detail

#ifdef AGON_HEADER_ONLY
#include "agon/gan/turns-inl.h"
#endif
