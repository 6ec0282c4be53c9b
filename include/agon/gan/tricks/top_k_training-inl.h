#pragma once

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <string>

#include "agon/autograd/ops/reduce.hpp"
#include "agon/autograd/ops/shape.hpp"
#include "agon/core/error.hpp"
#include "agon/core/modes.hpp"
#include "agon/gan/tricks/top_k_training.hpp"

namespace agon::detail {

template <class T>
LabelTensor best_samples(const BasicVar<T>& scores, double share) {
  if (scores.rank() < 1 || scores.size() == 0)
    fail("TopKTraining", "expected scores [N, ...] of at least one sample, got " + to_string(scores.shape()));
  const NoRecord no_graph;
  const std::int64_t count = scores.dim(0);
  // A product that is a whole number but for its last bits is not rounded up.
  const auto k = static_cast<std::int64_t>(std::ceil(share * static_cast<double>(count) - 1e-9));
  return top_k(mean(reshape(scores, {count, -1}), {1}), std::clamp<std::int64_t>(k, 1, count)).indices;
}

AGON_INLINE void check_share(double share) {
  char text[64];
  std::snprintf(text, sizeof text, "expected a share in (0, 1], got %g", share);
  if (!(share > 0 && share <= 1)) fail("TopKTraining", text);
}

AGON_INLINE void check_rows_pair(const Shape& real, const Shape& fake) {
  if (real != fake)
    fail("TopKTraining", "expected as many generated samples as real ones, got scores " + to_string(real) +
                             " and " + to_string(fake));
}

}  // namespace agon::detail
