#pragma once

#include <string>

#include "agon/autograd/ops/shape.hpp"
#include "agon/autograd/ops/split.hpp"
#include "agon/core/error.hpp"
#include "agon/core/modes.hpp"

namespace agon {
namespace ops {

// A slice's gradient is as large as what it was cut from. Halves of halves keep the sum of these sizes at the
// logarithm of the number of parts.
template <class T>
void split_by_halves(std::vector<BasicVar<T>>& result, const BasicVar<T>& x, int axis, std::int64_t parts) {
  if (parts == 1) {
    result.push_back(x);
    return;
  }
  const std::int64_t size = x.dim(axis) / parts, half = parts / 2;
  split_by_halves(result, agon::slice(x, axis, 0, half * size), axis, half);
  split_by_halves(result, agon::slice(x, axis, half * size, parts * size), axis, parts - half);
}

template <class T>
std::vector<BasicVar<T>> split(const BasicVar<T>& x, int axis, std::int64_t parts) {
  const int at = normalize_axis("split", axis, x.rank());
  if (parts < 1 || x.dim(at) % parts != 0)
    fail("split", "expected parts >= 1 that divide axis " + std::to_string(at) + " of " +
                      to_string(x.shape()) + ", got " + std::to_string(parts));
  std::vector<BasicVar<T>> result;
  if (x.tracked() && recording()) {
    split_by_halves(result, x, at, parts);
  } else {
    const std::int64_t size = x.dim(at) / parts;
    for (std::int64_t i = 0; i < parts; ++i) result.push_back(agon::slice(x, at, i * size, (i + 1) * size));
  }
  return result;
}

}  // namespace ops

AGON_INLINE std::vector<Var> split(const Var& x, int axis, std::int64_t parts) {
  return ops::split<float>(x, axis, parts);
}
AGON_INLINE std::vector<f64::Var> split(const f64::Var& x, int axis, std::int64_t parts) {
  return ops::split<double>(x, axis, parts);
}

}  // namespace agon
