#pragma once

#include <algorithm>
#include <string>

#include "agon/core/error.hpp"
#include "agon/core/parallel.hpp"
#include "agon/kernels/backend.hpp"
#include "agon/kernels/gemm.hpp"
#include "agon/kernels/table.hpp"

namespace agon::kernels {

namespace detail {

/// The sizes of op(a) op(b), whose last two axes are matrices. Throws Error where the inner ones differ.
AGON_INLINE GemmShape gemm_shape(const char* name, const Shape& a, const Shape& b, bool transpose_a,
                                 bool transpose_b) {
  const GemmShape shape{.m = a[transpose_a ? -1 : -2],
                        .n = b[transpose_b ? -2 : -1],
                        .k = a[transpose_a ? -2 : -1],
                        .transpose_a = transpose_a,
                        .transpose_b = transpose_b};
  if (b[transpose_b ? -1 : -2] != shape.k)
    fail(name, "expected equal inner sizes, got " + to_string(a) + (transpose_a ? " transposed" : "") +
                   " times " + to_string(b) + (transpose_b ? " transposed" : ""));
  return shape;
}

/// Products of a batch that are worth a thread together, and whether threads share the batch rather than each
/// product: where there are many, or none is worth two threads.
struct BatchPlan {
  std::int64_t grain;
  bool share_batch;

  BatchPlan(std::int64_t batch, const GemmShape& s) {
    constexpr double worth = 4e6;  // operations worth a thread
    const double work = 2.0 * static_cast<double>(s.m) * static_cast<double>(s.n) * static_cast<double>(s.k);
    grain = std::max<std::int64_t>(1, static_cast<std::int64_t>(worth / work / 4));
    share_batch = batch >= 16 || work < 2 * worth;
  }
};

}  // namespace detail

template <class T>
BasicTensor<T> matmul(const BasicTensor<T>& a, const BasicTensor<T>& b, bool transpose_a, bool transpose_b) {
  if (a.rank() != 2 || b.rank() != 2)
    fail("matmul", "expected two matrices, got " + to_string(a.shape()) + " and " + to_string(b.shape()));
  const GemmShape shape = detail::gemm_shape("matmul", a.shape(), b.shape(), transpose_a, transpose_b);
  if (shape.m == 0 || shape.n == 0 || shape.k == 0) return BasicTensor<T>::zeros({shape.m, shape.n});
  BasicTensor<T> c(Shape{shape.m, shape.n});
  products<T>(Product::matmul).gemm(shape, a.data(), b.data(), c.mutable_data());
  return c;
}

template <class T>
BasicTensor<T> batch_matmul(const BasicTensor<T>& a, const BasicTensor<T>& b, bool transpose_a,
                            bool transpose_b) {
  if (a.rank() != 3 || b.rank() != 3 || a.dim(0) != b.dim(0))
    fail("batch_matmul", "expected two batches of as many matrices, got " + to_string(a.shape()) + " and " +
                             to_string(b.shape()));
  const GemmShape shape = detail::gemm_shape("batch_matmul", a.shape(), b.shape(), transpose_a, transpose_b);
  const std::int64_t batch = a.dim(0);
  if (batch == 0 || shape.m == 0 || shape.n == 0 || shape.k == 0)
    return BasicTensor<T>::zeros({batch, shape.m, shape.n});
  BasicTensor<T> c(Shape{batch, shape.m, shape.n});
  const auto gemm = products<T>(Product::matmul).gemm;
  const auto run = [&, out = c.mutable_data()](std::int64_t begin, std::int64_t end) {
    for (std::int64_t i = begin; i < end; ++i)
      gemm(shape, a.data() + i * shape.m * shape.k, b.data() + i * shape.k * shape.n,
           out + i * shape.m * shape.n);
  };
  const detail::BatchPlan plan(batch, shape);
  plan.share_batch ? parallel_for(batch, plan.grain, run) : run(0, batch);
  return c;
}

}  // namespace agon::kernels
