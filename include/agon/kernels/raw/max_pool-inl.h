#pragma once

#include "agon/kernels/raw/vmath-inl.h"

namespace agon::kernels::AGON_ISA_NAMESPACE {

/// An integer as wide as T, so that choices between elements and between their numbers share a mask.
template <class T>
struct NumberOf;
template <>
struct NumberOf<float> {
  using Type = std::int32_t;
};
template <>
struct NumberOf<double> {
  using Type = std::int64_t;
};

/// Channels whose maxima are searched side by side.
constexpr Index pool_block = 64;

/// One window of at most pool_block channels, without branches. A NaN counts as larger than any number.
template <class T>
AGON_ALWAYS_INLINE void max_in_window(const PoolWindows& s, Index oh, Index ow, Index channels,
                                      const T* picture, T* AGON_RESTRICT y, Index* AGON_RESTRICT index) {
  using N = typename NumberOf<T>::Type;
  T best[pool_block];
  N where[pool_block];
  const Index first = s.row_begins[oh] * s.w + s.column_begins[ow];
  for (Index c = 0; c < channels; ++c) best[c] = picture[first * s.channels + c];
  for (Index c = 0; c < channels; ++c) where[c] = static_cast<N>(first);
  for (Index h = s.row_begins[oh]; h < s.row_ends[oh]; ++h)
    for (Index w = s.column_begins[ow]; w < s.column_ends[ow]; ++w) {
      const T* AGON_RESTRICT x = picture + (h * s.w + w) * s.channels;
      const N pixel = static_cast<N>(h * s.w + w);
      for (Index c = 0; c < channels; ++c) {
        const bool better = (x[c] > best[c]) | (x[c] != x[c]);
        const N mask = static_cast<N>(-static_cast<N>(better));
        best[c] = pick(better, x[c], best[c]);
        where[c] = (pixel & mask) | (where[c] & ~mask);
      }
    }
  for (Index c = 0; c < channels; ++c) y[c] = best[c];
  for (Index c = 0; c < channels; ++c) index[c] = where[c];
}

/// No size is 0, and a picture has less than 2^31 pixels.
template <class T>
void max_pool(const PoolWindows& s, const T* x, T* y, Index* index) {
  const Index row = s.out_w * s.channels;
  for_each_range(s.images * s.out_h, max_of(1, map_block / row), 1, [&](Index begin, Index end) {
    for (Index r = begin; r < end; ++r) {
      const T* picture = x + r / s.out_h * s.h * s.w * s.channels;
      for (Index ow = 0; ow < s.out_w; ++ow) {
        const Index at = r * row + ow * s.channels;
        Index c = 0;
        for (; c + pool_block <= s.channels; c += pool_block)
          max_in_window(s, r % s.out_h, ow, pool_block, picture + c, y + at + c, index + at + c);
        if (c < s.channels)
          max_in_window(s, r % s.out_h, ow, s.channels - c, picture + c, y + at + c, index + at + c);
      }
    }
  });
}

}  // namespace agon::kernels::AGON_ISA_NAMESPACE
