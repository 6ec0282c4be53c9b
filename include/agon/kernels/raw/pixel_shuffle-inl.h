#pragma once

#include "agon/kernels/raw/prelude-inl.h"

#ifdef __clang__
#pragma clang diagnostic push
#pragma clang diagnostic ignored "-Wpass-failed"  // under a user's -O0 or -O1 the loops stay plain
#endif

// Between pixels of channels in blocks and blocks of pixels: x [images, h, w, c * f * f] and y [images, h *
// f, w * f, c]. Channel k * f * f + dy * f + dx of a pixel is channel k of row dy and column dx of its block.
namespace agon::kernels::AGON_ISA_NAMESPACE {

/// One pixel to a block of two by two, whose rows are `row` elements apart.
template <class T>
AGON_ALWAYS_INLINE void shuffle_by_two(Index channels, Index row, const T* AGON_RESTRICT x,
                                       T* AGON_RESTRICT y) {
  T *y1 = y + channels, *y2 = y + row, *y3 = y2 + channels;
  AGON_INDEPENDENT_ITERATIONS
  for (Index c = 0; c < channels; ++c) {
    y[c] = x[4 * c];
    y1[c] = x[4 * c + 1];
    y2[c] = x[4 * c + 2];
    y3[c] = x[4 * c + 3];
  }
}
template <class T>
AGON_ALWAYS_INLINE void unshuffle_by_two(Index channels, Index row, const T* AGON_RESTRICT y,
                                         T* AGON_RESTRICT x) {
  const T *y1 = y + channels, *y2 = y + row, *y3 = y2 + channels;
  AGON_INDEPENDENT_ITERATIONS
  for (Index c = 0; c < channels; ++c) {
    x[4 * c] = y[c];
    x[4 * c + 1] = y1[c];
    x[4 * c + 2] = y2[c];
    x[4 * c + 3] = y3[c];
  }
}

/// body(pixel of x, its block of y) for all pixels of `rows` = images * h rows of `w`.
template <class T, class Body>
void for_each_shuffled(Index rows, Index w, Index channels, Index f, T* x, const Body& body) {
  const Index pixel = channels * f * f, row = w * pixel;
  for_each_range(rows, max_of(1, map_block / row), 1, [&](Index begin, Index end) {
    for (Index r = begin; r < end; ++r)
      for (Index i = 0; i < w; ++i) body(x + r * row + i * pixel, r * row + i * f * channels);
  });
}

template <class T>
void pixel_shuffle(Index rows, Index w, Index channels, Index f, const T* x, T* y) {
  const Index row = w * f * channels;
  for_each_shuffled(rows, w, channels, f, x, [=](const T* pixel, Index block) {
    if (f == 2) return shuffle_by_two(channels, row, pixel, y + block);
    for (Index dy = 0; dy < f; ++dy)
      for (Index dx = 0; dx < f; ++dx)
        for (Index c = 0; c < channels; ++c)
          y[block + dy * row + dx * channels + c] = pixel[(c * f + dy) * f + dx];
  });
}

template <class T>
void pixel_unshuffle(Index rows, Index w, Index channels, Index f, const T* y, T* x) {
  const Index row = w * f * channels;
  for_each_shuffled(rows, w, channels, f, x, [=](T* pixel, Index block) {
    if (f == 2) return unshuffle_by_two(channels, row, y + block, pixel);
    for (Index dy = 0; dy < f; ++dy)
      for (Index dx = 0; dx < f; ++dx)
        for (Index c = 0; c < channels; ++c)
          pixel[(c * f + dy) * f + dx] = y[block + dy * row + dx * channels + c];
  });
}

}  // namespace agon::kernels::AGON_ISA_NAMESPACE

#ifdef __clang__
#pragma clang diagnostic pop
#endif
