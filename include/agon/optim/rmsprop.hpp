#pragma once

#include "agon/optim/optimiser.hpp"

namespace agon {

struct RMSPropOptions {
  double lr = 1e-2;         ///< >= 0
  double alpha = 0.99;      ///< how much of the mean squared gradient stays; in [0, 1)
  double eps = 1e-8;        ///< > 0, added outside the root
  double momentum = 0;      ///< how much of the velocity stays; in [0, 1)
  double weight_decay = 0;  ///< >= 0: g + weight_decay * p takes the place of the gradient g
};

/// RMSProp (Hinton 2012, lecture 6e): v = alpha v + (1 - alpha) g^2, p = p - lr g / (sqrt(v) + eps); with
/// momentum, m = momentum m + g / (sqrt(v) + eps), p = p - lr m. Throws Error on options out of range.
template <class T>
class BasicRMSProp final : public BasicOptimiser<T> {
 public:
  explicit BasicRMSProp(const RMSPropOptions& options = {});

  /// What its next step computes with.
  kernels::RmspropNumbers numbers() const;

 private:
  void update(std::span<const kernels::UpdateSpan<T>> spans, std::int64_t step) const override;

  RMSPropOptions options_;
};

using RMSProp = BasicRMSProp<float>;
namespace f64 {
using RMSProp = BasicRMSProp<double>;
}

#ifndef AGON_HEADER_ONLY
extern template class BasicRMSProp<float>;
extern template class BasicRMSProp<double>;
#endif

}  // namespace agon

#ifdef AGON_HEADER_ONLY
#include "agon/optim/rmsprop-inl.h"
#endif
