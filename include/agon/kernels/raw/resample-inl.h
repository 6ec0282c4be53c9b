#pragma once

#include "agon/kernels/raw/combine-inl.h"

namespace agon::kernels::AGON_ISA_NAMESPACE {

/// A row of pictures resampled along their rows: where it lies in x if it is one of them, else in `mixed`.
template <class T>
AGON_ALWAYS_INLINE const T* mixed_row(Index n, const AxisWeights<T>& rows, Index o, const T* picture,
                                      T* mixed) {
  const Index begin = rows.starts[o], taps = rows.starts[o + 1] - begin;
  if (taps == 1 && rows.weights[begin] == 1) return picture + rows.sources[begin] * n;
  combine_rows(n, taps, rows.sources + begin, rows.weights + begin, picture, mixed);
  return mixed;
}

/// Each row of the result is mixed from rows of x, in a scratch that the cache holds, and then along itself:
/// x is read and y written once. No size is 0.
template <class T>
void resample(Index images, Index channels, const AxisWeights<T>& rows, const AxisWeights<T>& columns,
              const T* x, T* y) {
  const Index row_in = columns.in * channels, row_out = columns.out * channels;
  for_each_range(images * rows.out, max_of(1, map_block / max_of(row_in, row_out)), 1,
                 [&](Index begin, Index end) {
                   const Scratch<T> mixed(row_in);
                   for (Index r = begin; r < end; ++r) {
                     const T* picture = x + r / rows.out * rows.in * row_in;
                     const T* row = mixed_row(row_in, rows, r % rows.out, picture, mixed.data());
                     for (Index o = 0; o < columns.out; ++o) {
                       const Index first = columns.starts[o], taps = columns.starts[o + 1] - first;
                       combine_rows(channels, taps, columns.sources + first, columns.weights + first, row,
                                    y + r * row_out + o * channels);
                     }
                   }
                 });
}

}  // namespace agon::kernels::AGON_ISA_NAMESPACE
