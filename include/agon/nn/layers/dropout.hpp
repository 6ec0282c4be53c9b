#pragma once

#include <cstddef>

#include "agon/autograd/variable.hpp"

namespace agon {

/// Dropout (Srivastava et al. 2014) of x of any shape: each element becomes 0 with probability p and is
/// divided by 1 - p otherwise, so that its expectation stays. Draws from `current_random()` at every pass;
/// under a Deterministic guard it draws nothing and returns x. Throws Error unless p is in [0, 1).
template <class T>
struct BasicDropout {
  explicit BasicDropout(double p = 0.5);

  BasicVar<T> operator()(const BasicVar<T>& x) const;

  double p;

  using Scalar = T;
  static constexpr std::size_t agon_members = 1;
};

using Dropout = BasicDropout<float>;
namespace f64 {
using Dropout = BasicDropout<double>;
}

}  // namespace agon

#ifdef AGON_HEADER_ONLY
#include "agon/nn/layers/dropout-inl.h"
#endif
