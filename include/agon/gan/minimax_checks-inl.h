#pragma once

#include <cmath>

#include "agon/core/error.hpp"
#include "agon/gan/minimax_checks.hpp"

namespace agon::detail {

AGON_INLINE void name_two(std::string& generator, std::string& discriminator) {
  if (generator.empty()) generator = "generator";
  if (discriminator.empty()) discriminator = "discriminator";
  if (generator == discriminator)
    fail("Minimax", "expected players of different names, got two called " + generator);
}

AGON_INLINE std::int64_t check_batch(const Shape& real) {
  if (real.rank() < 1 || real[0] < 1)
    fail("Minimax", "expected a batch of at least one real sample, got " + to_string(real));
  return real[0];
}

AGON_INLINE void check_labels(std::int64_t samples, const Shape& labels) {
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

AGON_INLINE void fail_few_batches(std::int64_t n_critic, std::int64_t batches) {
  fail("fit", "expected a loader of at least " +
                  (n_critic == 1 ? std::string("1 batch")
                                 : std::to_string(n_critic) + " batches, one for each of n_critic") +
                  ", got " + std::to_string(batches));
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
