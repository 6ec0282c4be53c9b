#pragma once

#include <string>

#include "agon/core/error.hpp"
#include "agon/gan/turns.hpp"

namespace agon::detail {

[[noreturn]] AGON_INLINE void fail_few(std::int64_t least, std::int64_t batches) {
  fail("fit", "expected a loader of at least " +
                  (least == 1 ? std::string("1 batch")
                              : std::to_string(least) + " batches, one for each of n_critic") +
                  ", got " + std::to_string(batches));
}

AGON_INLINE Turns::Turns(const FitOptions& options, bool labels, std::int64_t batches)
    : options_(options), ratio_(options.ratio), batches_(batches) {
  if (options.n_critic < 1) fail("fit", "expected n_critic >= 1, got " + std::to_string(options.n_critic));
  if (options.accumulate < 1)
    fail("fit", "expected accumulate >= 1, got " + std::to_string(options.accumulate));
  if (ratio_ && options.n_critic != 1) fail("fit", "expected n_critic or a ratio that adapts, got both");
  if (ratio_ && !labels)
    fail("fit", "expected an objective with labels for a ratio that follows D's accuracy");
  if (batches % options.accumulate != 0)
    fail("fit", "expected accumulate to divide the " + std::to_string(batches) +
                    " batches of an epoch, got " + std::to_string(options.accumulate));
  const std::int64_t least = options.n_critic * options.accumulate;
  if (!ratio_ && batches > 0 && batches < least) fail_few(least, batches);
  steps_ = ratio_ ? ratio_->ratio() : StepRatio{static_cast<int>(options.n_critic), 1};
}

AGON_INLINE std::int64_t Turns::iterations_per_epoch() const {
  return ratio_ ? 0 : batches_ / options_.accumulate / options_.n_critic;
}

AGON_INLINE void Turns::begin_epoch() {
  in_epoch_ = 0;
  if (!ratio_) since_generator_ = 0;
  generator_moved_ = false;
}

AGON_INLINE void Turns::end_epoch(std::int64_t left_over) const {
  const std::int64_t batches = in_epoch_ * options_.accumulate + left_over;
  if (left_over > 0)
    fail("fit", "expected accumulate to divide the " + std::to_string(batches) +
                    " batches of an epoch, got " + std::to_string(options_.accumulate));
  if (!generator_moved_ && (!ratio_ || batches == 0))
    fail_few(steps_.discriminator * options_.accumulate, batches);
}

AGON_INLINE int Turns::count_step() {
  ++in_epoch_;
  if (++since_generator_ < steps_.discriminator) return 0;
  since_generator_ = 0;
  generator_moved_ = true;
  return steps_.generator;
}

AGON_INLINE void Turns::observe(const DiscriminatorStep& step) {
  if (ratio_ && step.accuracy) steps_ = ratio_->next(*step.accuracy);
}

}  // namespace agon::detail
