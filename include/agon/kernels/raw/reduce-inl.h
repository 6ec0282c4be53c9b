#pragma once

#include "agon/kernels/raw/prelude-inl.h"

// Sums, accumulated in double, over fixed chunks whose partial sums are added in order.
namespace agon::kernels::AGON_ISA_NAMESPACE {

/// Columns that one pass over rows accumulates side by side, and elements of one chunk.
constexpr Index column_block = 512;
constexpr Index reduce_chunk = 16384;
constexpr Index max_chunks = 64;

/// acc[j] += term(x[i * stride + j]) over `rows` rows.
template <class T, class Term>
void add_rows(Index rows, Index columns, const T* AGON_RESTRICT x, Index stride, double* AGON_RESTRICT acc,
              const Term& term) {
  Index i = 0;
  for (; i + 4 <= rows; i += 4) {
    const T *r0 = x + i * stride, *r1 = r0 + stride, *r2 = r1 + stride, *r3 = r2 + stride;
    for (Index j = 0; j < columns; ++j) acc[j] += (term(r0[j]) + term(r1[j])) + (term(r2[j]) + term(r3[j]));
  }
  for (; i < rows; ++i)
    for (Index j = 0; j < columns; ++j) acc[j] += term(x[i * stride + j]);
}

/// The sum of term(x[i]) over contiguous elements, as `lanes` sums side by side.
template <Index lanes, class T, class Term>
double sum_in_lanes(Index n, const T* x, const Term& term) {
  const Index rows = n / lanes;
  double sum = 0;
  if (rows > 0) {
    double acc[lanes] = {};
    add_rows(rows, lanes, x, lanes, acc, term);
    for (Index width = lanes / 2; width > 0; width /= 2)
      for (Index j = 0; j < width; ++j) acc[j] += acc[j + width];
    sum = acc[0];
  }
  for (Index i = rows * lanes; i < n; ++i) sum += term(x[i]);
  return sum;
}

template <class T, class Term>
double contiguous_sum(Index n, const T* x, const Term& term) {
  return n < 512 ? sum_in_lanes<8>(n, x, term) : sum_in_lanes<64>(n, x, term);
}

/// The same over any length, in parallel.
template <class T, class Term>
double parallel_sum(Index n, const T* x, const Term& term) {
  const Index chunk = max_of(reduce_chunk, blocks_of(n, max_chunks));
  const Index chunks = blocks_of(n, chunk);
  double partial[max_chunks];
  for_each_range(n, chunk, 1, [&](Index begin, Index end) {
    partial[begin / chunk] = contiguous_sum(end - begin, x + begin, term);
  });
  double sum = 0;
  for (Index i = 0; i < chunks; ++i) sum += partial[i];
  return sum;
}

struct Identity {
  template <class T>
  AGON_ALWAYS_INLINE double operator()(T x) const {
    return static_cast<double>(x);
  }
};

struct SquareOf {
  template <class T>
  AGON_ALWAYS_INLINE double operator()(T x) const {
    return static_cast<double>(x) * static_cast<double>(x);
  }
};

/// acc[j] = sum over `rows` rows of `columns` <= column_block; narrow matrices are read as if they were
/// wider.
template <class T>
void column_sums(Index rows, Index columns, const T* x, Index stride, double* acc) {
  for (Index j = 0; j < columns; ++j) acc[j] = 0;
  const Index fold = stride == columns && columns < 32 ? 64 / columns : 1;
  if (fold > 1 && rows >= fold) {
    double wide[64] = {};
    const Index wide_rows = rows / fold, wide_columns = fold * columns;
    add_rows(wide_rows, wide_columns, x, wide_columns, wide, Identity{});
    for (Index j = 0; j < wide_columns; ++j) acc[j % columns] += wide[j];
    x += wide_rows * wide_columns;
    rows -= wide_rows * fold;
  }
  add_rows(rows, columns, x, stride, acc, Identity{});
}

/// y[o] = sum of row o.
template <class T>
void row_sums(Index outer, Index middle, const T* x, T* y) {
  if (middle >= reduce_chunk) {
    for (Index o = 0; o < outer; ++o) y[o] = static_cast<T>(parallel_sum(middle, x + o * middle, Identity{}));
    return;
  }
  for_each_range(outer, max_of(1, map_block / middle), map_grain, [=](Index begin, Index end) {
    for (Index o = begin; o < end; ++o)
      y[o] = static_cast<T>(contiguous_sum(middle, x + o * middle, Identity{}));
  });
}

/// y [outer, inner] = sum over the middle of x [outer, middle, inner]; no size is 0.
template <class T>
void sum(Index outer, Index middle, Index inner, const T* x, T* y) {
  if (inner == 1) return row_sums(outer, middle, x, y);
  const Index width = min_of(inner, column_block), column_blocks = blocks_of(inner, width);
  const Index chunk = max_of(max_of(1, reduce_chunk / width), blocks_of(middle, max_chunks));
  const Index chunks = blocks_of(middle, chunk);
  // With few rows a task takes one block of columns whole; else partial sums of chunks of rows are added
  // afterwards.
  const Index tasks_per_chunk = outer * column_blocks;
  const Scratch<double> partial(chunks > 1 ? chunks * outer * inner : 0);
  const Index grain = max_of(1, 2 * map_block / max_of(1, min_of(chunk, middle) * width));
  for_each_block(chunks * tasks_per_chunk, grain, [&](Index task) {
    const Index c = task / tasks_per_chunk, o = task % tasks_per_chunk / column_blocks;
    const Index column = task % column_blocks * width, columns = min_of(width, inner - column);
    const Index first = c * chunk, rows = min_of(chunk, middle - first);
    double acc[column_block];
    column_sums(rows, columns, x + (o * middle + first) * inner + column, inner, acc);
    if (chunks == 1) {
      for (Index j = 0; j < columns; ++j) y[o * inner + column + j] = static_cast<T>(acc[j]);
    } else {
      copy_n(acc, columns, partial.data() + (c * outer + o) * inner + column);
    }
  });
  if (chunks == 1) return;
  for_each_range(outer * inner, column_block, 16, [&](Index begin, Index end) {
    double acc[column_block] = {};
    add_rows(chunks, end - begin, partial.data() + begin, outer * inner, acc, Identity{});
    for (Index i = begin; i < end; ++i) y[i] = static_cast<T>(acc[i - begin]);
  });
}

template <class T>
double sum_of_squares(Index n, const T* x) {
  return parallel_sum(n, x, SquareOf{});
}

/// x - x is 0 for finite numbers only.
template <class T>
bool all_finite(Index n, const T* x) {
  return parallel_sum(n, x, [](T v) { return v - v == 0 ? 0.0 : 1.0; }) == 0;
}

}  // namespace agon::kernels::AGON_ISA_NAMESPACE
