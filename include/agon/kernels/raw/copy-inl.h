#pragma once

#include "agon/kernels/raw/prelude-inl.h"

namespace agon::kernels::AGON_ISA_NAMESPACE {

/// Rows of length `n` at an odometer over the outer axes [0, axes) of a walk.
struct Odometer {
  const Walk& walk;
  int axes;
  Index at[Walk::max_rank] = {}, a = 0, b = 0;

  void seek(Index position) {
    a = b = 0;
    for (int d = axes - 1; d >= 0; --d) {
      at[d] = position % walk.sizes[d];
      position /= walk.sizes[d];
      a += at[d] * walk.a_strides[d];
      b += at[d] * walk.b_strides[d];
    }
  }
  void advance() {
    for (int d = axes - 1; d >= 0; --d) {
      a += walk.a_strides[d];
      b += walk.b_strides[d];
      if (++at[d] < walk.sizes[d]) return;
      a -= at[d] * walk.a_strides[d];
      b -= at[d] * walk.b_strides[d];
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

/// The walk with axis `axis` moved to be the last but one.
inline Walk with_second_last(const Walk& walk, int axis) {
  Walk moved = walk;
  for (int d = axis; d + 2 < walk.rank; ++d) {
    moved.sizes[d] = walk.sizes[d + 1];
    moved.a_strides[d] = walk.a_strides[d + 1];
    moved.b_strides[d] = walk.b_strides[d + 1];
  }
  moved.sizes[walk.rank - 2] = walk.sizes[axis];
  moved.a_strides[walk.rank - 2] = walk.a_strides[axis];
  moved.b_strides[walk.rank - 2] = walk.b_strides[axis];
  return moved;
}

/// Copies along a walk of at least one axis and no size of 0.
template <class T>
void copy(const Walk& walk, const T* x, T* y) {
  const int last = walk.rank - 1;
  int contiguous = -1;  // the axis along which x runs, where that is not the last
  if (walk.a_strides[last] > 1)
    for (int d = 0; d < last; ++d)
      if (walk.a_strides[d] == 1) contiguous = d;
  const Walk ordered = contiguous < 0 ? walk : with_second_last(walk, contiguous);
  const int inner_axes = contiguous < 0 ? 1 : 2;
  const int axes = walk.rank - inner_axes;
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
