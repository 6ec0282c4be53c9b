#pragma once

#include "agon/kernels/raw/prelude-inl.h"

// Threads are ours, and each instruction set has an Eigen of its own name (see src/kernels/isa/raw.cpp), so
// that no two objects offer the linker the same template.
#ifndef EIGEN_WORLD_VERSION
#ifndef EIGEN_DONT_PARALLELIZE
#define EIGEN_DONT_PARALLELIZE
#endif
#endif

#if defined(__GNUC__)
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wconversion"
#pragma GCC diagnostic ignored "-Wshadow"
#pragma GCC diagnostic ignored "-Wpedantic"
#endif
#include <Eigen/Core>
#if defined(__GNUC__)
#pragma GCC diagnostic pop
#endif

namespace agon::kernels::AGON_ISA_NAMESPACE {

template <class T, int order>
using MatrixView = Eigen::Map<const Eigen::Matrix<T, Eigen::Dynamic, Eigen::Dynamic, order>, Eigen::Unaligned,
                              Eigen::OuterStride<>>;
template <class T>
using MatrixTarget = Eigen::Map<Eigen::Matrix<T, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>,
                                Eigen::Unaligned, Eigen::OuterStride<>>;

/// A row-major matrix in memory, of which `data` is the first element; `transposed` reads it the other way.
template <class T>
struct Operand {
  const T* data;
  Index stride;
  bool transposed = false;
};

/// c [m, n] = op(a) op(b) of few rows or few columns: Eigen's matrix-vector products.
template <class T>
void thin_product(Index m, Index n, Index k, Operand<T> a, Operand<T> b, T* c) {
  constexpr Index worth = 1 << 18;  // elements of the factors worth a task
  const bool cut_rows = m > n;
  const Index size = cut_rows ? m : n, block = max_of(64, worth / k);
  for_each_range(size, block, 1, [&](Index begin, Index end) {
    const Index first_row = cut_rows ? begin : 0, first_column = cut_rows ? 0 : begin;
    const Index rows = cut_rows ? end - begin : m, columns = cut_rows ? n : end - begin;
    const T* left = a.data + first_row * (a.transposed ? 1 : a.stride);
    const T* right = b.data + first_column * (b.transposed ? b.stride : 1);
    MatrixTarget<T> target(c + first_row * n + first_column, rows, columns, Eigen::OuterStride<>(n));
    const auto run = [&](const auto& x, const auto& y) { target.noalias() = x * y; };
    using Rows = MatrixView<T, Eigen::RowMajor>;
    using Columns = MatrixView<T, Eigen::ColMajor>;
    const Eigen::OuterStride<> as(a.stride), bs(b.stride);
    if (!a.transposed && !b.transposed) return run(Rows(left, rows, k, as), Rows(right, k, columns, bs));
    if (!a.transposed) return run(Rows(left, rows, k, as), Columns(right, k, columns, bs));
    if (!b.transposed) return run(Columns(left, rows, k, as), Rows(right, k, columns, bs));
    run(Columns(left, rows, k, as), Columns(right, k, columns, bs));
  });
}

}  // namespace agon::kernels::AGON_ISA_NAMESPACE
