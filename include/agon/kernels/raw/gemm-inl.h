#pragma once

#include "agon/kernels/raw/product-inl.h"
#include "agon/kernels/raw/reduce-inl.h"

namespace agon::kernels::AGON_ISA_NAMESPACE {

/// How a product is cut into tasks: a function of its sizes alone, so that the result is too.
struct ProductPlan {
  Index m_parts = 1, n_parts = 1, k_parts = 1;

  ProductPlan(Index m, Index n, Index k) {
    constexpr double worth = 4e6;  // operations worth a thread
    constexpr Index least = 96, least_columns = 64, least_depth = 2 * depth_block, most_tasks = 16;
    double work = 2.0 * static_cast<double>(m) * static_cast<double>(n) * static_cast<double>(k);
    for (Index tasks = 1; tasks < most_tasks && work >= 2 * worth; tasks *= 2, work /= 2) {
      const Index rows = m / m_parts, columns = n / n_parts, depth = k / k_parts;
      if (rows >= columns && rows >= 2 * least)
        m_parts *= 2;
      else if (columns >= 2 * least_columns)
        n_parts *= 2;
      else if (depth >= 2 * least_depth)
        k_parts *= 2;
      else
        break;
    }
  }
};

/// c [m, n] = the product of two sources, in parallel.
template <class T, class Left, class Right>
void product(Index m, Index n, Index k, const Left& left, const Right& right, T* c) {
  const ProductPlan plan(m, n, k);
  const Scratch<T> partial(plan.k_parts > 1 ? plan.k_parts * m * n : 0);
  for_each_block(plan.m_parts * plan.n_parts * plan.k_parts, 1, [&](Index task) {
    const Index slice = task / (plan.m_parts * plan.n_parts), at = task % (plan.m_parts * plan.n_parts);
    const Range rows = part(m, plan.m_parts, at / plan.n_parts, tile_rows);
    const Range columns = part(n, plan.n_parts, at % plan.n_parts, panel_columns<T>);
    T* out = plan.k_parts > 1 ? partial.data() + slice * m * n : c;
    multiply<T>(rows, columns, part(k, plan.k_parts, slice, 1), left, right,
                out + rows.begin * n + columns.begin, n);
  });
  if (plan.k_parts > 1) sum(1, plan.k_parts, m * n, static_cast<const T*>(partial.data()), c);
}

template <class T>
void gemm(const GemmShape& shape, const T* a, const T* b, T* c) {
  const Index m = shape.m, n = shape.n, k = shape.k;
  if (m == 0 || n == 0) return;
  if (k == 0) return zero_n(c, m * n);
  const Operand<T> left{a, shape.transpose_a ? m : k, shape.transpose_a};
  const Operand<T> right{b, shape.transpose_b ? k : n, shape.transpose_b};
  // Packing pays when a panel is used for several rows, and a tile when it is not mostly padding.
  if (m < 4 || 2 * n <= packet_size<T>) return thin_product(m, n, k, left, right, c);
  product(m, n, k, MatrixLeft<T>{left}, MatrixRight<T>{right, m <= 128}, c);
}

}  // namespace agon::kernels::AGON_ISA_NAMESPACE
