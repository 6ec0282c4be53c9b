#pragma once

#include "agon/optim/optimiser.hpp"

namespace agon {

struct SGDOptions {
  double lr = 1e-2;         ///< >= 0
  double momentum = 0;      ///< how much of the velocity stays; in [0, 1)
  double weight_decay = 0;  ///< >= 0: g + weight_decay * p takes the place of the gradient g
};

/// Gradient descent, with momentum: m = momentum m + g, p = p - lr m. Throws Error on options out of range.
template <class T>
class BasicSGD final : public BasicOptimiser<T> {
 public:
  explicit BasicSGD(const SGDOptions& options = {});

  /// What its next step computes with.
  kernels::SgdNumbers numbers() const;

 private:
  void update(std::span<const kernels::UpdateSpan<T>> spans, std::int64_t step) const override;

  SGDOptions options_;
};

using SGD = BasicSGD<float>;
namespace f64 {
using SGD = BasicSGD<double>;
}

#ifndef AGON_HEADER_ONLY
extern template class BasicSGD<float>;
extern template class BasicSGD<double>;
#endif

}  // namespace agon

#ifdef AGON_HEADER_ONLY
#include "agon/optim/sgd-inl.h"
#endif
