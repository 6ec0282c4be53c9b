#pragma once

#include "agon/autograd/ops/arithmetic.hpp"
#include "agon/autograd/ops/reduce.hpp"
#include "agon/core/error.hpp"
#include "agon/nn/layers/check.hpp"
#include "agon/nn/layers/projection_head.hpp"

namespace agon::detail {

AGON_INLINE void check_projection(const ProjectionHeadOptions& options) {
  check_at_least("ProjectionHead", "features", options.features, 1);
  check_at_least("ProjectionHead", "classes", options.classes, 1);
}

AGON_INLINE void check_projection(const Shape& h, const LabelTensor& labels) {
  if (h.rank() != 2 || labels.shape() != Shape{h[0]})
    fail("ProjectionHead", "expected features [N, F] and labels [N], got " + to_string(h) + " and " +
                               to_string(labels.shape()));
}

template <class T>
BasicVar<T> add_projection(const BasicVar<T>& score, const BasicVar<T>& row, const BasicVar<T>& h) {
  if (score.shape() != Shape{h.dim(0), 1} || row.shape() != h.shape())
    fail("ProjectionHead", "expected a score [N, 1] and an embedding [N, F] for features " +
                               to_string(h.shape()) + ", got " + to_string(score.shape()) + " and " +
                               to_string(row.shape()));
  return score + sum(row * h, {1}, true);
}

}  // namespace agon::detail
