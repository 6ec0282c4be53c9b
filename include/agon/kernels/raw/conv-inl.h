#pragma once

#include "agon/kernels/raw/conv_input_grad-inl.h"
#include "agon/kernels/raw/conv_shape-inl.h"
#include "agon/kernels/raw/gemm-inl.h"
#include "agon/kernels/raw/windows-inl.h"

// Convolutions as matrix products with the windows of the pictures.
namespace agon::kernels::AGON_ISA_NAMESPACE {

/// y [pixels, out] = windows [pixels, window] kernels^T.
template <class T>
void conv(const ConvShape& s, const T* x, const T* kernels, T* y) {
  const Index pixels = pixels_of(s), window = window_of(s);
  if (window == 0) return zero_n(y, pixels * s.out);
  const PackedRight<T> right(window, s.out, MatrixRight<T>{{kernels, window, true}});
  windows_product(s, x, right, {y, s.out_h * s.out_w * s.out, s.out_w * s.out, s.out});
}

/// The gradient gy as the left source of one tap's product: a row a channel, the inner dimension runs over
/// the pixels of a region, row by row of the picture.
template <class T>
struct TapLeft {
  static constexpr Index row_block = 384, elements = 0, pointers = depth_block;
  const ConvShape& shape;
  const Region& region;
  const T* gy;

  // Whole rows of the picture, or a part of one.
  Index depth_end(Index begin, Index end) const {
    const Index run = region.columns.size(), rows = depth_block / run;
    return rows > 0 ? min_of(begin + rows * run, end) : min_of(begin + depth_block, (begin / run + 1) * run);
  }
  LeftBlock<T> block(Range rows, Range depth, const LeftScratch<T>& scratch) const {
    const Index length = min_of(region.columns.size(), depth.size());
    for (Index k = depth.begin, run = 0; k < depth.end; k += length, ++run) {
      const OutputPixel pixel(shape, region, k);
      const Index at = (pixel.image * shape.out_h + pixel.row) * shape.out_w + pixel.column;
      scratch.pointers[run] = gy + at * shape.out + rows.begin;
    }
    return {scratch.pointers, 1, length, shape.out};
  }
};

/// What one tap, so many rows and columns from the window's begin, sees from the pixels of a region, as the
/// right source [pixels, in].
template <class T>
struct TapRight {
  const ConvShape& shape;
  const Region& region;
  Index tap_row, tap_column;
  const T* x;

  Panel<T> panel(Range columns, Index width, Range depth, T* out) const {
    if (columns.size() < width) zero_n(out, depth.size() * width);
    OutputPixel pixel(shape, region, depth.begin);
    for (Index i = 0; i < depth.size(); ++i, pixel.advance()) {
      const Index y = pixel.top() + tap_row, c = pixel.left() + tap_column;
      copy_run(x + ((pixel.image * shape.h + y) * shape.w + c) * shape.in + columns.begin, columns.size(),
               out + i * width);
    }
    return {out, width};
  }
};

/// Rows of gw, for some of the taps, from some of the pictures: a few at a time, which the near caches hold
/// while the taps pass by.
template <class T>
void tap_products(const ConvShape& s, Range rows, Range taps, Range images, const T* x, const T* gy, T* gw) {
  const ConvGeometry& g = s.geometry;
  const Index window = window_of(s), at_once = max_of(1, depth_block / (s.out_h * s.out_w));
  for (Index first = images.begin; first < images.end; first += at_once) {
    const Range some{first, min_of(first + at_once, images.end)};
    for (Index tap = taps.begin; tap < taps.end; ++tap) {
      const Index r = tap / g.kernel_w * g.dilation_h, c = tap % g.kernel_w * g.dilation_w;
      const Region region{some, pixels_seeing(r, s.out_h, s.h, g.stride_h, g.pad_h),
                          pixels_seeing(c, s.out_w, s.w, g.stride_w, g.pad_w)};
      T* out = gw + rows.begin * window + tap * s.in;
      const bool add = first > images.begin;
      if (region.pixels() > 0) {
        multiply<T>(rows, {0, s.in}, {0, region.pixels()}, TapLeft<T>{s, region, gy},
                    TapRight<T>{s, region, r, c, x}, out, window, add);
      } else if (!add) {
        for (Index i = 0; i < rows.size(); ++i) zero_n(out + i * window, s.in);
      }
    }
  }
}

/// gw [out, window] = gy^T windows, tap by tap.
template <class T>
void weight_grad_by_taps(const ConvShape& s, const T* x, const T* gy, T* gw) {
  const Index taps = s.geometry.kernel_h * s.geometry.kernel_w, size = s.out * window_of(s);
  const ProductPlan plan(s.out, window_of(s), pixels_of(s));
  const Index tap_parts = min_of(plan.n_parts, taps), image_parts = min_of(plan.k_parts, s.images);
  const Scratch<T> partial(image_parts > 1 ? image_parts * size : 0);
  for_each_block(plan.m_parts * tap_parts * image_parts, 1, [&](Index task) {
    const Index slice = task / (plan.m_parts * tap_parts), at = task % (plan.m_parts * tap_parts);
    tap_products(s, part(s.out, plan.m_parts, at / tap_parts, tile_rows),
                 part(taps, tap_parts, at % tap_parts, 1), part(s.images, image_parts, slice, 1), x, gy,
                 image_parts > 1 ? partial.data() + slice * size : gw);
  });
  if (image_parts > 1) sum(1, image_parts, size, static_cast<const T*>(partial.data()), gw);
}

/// gw [out, window] = gy^T windows.
template <class T>
void conv_weight_grad(const ConvShape& s, const T* x, const T* gy, T* gw) {
  const Index pixels = pixels_of(s), window = window_of(s);
  if (pixels == 0 || s.out == 0 || window == 0) return zero_n(gw, s.out * window);
  if (s.in >= PointedWindows<T>::least_channels) return weight_grad_by_taps(s, x, gy, gw);
  product(s.out, window, pixels, MatrixLeft<T>{{gy, s.out, true}}, WindowsRight<T>{s, x}, gw);
}

}  // namespace agon::kernels::AGON_ISA_NAMESPACE
