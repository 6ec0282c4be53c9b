#pragma once

#include "agon/kernels/raw/combine-inl.h"

// Pixels taken by number, and what is the adjoint of that. Where several results add to one pixel they do so
// in their order: a picture's block of channels is one task.
namespace agon::kernels::AGON_ISA_NAMESPACE {

constexpr Index scatter_block = 64;  // channels

/// body(image, first, channels) on the blocks of channels of all pictures.
template <class Body>
void for_each_channel_block(const PixelIndex& s, const Body& body) {
  const Index blocks = blocks_of(s.channels, scatter_block);
  const Index grain = max_of(1, map_block / max_of(1, s.out * s.taps * min_of(s.channels, scatter_block)));
  for_each_block(s.images * blocks, grain, [&](Index task) {
    const Index first = task % blocks * scatter_block;
    body(task / blocks, first, min_of(scatter_block, s.channels - first));
  });
}

template <class T>
void zero_channels(Index pixels, Index stride, Index channels, T* x) {
  if (stride == channels) return zero_n(x, pixels * channels);
  for (Index p = 0; p < pixels; ++p) zero_n(x + p * stride, channels);
}

template <class T>
void gather_pixels(const PixelIndex& s, const T* x, T* y) {
  const Index block = max_of(1, map_block / s.channels);
  for_each_range(s.images * s.out, block, map_grain, [=](Index begin, Index end) {
    for (Index o = begin; o < end; ++o) {
      const T* picture = x + o / s.out * s.in * s.channels;
      const Index* index = s.index + o * s.channels;
      T* result = y + o * s.channels;
      for (Index c = 0; c < s.channels; ++c)
        result[c] = index[c] < 0 ? T{0} : picture[index[c] * s.channels + c];
    }
  });
}

template <class T>
void scatter_pixels(const PixelIndex& s, const T* y, T* x) {
  for_each_channel_block(s, [=](Index image, Index first, Index channels) {
    T* picture = x + image * s.in * s.channels + first;
    zero_channels(s.in, s.channels, channels, picture);
    for (Index o = image * s.out; o < (image + 1) * s.out; ++o) {
      const Index* index = s.index + o * s.channels + first;
      const T* part = y + o * s.channels + first;
      for (Index c = 0; c < channels; ++c)
        if (index[c] >= 0) picture[index[c] * s.channels + c] += part[c];
    }
  });
}

template <class T>
void blend_pixels(const PixelIndex& s, const T* x, const T* weights, T* y) {
  const Index block = max_of(1, map_block / max_of(s.channels, s.taps));
  for_each_range(s.images * s.out, block, 1, [=](Index begin, Index end) {
    for (Index o = begin; o < end; ++o)
      combine_rows(s.channels, s.taps, s.index + o * s.taps, weights + o * s.taps,
                   x + o / s.out * s.in * s.channels, y + o * s.channels);
  });
}

template <class T>
void spread_pixels(const PixelIndex& s, const T* y, const T* weights, T* x) {
  for_each_channel_block(s, [=](Index image, Index first, Index channels) {
    T* picture = x + image * s.in * s.channels + first;
    zero_channels(s.in, s.channels, channels, picture);
    for (Index o = image * s.out; o < (image + 1) * s.out; ++o)
      for (Index t = o * s.taps; t < (o + 1) * s.taps; ++t) {
        if (s.index[t] < 0) continue;
        const T* part = y + o * s.channels + first;
        combine_few<1, true>(channels, &part, weights + t, picture + s.index[t] * s.channels);
      }
  });
}

/// The product of two pixels, as sums side by side that are added in order.
template <class T>
T pixel_product(Index n, const T* a, const T* b) {
  constexpr Index lanes = 16;
  T sum{0};
  Index i = 0;
  if (n >= lanes) {
    T sums[lanes] = {};
    for (; i + lanes <= n; i += lanes)
      for (Index j = 0; j < lanes; ++j) sums[j] += a[i + j] * b[i + j];
    for (Index j = 0; j < lanes; ++j) sum += sums[j];
  }
  for (; i < n; ++i) sum += a[i] * b[i];
  return sum;
}

template <class T>
void pixel_products(const PixelIndex& s, const T* x, const T* y, T* products) {
  const Index block = max_of(1, map_block / max_of(s.channels, s.taps));
  for_each_range(s.images * s.out, block, 1, [=](Index begin, Index end) {
    for (Index o = begin; o < end; ++o) {
      const T* picture = x + o / s.out * s.in * s.channels;
      for (Index t = o * s.taps; t < (o + 1) * s.taps; ++t)
        products[t] = s.index[t] < 0
                          ? T{0}
                          : pixel_product(s.channels, picture + s.index[t] * s.channels, y + o * s.channels);
    }
  });
}

}  // namespace agon::kernels::AGON_ISA_NAMESPACE
