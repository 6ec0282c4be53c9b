#pragma once

#include "agon/kernels/raw/regions-inl.h"

// The windows that a kernel sees of its pictures, as the rows of a matrix [images * out_h * out_w,
// kernel_h * kernel_w * in] that is never stored: the sources of its products show or copy the block they
// need. In NHWC a row of a window is contiguous, so that is copies of runs, not of pixels.
namespace agon::kernels::AGON_ISA_NAMESPACE {

/// Windows in one block of a product.
constexpr Index window_rows = 96;

template <class T>
AGON_ALWAYS_INLINE void copy_run(const T* AGON_RESTRICT x, Index n, T* AGON_RESTRICT y) {
  if (n > 2 * packet_size<T>) return copy_n(x, n, y);
  for (Index i = 0; i < n; ++i) y[i] = x[i];
}

inline bool is_dilated(const ConvShape& s) { return s.geometry.dilation_h > 1 || s.geometry.dilation_w > 1; }

/// Where the channels of one tap of a window lie, or null outside of the picture.
template <class T>
AGON_ALWAYS_INLINE T* tap_of(const ConvShape& s, T* x, const OutputPixel& pixel, Index tap) {
  const ConvGeometry& g = s.geometry;
  const Index y = pixel.top() + tap / g.kernel_w * g.dilation_h,
              c = pixel.left() + tap % g.kernel_w * g.dilation_w;
  const bool inside = y >= 0 && y < s.h && c >= 0 && c < s.w;
  return inside ? x + ((pixel.image * s.h + y) * s.w + c) * s.in : nullptr;
}

/// Elements `wanted` of one window, tap by tap, zeros outside of the picture. Out of line, for the sake of
/// windows that are not dilated.
template <class T>
__attribute__((noinline)) void gather_taps(const ConvShape& s, const T* x, const OutputPixel& pixel,
                                           Range wanted, T* out) {
  for (Index at = wanted.begin, n = 0; at < wanted.end; at += n, out += n) {
    const Index channel = at % s.in;
    const T* tap = tap_of(s, x, pixel, at / s.in);
    n = min_of(wanted.end - at, s.in - channel);
    if (tap)
      copy_run(tap + channel, n, out);
    else
      zero_n(out, n);
  }
}

/// The same, in runs of whole rows where taps are side by side.
template <class T>
void gather_window(const ConvShape& s, const T* x, const OutputPixel& pixel, Range wanted, T* out) {
  if (is_dilated(s)) return gather_taps(s, x, pixel, wanted, out);
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

/// Windows of a region as the left source, read where they lie: a pointer for each tap of each. Rows and
/// depth count within the region's windows as they would within whole ones; taps outside of the picture are
/// not asked for, unless the region is not cut to those inside: then they are read from `zeros`.
template <class T>
struct PointedWindows {
  static constexpr Index least_channels = 16;
  static constexpr Index row_block = window_rows, elements = 0,
                         pointers = row_block * depth_block / least_channels;
  const ConvShape& shape;
  const Region& region;
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
      OutputPixel pixel(shape, region, rows.begin);
      for (Index i = 0; i < count; ++i, pixel.advance()) {
        const T* from = tap_of(shape, x, pixel, tap);
        row[i] = from ? from + channel : zeros;
      }
    }
    return {scratch.pointers, count, length};
  }
};

/// Where the pixels of a result go, each a row of channels.
template <class T>
struct PixelTarget {
  T* first;
  Index image_step, row_step, column_step;

  T* at(const OutputPixel& pixel) const {
    return first + pixel.image * image_step + pixel.row * row_step + pixel.column * column_step;
  }
  /// Whether all of them lie one behind the other.
  bool contiguous(const ConvShape& s) const {
    return column_step == s.out && row_step == s.out_w * column_step && image_step == s.out_h * row_step;
  }
};

/// One part of a product of windows, on the calling thread.
template <class T, class Right>
struct WindowsTask {
  const ConvShape& shape;
  const T* x;
  const T* zeros;
  const Right& right;
  const PixelTarget<T>& target;

  /// Of whole windows, copied.
  void whole(Range rows, Range columns) const {
    const CopiedWindows<T> windows{shape, x};
    const Range depth{0, window_of(shape)};
    if (target.contiguous(shape)) {
      T* out = target.first + rows.begin * shape.out + columns.begin;
      return multiply<T>(rows, columns, depth, windows, right, out, shape.out);
    }
    const Scratch<T> block(rows.size() * columns.size());
    if (depth.size() == 0) zero_n(block.data(), rows.size() * columns.size());
    multiply<T>(rows, columns, depth, windows, right, block.data(), columns.size());
    deliver(OutputPixel::whole(shape), rows, columns, block.data());
  }

  /// Of the windows of a region, cut to some taps.
  void cut(const Region& region, Range row_taps, Range column_taps, Range rows, Range columns) const {
    const Index width = columns.size(), taps_across = shape.geometry.kernel_w;
    const Scratch<T> block(rows.size() * width);
    const PointedWindows<T> windows{shape, region, x, zeros};
    const bool all_across = column_taps.size() == taps_across;
    bool add = false;
    for (Index r = row_taps.begin; r < row_taps.end; r = all_across ? row_taps.end : r + 1) {
      const Index last = all_across ? row_taps.end - 1 : r;
      const Range depth{(r * taps_across + column_taps.begin) * shape.in,
                        (last * taps_across + column_taps.end) * shape.in};
      if (depth.size() == 0) continue;
      multiply<T>(rows, columns, depth, windows, right, block.data(), width, add);
      add = true;
    }
    if (!add) zero_n(block.data(), rows.size() * width);
    deliver(region, rows, columns, block.data());
  }

 private:
  void deliver(const Region& region, Range rows, Range columns, const T* block) const {
    OutputPixel pixel(shape, region, rows.begin);
    for (Index i = 0; i < rows.size(); ++i, pixel.advance())
      copy_n(block + i * columns.size(), columns.size(), target.at(pixel) + columns.begin);
  }
};

/// The product of the windows with `right` [window, shape.out], into the target, in parallel blocks. Where
/// pictures are few and small, columns are shared among threads too. Windows of few channels are copied
/// whole; those of few pictures are not cut, because regions of some pixels do not fill tiles.
template <class T, class Right>
void windows_product(const ConvShape& s, const T* x, const Right& right, const PixelTarget<T>& target) {
  constexpr Index least_tasks = 8;
  const bool copied = s.in < PointedWindows<T>::least_channels;
  const Index column_blocks = min_of(blocks_of(s.out, panel_columns<T>),
                                     blocks_of(least_tasks, max_of(1, blocks_of(pixels_of(s), window_rows))));
  const ConvGeometry& g = s.geometry;
  const RegionAxes rows(s.out_h, s.h, g.kernel_h, g.stride_h, g.pad_h, g.dilation_h);
  const RegionAxes columns(s.out_w, s.w, g.kernel_w, g.stride_w, g.pad_w, g.dilation_w);
  const bool cut = !copied && s.images >= tile_rows;
  const Index regions = cut ? rows.count() * columns.count() : 1;
  const auto region_at = [&](Index i) {
    if (!cut) return OutputPixel::whole(s);
    return Region{{0, s.images}, rows[i / columns.count()].pixels, columns[i % columns.count()].pixels};
  };
  const Scratch<T> zeros(s.in);
  zero_n(zeros.data(), s.in);
  const Scratch<Index> first(regions + 1);  // the number of a region's first block
  first[0] = 0;
  for (Index i = 0; i < regions; ++i) first[i + 1] = first[i] + blocks_of(region_at(i).pixels(), window_rows);

  const WindowsTask<T, Right> product{s, x, zeros.data(), right, target};
  for_each_block(first[regions] * column_blocks, 1, [&](Index task) {
    const Index block = task / column_blocks;
    Index i = 0;
    while (first[i + 1] <= block) ++i;
    const Region region = region_at(i);
    const Index begin = (block - first[i]) * window_rows;
    const Range some{begin, min_of(region.pixels(), begin + window_rows)};
    const Range channels = part(s.out, column_blocks, task % column_blocks, panel_columns<T>);
    if (copied) return product.whole(some, channels);
    if (!cut) return product.cut(region, {0, g.kernel_h}, {0, g.kernel_w}, some, channels);
    product.cut(region, rows[i / columns.count()].taps, columns[i % columns.count()].taps, some, channels);
  });
}

/// Windows as the right source: the inner dimension runs over them.
template <class T>
struct WindowsRight {
  const ConvShape& shape;
  const T* x;

  Panel<T> panel(Range columns, Index width, Range depth, T* out) const {
    if (columns.size() < width) zero_n(out, depth.size() * width);
    OutputPixel pixel(shape, depth.begin);
    for (Index i = 0; i < depth.size(); ++i, pixel.advance())
      gather_window(shape, x, pixel, columns, out + i * width);
    return {out, width};
  }
};

/// Adds a window to where its elements came from, tap by tap.
template <class T>
void scatter_taps(const ConvShape& s, const OutputPixel& pixel, const T* AGON_RESTRICT window, T* picture) {
  for (Index tap = 0; tap < s.geometry.kernel_h * s.geometry.kernel_w; ++tap, window += s.in) {
    T* AGON_RESTRICT to = tap_of(s, picture, pixel, tap);
    for (Index j = 0; to && j < s.in; ++j) to[j] += window[j];
  }
}

/// Adds the windows of output rows [begin, end) of one picture back to where their elements came from.
template <class T>
void scatter_windows(const ConvShape& s, Index begin, Index end, const T* AGON_RESTRICT windows,
                     T* AGON_RESTRICT picture) {
  const ConvGeometry& g = s.geometry;
  const Index run = g.kernel_w * s.in, width = s.w * s.in;
  OutputPixel pixel(s, begin * s.out_w);
  for (Index i = begin * s.out_w; i < end * s.out_w; ++i, pixel.advance()) {
    if (is_dilated(s)) {
      scatter_taps(s, pixel, windows, picture);
      windows += s.window();
      continue;
    }
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
