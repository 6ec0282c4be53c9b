#pragma once

#include <algorithm>
#include <string>

#include "agon/autograd/ops/arithmetic.hpp"
#include "agon/autograd/ops/batch.hpp"
#include "agon/autograd/ops/reduce.hpp"
#include "agon/autograd/ops/shape.hpp"
#include "agon/core/error.hpp"

namespace agon {
namespace ops {

inline void check_stddev(const Shape& x, std::int64_t group, std::int64_t features) {
  if (x.rank() < 2 || x.size() == 0)
    fail("minibatch_stddev", "expected input [N, ..., C] of at least one sample, got " + to_string(x));
  if (group < 1 || x[0] % std::min(group, x[0]) != 0)
    fail("minibatch_stddev", "expected a group >= 1 that divides the batch of " + to_string(x) + ", got " +
                                 std::to_string(group));
  if (features < 1 || x[-1] % features != 0)
    fail("minibatch_stddev", "expected features >= 1 that divide the channels of " + to_string(x) + ", got " +
                                 std::to_string(features));
}

template <class T>
BasicVar<T> minibatch_stddev(const BasicVar<T>& x, std::int64_t group, std::int64_t features) {
  check_stddev(x.shape(), group, features);
  const std::int64_t members = std::min(group, x.dim(0)), groups = x.dim(0) / members,
                     channels = x.dim(-1) / features, places = x.size() / (x.dim(0) * x.dim(-1));
  const BasicVar<T> dealt = agon::reshape(x, {members, groups, places, features, channels});
  const BasicVar<T> variance = agon::mean(agon::square(dealt - agon::mean(dealt, {0})), {0});
  const BasicVar<T> deviation = agon::mean(agon::sqrt(variance + T(1e-8)), {1, 3}, true);
  const BasicVar<T> repeated = agon::broadcast_to(agon::reshape(deviation, {1, groups, 1, features}),
                                                  {members, groups, places, features});
  Shape added = x.shape();
  added[-1] = features;
  return agon::concat({x, agon::reshape(repeated, added)}, x.rank() - 1);
}

template <class T>
BasicVar<T> pack(const BasicVar<T>& x, std::int64_t m) {
  if (x.rank() < 2) fail("pack", "expected input [N, ..., C], got " + to_string(x.shape()));
  if (m < 1 || x.dim(0) % m != 0)
    fail("pack", "expected a number of samples >= 1 that divides the batch of " + to_string(x.shape()) +
                     ", got " + std::to_string(m));
  const std::int64_t packs = x.dim(0) / m, channels = x.dim(-1);
  std::int64_t places = 1;
  for (int axis = 1; axis + 1 < x.rank(); ++axis) places *= x.dim(axis);
  Shape packed = x.shape();
  packed[0] = packs;
  packed[-1] = m * channels;
  return agon::reshape(agon::transpose(agon::reshape(x, {packs, m, places, channels}), {0, 2, 1, 3}), packed);
}

}  // namespace ops

AGON_INLINE Var minibatch_stddev(const Var& x, std::int64_t group, std::int64_t features) {
  return ops::minibatch_stddev<float>(x, group, features);
}
AGON_INLINE f64::Var minibatch_stddev(const f64::Var& x, std::int64_t group, std::int64_t features) {
  return ops::minibatch_stddev<double>(x, group, features);
}
AGON_INLINE Var pack(const Var& x, std::int64_t m) { return ops::pack<float>(x, m); }
AGON_INLINE f64::Var pack(const f64::Var& x, std::int64_t m) { return ops::pack<double>(x, m); }

}  // namespace agon
