#pragma once

#include "agon/kernels/raw/conv_shape-inl.h"
#include "agon/kernels/raw/product-inl.h"

// The windows that a kernel sees of its pictures, as the rows of a matrix [images * out_h * out_w,
// kernel_h * kernel_w * in] that is never stored: the sources of its products show or copy the block they
// need. In NHWC a row of a window is contiguous, so that is copies of runs, not of pixels.
namespace agon::kernels::AGON_ISA_NAMESPACE {

/// Windows in one block of a product.
constexpr Index window_rows = 96;

/// A pixel of the output, walked in order.
struct OutputPixel {
  const ConvShape& shape;
  Index image, row, column;

  OutputPixel(const ConvShape& s, Index i)
      : shape(s), image(i / (s.out_h * s.out_w)), row(i / s.out_w % s.out_h), column(i % s.out_w) {}
  void advance() {
    if (++column < shape.out_w) return;
    column = 0;
    if (++row < shape.out_h) return;
    row = 0;
    ++image;
  }
  /// Where the window begins in the padded picture; below 0 in the padding.
  Index top() const { return row * shape.geometry.stride_h - shape.geometry.pad_h; }
  Index left() const { return column * shape.geometry.stride_w - shape.geometry.pad_w; }
};

template <class T>
AGON_ALWAYS_INLINE void copy_run(const T* AGON_RESTRICT x, Index n, T* AGON_RESTRICT y) {
  if (n > 2 * packet_size<T>) return copy_n(x, n, y);
  for (Index i = 0; i < n; ++i) y[i] = x[i];
}

/// Elements `wanted` of one window, zeros where it leaves the picture.
template <class T>
void gather_window(const ConvShape& s, const T* x, const OutputPixel& pixel, Range wanted, T* out) {
  const Index run = s.geometry.kernel_w * s.in, width = s.w * s.in, left = pixel.left() * s.in;
  for (Index at = wanted.begin; at < wanted.end;) {
    const Index r = at / run, end = min_of(wanted.end, (r + 1) * run), n = end - at;
    const Index y = pixel.top() + r, begin = left + at - r * run;  // the run's begin in the picture's row
    const Index before = min_of(n, max_of(0, -begin)),
                after = min_of(n - before, max_of(0, begin + n - width));
    if (y < 0 || y >= s.h) {
      zero_n(out, n);
    } else {
      const T* row = x + (pixel.image * s.h + y) * width;
      zero_n(out, before);
      copy_run(row + begin + before, n - before - after, out + before);
      zero_n(out + n - after, after);
    }
    at = end;
    out += n;
  }
}

/// Windows as the left source, a row each, copied: for few channels.
template <class T>
struct CopiedWindows {
  static constexpr Index row_block = window_rows, elements = row_block * depth_block, pointers = row_block;
  const ConvShape& shape;
  const T* x;

  Index depth_end(Index begin, Index end) const { return min_of(begin + depth_block, end); }
  LeftBlock<T> block(Range rows, Range depth, const LeftScratch<T>& scratch) const {
    OutputPixel pixel(shape, rows.begin);
    for (Index i = 0; i < rows.size(); ++i, pixel.advance()) {
      T* row = scratch.elements + i * depth.size();
      gather_window(shape, x, pixel, depth, row);
      scratch.pointers[i] = row;
    }
    return {scratch.pointers, 0, depth.size()};
  }
};

/// Windows as the left source, read where they lie: a pointer for each tap of each, to zeros where it is
/// outside.
template <class T>
struct PointedWindows {
  static constexpr Index least_channels = 16;
  static constexpr Index row_block = window_rows, elements = 0,
                         pointers = row_block * depth_block / least_channels;
  const ConvShape& shape;
  const T* x;
  const T* zeros;  // `shape.in` of them

  // Whole taps, or a part of one.
  Index depth_end(Index begin, Index end) const {
    const Index in = shape.in, taps = depth_block / in;
    return taps > 0 ? min_of(begin + taps * in, end) : min_of(begin + depth_block, (begin / in + 1) * in);
  }
  LeftBlock<T> block(Range rows, Range depth, const LeftScratch<T>& scratch) const {
    const Index in = shape.in, length = min_of(in, depth.size()), count = rows.size();
    for (Index k = depth.begin; k < depth.end; k += length) {
      const Index tap = k / in, channel = k % in;
      const T** row = scratch.pointers + (k - depth.begin) / length * count;
      OutputPixel pixel(shape, rows.begin);
      for (Index i = 0; i < count; ++i, pixel.advance()) {
        const Index y = pixel.top() + tap / shape.geometry.kernel_w,
                    c = pixel.left() + tap % shape.geometry.kernel_w;
        const bool inside = y >= 0 && y < shape.h && c >= 0 && c < shape.w;
        row[i] = inside ? x + ((pixel.image * shape.h + y) * shape.w + c) * in + channel : zeros;
      }
    }
    return {scratch.pointers, count, length};
  }
};

/// The product of the windows with `right` [window, shape.out], in parallel blocks: body(rows, columns,
/// multiply) has each computed by multiply(c, stride). Where pictures are few and small, columns are shared
/// among threads too.
template <class T, class Right, class Body>
void windows_product(const ConvShape& shape, const T* x, const Right& right, const Body& body) {
  constexpr Index least_tasks = 8;
  const Index pixels = pixels_of(shape), window = window_of(shape),
              row_blocks = blocks_of(pixels, window_rows);
  const Index column_blocks =
      min_of(blocks_of(shape.out, panel_columns<T>), blocks_of(least_tasks, max_of(1, row_blocks)));
  const Scratch<T> zeros(shape.in);
  zero_n(zeros.data(), shape.in);
  for_each_block(row_blocks * column_blocks, 1, [&](Index task) {
    const Index first = task / column_blocks * window_rows;
    const Range rows{first, min_of(pixels, first + window_rows)};
    const Range columns = part(shape.out, column_blocks, task % column_blocks, panel_columns<T>);
    body(rows, columns, [&](T* c, Index stride) {
      if (shape.in >= PointedWindows<T>::least_channels)
        multiply<T>(rows, columns, {0, window}, PointedWindows<T>{shape, x, zeros.data()}, right, c, stride);
      else
        multiply<T>(rows, columns, {0, window}, CopiedWindows<T>{shape, x}, right, c, stride);
    });
  });
}

/// Windows as the right source: the inner dimension runs over them.
template <class T>
struct WindowsRight {
  const ConvShape& shape;
  const T* x;

  const T* panel(Range columns, Index width, Range depth, T* out) const {
    if (columns.size() < width) zero_n(out, depth.size() * width);
    OutputPixel pixel(shape, depth.begin);
    for (Index i = 0; i < depth.size(); ++i, pixel.advance())
      gather_window(shape, x, pixel, columns, out + i * width);
    return out;
  }
};

/// Adds the windows of output rows [begin, end) of one picture back to where their elements came from.
template <class T>
void scatter_windows(const ConvShape& s, Index begin, Index end, const T* AGON_RESTRICT windows,
                     T* AGON_RESTRICT picture) {
  const ConvGeometry& g = s.geometry;
  const Index run = g.kernel_w * s.in, width = s.w * s.in;
  OutputPixel pixel(s, begin * s.out_w);
  for (Index i = begin * s.out_w; i < end * s.out_w; ++i, pixel.advance()) {
    const Index left = pixel.left() * s.in;
    const Index first = max_of(0, -left), last = min_of(run, width - left);
    for (Index r = 0; r < g.kernel_h; ++r, windows += run) {
      const Index y = pixel.top() + r;
      if (y < 0 || y >= s.h) continue;
      T* AGON_RESTRICT to = picture + y * width + left;
      for (Index j = first; j < last; ++j) to[j] += windows[j];
    }
  }
}

}  // namespace agon::kernels::AGON_ISA_NAMESPACE
