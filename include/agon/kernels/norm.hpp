#pragma once

#include "agon/core/tensor.hpp"

namespace agon::kernels {

/// What batch_norm returns: the output, and the statistics of each channel [C]; the variance is the biased
/// one, and inv_std is 1 / sqrt(variance + eps).
template <class T>
struct BatchNorm {
  BasicTensor<T> y, mean, variance, inv_std;
};

template <class T>
struct BatchNormGrad {
  BasicTensor<T> gx, ggamma, gbeta;
};

/// (x - mean) inv_std gamma + beta, times `slope` where that is below 0, over the channels, which are the
/// last axis of x; gamma and beta are [C]. Throws Error "[batch_norm] ..." where shapes do not fit or x is
/// empty.
template <class T>
BatchNorm<T> batch_norm(const BasicTensor<T>& x, const BasicTensor<T>& gamma, const BasicTensor<T>& beta,
                        double eps, T slope = 1);

/// The gradients for x, gamma and beta, through the statistics too, given that gy for y and what batch_norm
/// left. y is needed only for a slope that is not 1.
template <class T>
BatchNormGrad<T> batch_norm_grad(const BasicTensor<T>& gy, const BasicTensor<T>& x,
                                 const BasicTensor<T>& gamma, const BasicTensor<T>& mean,
                                 const BasicTensor<T>& inv_std, const BasicTensor<T>& y = {}, T slope = 1);

/// The gradients for gy, x and gamma of the sum of u times gx, with gx as batch_norm_grad returns it.
template <class T>
struct BatchNormGradGrad {
  BasicTensor<T> ggy, ggx, ggamma;
};
template <class T>
BatchNormGradGrad<T> batch_norm_grad_grad(const BasicTensor<T>& u, const BasicTensor<T>& gy,
                                          const BasicTensor<T>& x, const BasicTensor<T>& gamma,
                                          const BasicTensor<T>& mean, const BasicTensor<T>& inv_std);

}  // namespace agon::kernels

#ifdef AGON_HEADER_ONLY
#include "agon/kernels/norm-inl.h"
#endif
