#pragma once

#include "agon/autograd/variable.hpp"

namespace agon {

/// The matrix product of [M, K] and [K, N]: [M, N]. An operand marked as transposed is stored as [K, M] or
/// [N, K]. Differentiable to any order. Throws Error where the inner sizes differ or an operand is not a
/// matrix.
Var matmul(const Var& a, const Var& b, bool transpose_a = false, bool transpose_b = false);
f64::Var matmul(const f64::Var& a, const f64::Var& b, bool transpose_a = false, bool transpose_b = false);

}  // namespace agon

#ifdef AGON_HEADER_ONLY
#include "agon/autograd/ops/linear-inl.h"
#endif
