#pragma once

#include <cstddef>

#include "agon/autograd/variable.hpp"

namespace agon {

struct MinibatchStdDevOptions {
  std::int64_t group = 4;     ///< samples that are compared with each other; all where the batch is smaller
  std::int64_t features = 1;  ///< channels that are added
};

/// Minibatch standard deviation (Karras et al. 2018): x [N, ..., C] -> [N, ..., C + features], as the
/// operation minibatch_stddev does. Throws Error on options < 1, and on a batch that is no multiple of the
/// group or channels that are no multiple of the features.
template <class T>
struct BasicMinibatchStdDev {
  explicit BasicMinibatchStdDev(const MinibatchStdDevOptions& options = {});

  BasicVar<T> operator()(const BasicVar<T>& x) const;

  std::int64_t group;
  std::int64_t features;

  using Scalar = T;
  static constexpr std::size_t agon_members = 2;
};

using MinibatchStdDev = BasicMinibatchStdDev<float>;
namespace f64 {
using MinibatchStdDev = BasicMinibatchStdDev<double>;
}

}  // namespace agon

#ifdef AGON_HEADER_ONLY
#include "agon/nn/layers/minibatch_stddev-inl.h"
#endif
