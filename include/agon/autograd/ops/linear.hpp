#pragma once

#include "agon/autograd/ops/activation.hpp"

namespace agon {

/// The matrix product of [M, K] and [K, N]: [M, N]. An operand marked as transposed is stored as [K, M] or
/// [N, K]. Differentiable to any order. Throws Error where the inner sizes differ or an operand is not a
/// matrix.
Var matmul(const Var& a, const Var& b, bool transpose_a = false, bool transpose_b = false);
f64::Var matmul(const f64::Var& a, const f64::Var& b, bool transpose_a = false, bool transpose_b = false);

/// The matrix products of [B, M, K] and [B, K, N], each with its partner: [B, M, N]. The matrices of an
/// operand marked as transposed are stored as [K, M] or [N, K]. Threads share the batch. Differentiable to
/// any order. Throws Error where batches or inner sizes differ or an operand is not of rank 3.
Var batch_matmul(const Var& a, const Var& b, bool transpose_a = false, bool transpose_b = false);
f64::Var batch_matmul(const f64::Var& a, const f64::Var& b, bool transpose_a = false,
                      bool transpose_b = false);

/// x [N, in] times weight [out, in] transposed, plus bias [out] where it is defined, then the activation:
/// [N, out], in one pass after the product. Differentiable to order 4, without an activation to any. Throws
/// Error "[linear] ..." where sizes do not fit or the slope is not finite or below 0.
Var linear(const Var& x, const Var& weight, const Var& bias = {}, Activation then = {});
f64::Var linear(const f64::Var& x, const f64::Var& weight, const f64::Var& bias = {}, Activation then = {});

}  // namespace agon

#ifdef AGON_HEADER_ONLY
#include "agon/autograd/ops/linear-inl.h"
#endif
