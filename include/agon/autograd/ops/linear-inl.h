#pragma once

#include <string>

#include "agon/autograd/ops/both.hpp"
#include "agon/autograd/ops/finish.hpp"
#include "agon/autograd/ops/linear.hpp"
#include "agon/autograd/record.hpp"
#include "agon/core/error.hpp"
#include "agon/kernels/gemm.hpp"

namespace agon {
namespace ops {

// With A and B the operands as multiplied and G the gradient, dA = G B' and dB = A' G; where an operand is
// stored transposed, so is its gradient. `times` is the product itself.
template <class T, class Times>
BasicVar<T> record_product(const char* name, const BasicTensor<T>& value, const BasicVar<T>& a,
                           const BasicVar<T>& b, bool transpose_a, bool transpose_b, const Times& times) {
  return record<T>(name, value, {keep_if(b.tracked(), a), keep_if(a.tracked(), b)},
                   [transpose_a, transpose_b, times](Rule<T>& r) {
                     const BasicVar<T>& g = r.grad();
                     if (r.wants(0))
                       r.give(0, transpose_a ? times(r.input(1), g, transpose_b, true)
                                             : times(g, r.input(1), false, !transpose_b));
                     if (r.wants(1))
                       r.give(1, transpose_b ? times(g, r.input(0), true, transpose_a)
                                             : times(r.input(0), g, !transpose_a, false));
                   });
}

template <class T>
BasicVar<T> matmul(const BasicVar<T>& a, const BasicVar<T>& b, bool transpose_a, bool transpose_b) {
  return record_product("matmul", kernels::matmul(a.value(), b.value(), transpose_a, transpose_b), a, b,
                        transpose_a, transpose_b,
                        [](const BasicVar<T>& x, const BasicVar<T>& y, bool transpose_x, bool transpose_y) {
                          return agon::matmul(x, y, transpose_x, transpose_y);
                        });
}

template <class T>
BasicVar<T> batch_matmul(const BasicVar<T>& a, const BasicVar<T>& b, bool transpose_a, bool transpose_b) {
  return record_product("batch_matmul", kernels::batch_matmul(a.value(), b.value(), transpose_a, transpose_b),
                        a, b, transpose_a, transpose_b,
                        [](const BasicVar<T>& x, const BasicVar<T>& y, bool transpose_x, bool transpose_y) {
                          return agon::batch_matmul(x, y, transpose_x, transpose_y);
                        });
}

template <class T>
BasicVar<T> linear(const BasicVar<T>& x, const BasicVar<T>& weight, const BasicVar<T>& bias,
                   const Activation& then) {
  if (x.rank() != 2 || weight.rank() != 2 || x.dim(1) != weight.dim(1))
    fail("linear", "expected x [N, in] and weight [out, in], got " + to_string(x.shape()) + " and " +
                       to_string(weight.shape()));
  BasicTensor<T> y = kernels::matmul(x.value(), weight.value(), false, true);
  finish("linear", y, bias, then);
  return record<T>(
      "linear", y, product_inputs(x, weight, bias),
      [then, biased = bias.defined()](Rule<T>& r) {
        const BasicVar<T> g = before_activation(r, then);
        if (r.wants(0)) r.give(0, agon::matmul(g, r.input(1)));
        if (r.wants(1)) r.give(1, agon::matmul(g, r.input(0), true));
        if (biased) r.give(2, g);
      },
      then.none() ? Output::dropped : Output::kept);
}

}  // namespace ops

AGON_INLINE Var matmul(const Var& a, const Var& b, bool transpose_a, bool transpose_b) {
  return ops::matmul<float>(a, b, transpose_a, transpose_b);
}
AGON_INLINE f64::Var matmul(const f64::Var& a, const f64::Var& b, bool transpose_a, bool transpose_b) {
  return ops::matmul<double>(a, b, transpose_a, transpose_b);
}
AGON_INLINE Var batch_matmul(const Var& a, const Var& b, bool transpose_a, bool transpose_b) {
  return ops::batch_matmul<float>(a, b, transpose_a, transpose_b);
}
AGON_INLINE f64::Var batch_matmul(const f64::Var& a, const f64::Var& b, bool transpose_a, bool transpose_b) {
  return ops::batch_matmul<double>(a, b, transpose_a, transpose_b);
}

AGON_INLINE Var linear(const Var& x, const Var& weight, const Var& bias, Activation then) {
  return ops::linear<float>(x, weight, bias, then);
}
AGON_INLINE f64::Var linear(const f64::Var& x, const f64::Var& weight, const f64::Var& bias,
                            Activation then) {
  return ops::linear<double>(x, weight, bias, then);
}

}  // namespace agon
