#pragma once

#include <cmath>

#include "agon/core/error.hpp"
#include "agon/gan/minimax_checks.hpp"

namespace agon::detail {

AGON_INLINE std::pair<std::string, std::string> name_two(std::string& generator, std::string& discriminator) {
  if (generator.empty()) generator = "generator";
  if (discriminator.empty()) discriminator = "discriminator";
  if (generator == discriminator)
    fail("Minimax", "expected players of different names, got two called " + generator);
  return {generator, discriminator};
}

AGON_INLINE std::int64_t check_batch(const Shape& real) {
  if (real.rank() < 1 || real[0] < 1)
    fail("Minimax", "expected a batch of at least one real sample, got " + to_string(real));
  return real[0];
}

AGON_INLINE void check_labels(const Shape& real, const Shape& labels) {
  const std::int64_t samples = check_batch(real);
  const std::int64_t count = labels.rank() < 1 ? 0 : labels[0];
  if (count != samples)
    fail("Minimax",
         "expected as many labels as samples, " + std::to_string(samples) + ", got " + std::to_string(count));
}

AGON_INLINE void check_generated(const Shape& real, const Shape& generated) {
  if (generated != real)
    fail("Minimax", "expected generated samples of the shape of the real ones, " + to_string(real) +
                        ", got " + to_string(generated));
}

AGON_INLINE void check_packs(const std::vector<std::int64_t>& batch_sizes, std::int64_t samples_per_score) {
  for (const std::int64_t samples : batch_sizes)
    if (samples % samples_per_score != 0)
      fail("fit", "expected batches of a multiple of " + std::to_string(samples_per_score) +
                      " samples, which D judges together, got one of " + std::to_string(samples));
}

AGON_INLINE void check_unrolled(const PlayerOptions& options) {
  if (options.clip_norm || options.clip_value)
    fail("Unrolled", "expected a discriminator that clips no gradients: its steps ahead would not");
}

AGON_INLINE void fail_unrolled_penalty(const char* name) {
  fail(name, "expected a discriminator that is not unrolled: its steps ahead would leave the penalty out");
}

AGON_INLINE void add_found(DiscriminatorStep& total, const DiscriminatorStep& part, double share) {
  total.loss += share * part.loss;
  total.real += share * part.real;
  total.fake += share * part.fake;
  if (part.accuracy) total.accuracy = total.accuracy.value_or(0) + share * *part.accuracy;
}

AGON_INLINE void add_found(GeneratorStep& total, const GeneratorStep& part, double share) {
  total.loss += share * part.loss;
}

template <class T>
DiscriminatorStep summarise(const BasicTensor<T>& real, const BasicTensor<T>& fake, bool logits) {
  const auto mean_of = [logits](const BasicTensor<T>& scores) {
    double total = 0;
    for (const T s : scores.values()) {
      const double value = static_cast<double>(s);
      total += logits ? 1 / (1 + std::exp(-value)) : value;
    }
    return total / static_cast<double>(scores.size());
  };
  DiscriminatorStep step;
  step.real = mean_of(real);
  step.fake = mean_of(fake);
  if (logits) {
    std::int64_t right = 0;
    for (const T s : real.values()) right += s > 0;
    for (const T s : fake.values()) right += s < 0;
    step.accuracy = static_cast<double>(right) / static_cast<double>(real.size() + fake.size());
  }
  return step;
}

}  // namespace agon::detail
