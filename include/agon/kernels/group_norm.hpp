#pragma once

#include "agon/core/tensor.hpp"
#include "agon/kernels/plain.hpp"

/// Normalisation of each sample by statistics of its own. Throw Error in their own name where shapes do not
/// fit or x is empty.
namespace agon::kernels {

/// A normalised tensor, and the statistics [samples, groups] that it was normalised with.
template <class T>
struct GroupNorm {
  BasicTensor<T> y, mean, inv_std;
};

template <class T>
struct GroupNormGrad {
  BasicTensor<T> gx, ggamma, gbeta;
};

/// x as `shape` says, group by group and sample by sample: (x - mean) inv_std gamma + beta, times `slope`
/// where that is below 0, with inv_std = 1 / sqrt(biased variance + eps). gamma and beta have a number for
/// each channel.
template <class T>
GroupNorm<T> group_norm(const GroupNormShape& shape, const BasicTensor<T>& x, const BasicTensor<T>& gamma,
                        const BasicTensor<T>& beta, double eps, T slope = 1);

/// The gradients for x, gamma and beta, through the statistics too, given that gy for y and what group_norm
/// left. y is needed only for a slope that is not 1.
template <class T>
GroupNormGrad<T> group_norm_grad(const GroupNormShape& shape, const BasicTensor<T>& gy,
                                 const BasicTensor<T>& x, const BasicTensor<T>& gamma,
                                 const BasicTensor<T>& mean, const BasicTensor<T>& inv_std,
                                 const BasicTensor<T>& y = {}, T slope = 1);

/// The gradients for gy, x and gamma of the sum of u times gx, with gx as group_norm_grad returns it.
template <class T>
struct GroupNormGradGrad {
  BasicTensor<T> ggy, ggx, ggamma;
};
template <class T>
GroupNormGradGrad<T> group_norm_grad_grad(const GroupNormShape& shape, const BasicTensor<T>& u,
                                          const BasicTensor<T>& gy, const BasicTensor<T>& x,
                                          const BasicTensor<T>& gamma, const BasicTensor<T>& mean,
                                          const BasicTensor<T>& inv_std);

/// The same along rows of as many elements as gamma has, with statistics [rows]; where not `centred`, about 0
/// instead of the mean.
template <class T>
GroupNorm<T> row_norm(const BasicTensor<T>& x, const BasicTensor<T>& gamma, const BasicTensor<T>& beta,
                      bool centred, double eps, T slope = 1);

/// Its gradients; those for gamma and beta are left out unless `affine`.
template <class T>
GroupNormGrad<T> row_norm_grad(const BasicTensor<T>& gy, const BasicTensor<T>& x, const BasicTensor<T>& gamma,
                               const BasicTensor<T>& mean, const BasicTensor<T>& inv_std, bool centred,
                               bool affine, const BasicTensor<T>& y = {}, T slope = 1);

template <class T>
GroupNormGradGrad<T> row_norm_grad_grad(const BasicTensor<T>& u, const BasicTensor<T>& gy,
                                        const BasicTensor<T>& x, const BasicTensor<T>& gamma,
                                        const BasicTensor<T>& mean, const BasicTensor<T>& inv_std,
                                        bool centred);

}  // namespace agon::kernels

#ifdef AGON_HEADER_ONLY
#include "agon/kernels/group_norm-inl.h"
#endif
