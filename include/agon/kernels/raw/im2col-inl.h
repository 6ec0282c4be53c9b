#pragma once

#include "agon/kernels/raw/prelude-inl.h"

// A picture laid out as the matrix [out_h * out_w, kernel_h * kernel_w * in] of the windows that a kernel
// sees, and back. In NHWC one row of a window is contiguous, so both are copies of runs, not of pixels.
namespace agon::kernels::AGON_ISA_NAMESPACE {

/// The part of one window row that lies inside the picture, in elements.
struct WindowRow {
  Index before, inside, after;  // zeros, elements of the picture, zeros
  Index first;                  // the first element inside, from the start of the picture's row
};

inline WindowRow window_row(const ConvShape& s, Index out_column) {
  const ConvGeometry& g = s.geometry;
  const Index left = out_column * g.stride_w - g.pad_w;
  const Index begin = min_of(max_of(left, 0), s.w), end = max_of(begin, min_of(left + g.kernel_w, s.w));
  const Index before = min_of(begin - left, g.kernel_w), inside = end - begin;
  return {before * s.in, inside * s.in, (g.kernel_w - before - inside) * s.in, begin * s.in};
}

/// The windows of the output rows [begin, end).
template <class T>
void im2col(const ConvShape& s, Index begin, Index end, const T* image, T* AGON_RESTRICT columns) {
  const ConvGeometry& g = s.geometry;
  const Index run = g.kernel_w * s.in;
  for (Index oh = begin; oh < end; ++oh)
    for (Index ow = 0; ow < s.out_w; ++ow) {
      const WindowRow row = window_row(s, ow);
      for (Index r = 0; r < g.kernel_h; ++r, columns += run) {
        const Index ih = oh * g.stride_h - g.pad_h + r;
        if (ih < 0 || ih >= s.h) {
          zero_n(columns, run);
          continue;
        }
        const T* in = image + ih * s.w * s.in + row.first;
        zero_n(columns, row.before);
        copy_n(in, row.inside, columns + row.before);
        zero_n(columns + row.before + row.inside, row.after);
      }
    }
}

/// The adjoint: adds every window's elements back to where they came from.
template <class T>
void col2im(const ConvShape& s, Index begin, Index end, const T* AGON_RESTRICT columns,
            T* AGON_RESTRICT image) {
  const ConvGeometry& g = s.geometry;
  const Index run = g.kernel_w * s.in;
  for (Index oh = begin; oh < end; ++oh)
    for (Index ow = 0; ow < s.out_w; ++ow) {
      const WindowRow row = window_row(s, ow);
      for (Index r = 0; r < g.kernel_h; ++r, columns += run) {
        const Index ih = oh * g.stride_h - g.pad_h + r;
        if (ih < 0 || ih >= s.h) continue;
        const T* AGON_RESTRICT from = columns + row.before;
        T* AGON_RESTRICT to = image + ih * s.w * s.in + row.first;
        for (Index i = 0; i < row.inside; ++i) to[i] += from[i];
      }
    }
}

}  // namespace agon::kernels::AGON_ISA_NAMESPACE
