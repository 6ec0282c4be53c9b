#pragma once

#include "agon/optim/optimiser.hpp"

namespace agon {

struct AdamOptions {
  double lr = 1e-3;         ///< >= 0
  double beta1 = 0.9;       ///< how much of the mean gradient stays; in [0, 1)
  double beta2 = 0.999;     ///< how much of the mean squared gradient stays; in [0, 1)
  double eps = 1e-8;        ///< > 0, added outside the root
  double weight_decay = 0;  ///< >= 0: g + weight_decay * p takes the place of the gradient g
};

/// What a penalty that is applied only every `every` steps leaves of the options (StyleGAN2, Karras et al.
/// 2020, appendix B): with c = every / (every + 1), lr times c and the betas to the power of c. Throws Error
/// unless every >= 1.
AdamOptions lazy(AdamOptions options, int every);

/// Adam (Kingma and Ba 2015), with bias correction:
/// m = beta1 m + (1 - beta1) g, v = beta2 v + (1 - beta2) g^2,
/// p = p - lr m / (1 - beta1^t) / (sqrt(v / (1 - beta2^t)) + eps) at a parameter's step t = 1, 2, ...
/// Throws Error on options out of range.
template <class T>
class BasicAdam final : public BasicOptimiser<T> {
 public:
  explicit BasicAdam(const AdamOptions& options = {});

  double beta1() const { return options_.beta1; }
  double beta2() const { return options_.beta2; }
  /// Throw Error unless beta is in [0, 1).
  void set_beta1(double beta1);
  void set_beta2(double beta2);

  /// What its next step computes with.
  kernels::AdamNumbers numbers() const;

 private:
  void update(std::span<const kernels::UpdateSpan<T>> spans, std::int64_t step) const override;

  AdamOptions options_;
};

using Adam = BasicAdam<float>;
namespace f64 {
using Adam = BasicAdam<double>;
}

#ifndef AGON_HEADER_ONLY
extern template class BasicAdam<float>;
extern template class BasicAdam<double>;
#endif

}  // namespace agon

#ifdef AGON_HEADER_ONLY
#include "agon/optim/adam-inl.h"
#endif
