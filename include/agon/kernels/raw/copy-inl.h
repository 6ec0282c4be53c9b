#pragma once

#include "agon/kernels/raw/prelude-inl.h"

namespace agon::kernels::AGON_ISA_NAMESPACE {

/// Rows of length `n` at an odometer over the outer axes [0, axes) of a loop.
struct Odometer {
  const StridedLoop& loop;
  int axes;
  Index at[StridedLoop::max_rank] = {}, a = 0, b = 0;

  void seek(Index position) {
    a = b = 0;
    for (int d = axes - 1; d >= 0; --d) {
      at[d] = position % loop.sizes[d];
      position /= loop.sizes[d];
      a += at[d] * loop.a_strides[d];
      b += at[d] * loop.b_strides[d];
    }
  }
  void advance() {
    for (int d = axes - 1; d >= 0; --d) {
      a += loop.a_strides[d];
      b += loop.b_strides[d];
      if (++at[d] < loop.sizes[d]) return;
      a -= at[d] * loop.a_strides[d];
      b -= at[d] * loop.b_strides[d];
      at[d] = 0;
    }
  }
};

template <class T>
void copy_row(Index n, const T* AGON_RESTRICT x, Index x_step, T* AGON_RESTRICT y, Index y_step) {
  if (x_step == 1 && y_step == 1) return copy_n(x, n, y);
  if (x_step == 0 && y_step == 1) {
    const T value = *x;
    for (Index i = 0; i < n; ++i) y[i] = value;
    return;
  }
  if (x_step == -1 && y_step == 1) {
    for (Index i = 0; i < n; ++i) y[i] = x[-i];
    return;
  }
  for (Index i = 0; i < n; ++i) y[i * y_step] = x[i * x_step];
}

/// y [rows, columns] = x with steps `row_step` and `column_step`, in tiles that the cache holds both ways.
template <class T>
void copy_tiled(Index rows, Index columns, const T* AGON_RESTRICT x, Index x_row, Index x_column,
                T* AGON_RESTRICT y, Index y_row, Index y_column) {
  constexpr Index tile = 16;
  for (Index i0 = 0; i0 < rows; i0 += tile)
    for (Index j0 = 0; j0 < columns; j0 += tile)
      for (Index i = i0; i < min_of(rows, i0 + tile); ++i)
        for (Index j = j0; j < min_of(columns, j0 + tile); ++j)
          y[i * y_row + j * y_column] = x[i * x_row + j * x_column];
}

/// The loop with axis `axis` moved to be the last but one.
inline StridedLoop with_second_last(const StridedLoop& loop, int axis) {
  StridedLoop moved = loop;
  for (int d = axis; d + 2 < loop.rank; ++d) {
    moved.sizes[d] = loop.sizes[d + 1];
    moved.a_strides[d] = loop.a_strides[d + 1];
    moved.b_strides[d] = loop.b_strides[d + 1];
  }
  moved.sizes[loop.rank - 2] = loop.sizes[axis];
  moved.a_strides[loop.rank - 2] = loop.a_strides[axis];
  moved.b_strides[loop.rank - 2] = loop.b_strides[axis];
  return moved;
}

/// Copies along a loop of at least one axis and no size of 0.
template <class T>
void copy(const StridedLoop& loop, const T* x, T* y) {
  const int last = loop.rank - 1;
  int contiguous = -1;  // the axis along which x runs, where that is not the last
  if (loop.a_strides[last] > 1)
    for (int d = 0; d < last; ++d)
      if (loop.a_strides[d] == 1) contiguous = d;
  const StridedLoop ordered = contiguous < 0 ? loop : with_second_last(loop, contiguous);
  const int inner_axes = contiguous < 0 ? 1 : 2;
  const int axes = loop.rank - inner_axes;
  Index outer = 1;
  for (int d = 0; d < axes; ++d) outer *= ordered.sizes[d];
  const Index columns = ordered.sizes[last];
  const Index a_column = ordered.a_strides[last], b_column = ordered.b_strides[last];

  if (inner_axes == 2) {
    // Bands of the tiled pair of axes, so that a single large transpose is shared among threads too.
    const Index rows = ordered.sizes[last - 1];
    const Index band = max_of(16, map_block / columns / 16 * 16), bands = blocks_of(rows, band);
    for_each_block(outer * bands, max_of(1, map_block / (columns * min_of(rows, band))), [&](Index task) {
      Odometer odometer{ordered, axes};
      odometer.seek(task / bands);
      const Index first = task % bands * band;
      copy_tiled(min_of(band, rows - first), columns, x + odometer.a + first * ordered.a_strides[last - 1],
                 ordered.a_strides[last - 1], a_column, y + odometer.b + first * ordered.b_strides[last - 1],
                 ordered.b_strides[last - 1], b_column);
    });
    return;
  }
  if (outer == 1) {
    for_each_range(columns, map_block, map_grain, [&](Index begin, Index end) {
      copy_row(end - begin, x + begin * a_column, a_column, y + begin * b_column, b_column);
    });
    return;
  }
  for_each_range(outer, max_of(1, map_block / columns), map_grain, [&](Index begin, Index end) {
    Odometer odometer{ordered, axes};
    odometer.seek(begin);
    for (Index i = begin; i < end; ++i, odometer.advance())
      copy_row(columns, x + odometer.a, a_column, y + odometer.b, b_column);
  });
}

}  // namespace agon::kernels::AGON_ISA_NAMESPACE
