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

/// c [m, n] (=, or += where `add`) op(a) [m, k] op(b) [k, n], on the calling thread.
template <class T>
void multiply(Index m, Index n, Index k, Operand<T> a, Operand<T> b, T* c, Index c_stride, bool add = false) {
  MatrixTarget<T> target(c, m, n, Eigen::OuterStride<>(c_stride));
  if (!add) target.setZero();
  const auto run = [&](const auto& left, const auto& right) { target.noalias() += left * right; };
  using Rows = MatrixView<T, Eigen::RowMajor>;
  using Columns = MatrixView<T, Eigen::ColMajor>;
  const Eigen::OuterStride<> as(a.stride), bs(b.stride);
  if (!a.transposed && !b.transposed) return run(Rows(a.data, m, k, as), Rows(b.data, k, n, bs));
  if (!a.transposed) return run(Rows(a.data, m, k, as), Columns(b.data, k, n, bs));
  if (!b.transposed) return run(Columns(a.data, m, k, as), Rows(b.data, k, n, bs));
  run(Columns(a.data, m, k, as), Columns(b.data, k, n, bs));
}

}  // namespace agon::kernels::AGON_ISA_NAMESPACE
