#pragma once

#include "agon/autograd/ops/activation.hpp"

namespace agon {

/// A normalised batch, and the statistics it was normalised with: the mean and the biased variance of each
/// channel.
template <class T>
struct BatchNormResult {
  BasicVar<T> y;
  BasicTensor<T> mean;
  BasicTensor<T> variance;
};

/// Batch normalisation (Ioffe and Szegedy 2015) of x [N, C] or [N, H, W, C] with the statistics of the batch,
/// then gamma [C] * x + beta [C], then the activation. Differentiable to any order, with respect to the
/// statistics too: gradients of first and second order run in fused kernels; beyond, the same mathematics in
/// plain operations is differentiated. Throws Error on other shapes, or eps that is not > 0 and finite, or an
/// activation's slope that is not >= 0 and finite.
BatchNormResult<float> batch_norm(const Var& x, const Var& gamma, const Var& beta, float eps = 1e-5f,
                                  Activation then = {});
BatchNormResult<double> batch_norm(const f64::Var& x, const f64::Var& gamma, const f64::Var& beta,
                                   double eps = 1e-5, Activation then = {});

/// The same in plain operations: the reference that the fused kernel is held against.
Var batch_norm_composed(const Var& x, const Var& gamma, const Var& beta, float eps = 1e-5f);
f64::Var batch_norm_composed(const f64::Var& x, const f64::Var& gamma, const f64::Var& beta,
                             double eps = 1e-5);

}  // namespace agon

#ifdef AGON_HEADER_ONLY
#include "agon/autograd/ops/norm-inl.h"
#endif
