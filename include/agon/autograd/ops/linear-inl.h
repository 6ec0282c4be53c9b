#pragma once

#include "agon/autograd/ops/both.hpp"
#include "agon/autograd/ops/linear.hpp"
#include "agon/autograd/record.hpp"
#include "agon/kernels/gemm.hpp"

namespace agon {
namespace ops {

// With A and B the operands as multiplied and G the gradient, dA = G B' and dB = A' G; where an operand is
// stored transposed, so is its gradient.
template <class T>
BasicVar<T> matmul(const BasicVar<T>& a, const BasicVar<T>& b, bool transpose_a, bool transpose_b) {
  return record<T>("matmul", kernels::matmul(a.value(), b.value(), transpose_a, transpose_b),
                   {keep_if(b.tracked(), a), keep_if(a.tracked(), b)},
                   [transpose_a, transpose_b](Rule<T>& r) {
                     const BasicVar<T>& g = r.grad();
                     if (r.wants(0))
                       r.give(0, transpose_a ? agon::matmul(r.input(1), g, transpose_b, true)
                                             : agon::matmul(g, r.input(1), false, !transpose_b));
                     if (r.wants(1))
                       r.give(1, transpose_b ? agon::matmul(g, r.input(0), true, transpose_a)
                                             : agon::matmul(r.input(0), g, !transpose_a, false));
                   });
}

}  // namespace ops

AGON_INLINE Var matmul(const Var& a, const Var& b, bool transpose_a, bool transpose_b) {
  return ops::matmul<float>(a, b, transpose_a, transpose_b);
}
AGON_INLINE f64::Var matmul(const f64::Var& a, const f64::Var& b, bool transpose_a, bool transpose_b) {
  return ops::matmul<double>(a, b, transpose_a, transpose_b);
}

}  // namespace agon
