#pragma once

#include <string>

#include "agon/core/error.hpp"
#include "agon/kernels/backend.hpp"
#include "agon/kernels/gemm.hpp"
#include "agon/kernels/table.hpp"

namespace agon::kernels {

template <class T>
BasicTensor<T> matmul(const BasicTensor<T>& a, const BasicTensor<T>& b, bool transpose_a, bool transpose_b) {
  if (a.rank() != 2 || b.rank() != 2)
    fail("matmul", "expected two matrices, got " + to_string(a.shape()) + " and " + to_string(b.shape()));
  const GemmShape shape{.m = a.dim(transpose_a ? 1 : 0),
                        .n = b.dim(transpose_b ? 0 : 1),
                        .k = a.dim(transpose_a ? 0 : 1),
                        .transpose_a = transpose_a,
                        .transpose_b = transpose_b};
  if (b.dim(transpose_b ? 1 : 0) != shape.k)
    fail("matmul", "expected equal inner sizes, got " + to_string(a.shape()) +
                       (transpose_a ? " transposed" : "") + " times " + to_string(b.shape()) +
                       (transpose_b ? " transposed" : ""));
  if (shape.m == 0 || shape.n == 0 || shape.k == 0) return BasicTensor<T>::zeros({shape.m, shape.n});
  BasicTensor<T> c(Shape{shape.m, shape.n});
  products<T>(Product::matmul).gemm(shape, a.data(), b.data(), c.mutable_data());
  return c;
}

}  // namespace agon::kernels
