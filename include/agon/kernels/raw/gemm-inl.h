#pragma once

#include "agon/kernels/raw/eigen-inl.h"
#include "agon/kernels/raw/reduce-inl.h"

namespace agon::kernels::AGON_ISA_NAMESPACE {

/// How a product is cut into tasks: a function of its sizes alone, so that the result is too.
struct GemmPlan {
  Index m_parts = 1, n_parts = 1, k_parts = 1;

  GemmPlan(Index m, Index n, Index k) {
    constexpr double worth = 4e6;  // operations worth a thread
    constexpr Index least = 96, least_depth = 512, most_tasks = 16;
    double work = 2.0 * static_cast<double>(m) * static_cast<double>(n) * static_cast<double>(k);
    for (Index tasks = 1; tasks < most_tasks && work >= 2 * worth; tasks *= 2, work /= 2) {
      const Index rows = m / m_parts, columns = n / n_parts, depth = k / k_parts;
      if (rows >= columns && rows >= 2 * least)
        m_parts *= 2;
      else if (columns >= 2 * least)
        n_parts *= 2;
      else if (depth >= 2 * least_depth)
        k_parts *= 2;
      else
        break;
    }
  }
};

/// The begin of part i of n, in multiples of `unit`.
constexpr Index part_begin(Index n, Index parts, Index i, Index unit) {
  return i >= parts ? n : min_of(n, n * i / parts / unit * unit);
}

template <class T>
void gemm(const GemmShape& shape, const T* a, const T* b, T* c) {
  const Index m = shape.m, n = shape.n, k = shape.k;
  if (m == 0 || n == 0) return;
  if (k == 0) return zero_n(c, m * n);
  const Index a_stride = shape.transpose_a ? m : k, b_stride = shape.transpose_b ? k : n;
  const GemmPlan plan(m, n, k);
  const Scratch<T> partial(plan.k_parts > 1 ? plan.k_parts * m * n : 0);
  for_each_block(plan.m_parts * plan.n_parts * plan.k_parts, 1, [&](Index task) {
    const Index part_k = task / (plan.m_parts * plan.n_parts), tile = task % (plan.m_parts * plan.n_parts);
    const Index part_m = tile / plan.n_parts, part_n = tile % plan.n_parts;
    const Index i0 = part_begin(m, plan.m_parts, part_m, 4), i1 = part_begin(m, plan.m_parts, part_m + 1, 4);
    const Index j0 = part_begin(n, plan.n_parts, part_n, 16),
                j1 = part_begin(n, plan.n_parts, part_n + 1, 16);
    const Index d0 = part_begin(k, plan.k_parts, part_k, 1), d1 = part_begin(k, plan.k_parts, part_k + 1, 1);
    const T* left = shape.transpose_a ? a + d0 * a_stride + i0 : a + i0 * a_stride + d0;
    const T* right = shape.transpose_b ? b + j0 * b_stride + d0 : b + d0 * b_stride + j0;
    T* out = plan.k_parts > 1 ? partial.data() + part_k * m * n : c;
    multiply<T>(i1 - i0, j1 - j0, d1 - d0, {left, a_stride, shape.transpose_a},
                {right, b_stride, shape.transpose_b}, out + i0 * n + j0, n);
  });
  if (plan.k_parts > 1) sum(1, plan.k_parts, m * n, static_cast<const T*>(partial.data()), c);
}

}  // namespace agon::kernels::AGON_ISA_NAMESPACE
