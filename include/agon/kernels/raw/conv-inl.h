#pragma once

#include "agon/kernels/raw/gemm-inl.h"
#include "agon/kernels/raw/windows-inl.h"

// Convolutions as matrix products with the windows of the pictures.
namespace agon::kernels::AGON_ISA_NAMESPACE {

/// The windows are the picture itself.
inline bool is_pointwise(const ConvShape& s) {
  const ConvGeometry& g = s.geometry;
  return g.kernel_h == 1 && g.kernel_w == 1 && g.stride_h == 1 && g.stride_w == 1 && g.pad_h == 0 &&
         g.pad_w == 0;
}

inline Index pixels_of(const ConvShape& s) { return s.images * s.out_h * s.out_w; }
inline Index window_of(const ConvShape& s) { return s.geometry.kernel_h * s.geometry.kernel_w * s.in; }

/// y [pixels, out] = windows [pixels, window] kernels^T.
template <class T>
void conv(const ConvShape& s, const T* x, const T* kernels, T* y) {
  const Index pixels = pixels_of(s), window = window_of(s);
  if (is_pointwise(s)) return gemm({pixels, s.out, s.in, false, true}, x, kernels, y);
  if (window == 0) return zero_n(y, pixels * s.out);
  const PackedRight<T> right(window, s.out, MatrixRight<T>{{kernels, window, true}});
  // Where pictures are few and small, channels are shared among threads too.
  constexpr Index least_tasks = 8;
  const Index row_blocks = blocks_of(pixels, WindowsLeft<T>::row_block);
  const Index column_blocks =
      min_of(blocks_of(s.out, panel_columns<T>), blocks_of(least_tasks, max_of(1, row_blocks)));
  for_each_block(row_blocks * column_blocks, 1, [&](Index task) {
    const Index first = task / column_blocks * WindowsLeft<T>::row_block;
    multiply<T>({first, min_of(pixels, first + WindowsLeft<T>::row_block)},
                part(s.out, column_blocks, task % column_blocks, panel_columns<T>), {0, window},
                WindowsLeft<T>{s, x}, right, y, s.out);
  });
}

/// The windows' gradient gy kernels, added to the pictures; whole pictures, or bands of a large one in turn.
template <class T>
void conv_input_grad(const ConvShape& s, const T* gy, const T* kernels, T* gx) {
  const Index pixels = s.out_h * s.out_w, window = window_of(s), size = s.h * s.w * s.in;
  if (is_pointwise(s)) return gemm({pixels_of(s), s.in, s.out, false, false}, gy, kernels, gx);
  if (window == 0 || s.out == 0) return zero_n(gx, s.images * size);
  const PackedRight<T> right(s.out, window, MatrixRight<T>{{kernels, window}});
  constexpr Index most_elements = 128 * 1024;  // that stay in the near caches
  const Index band = min_of(s.out_h, max_of(1, most_elements / (s.out_w * window)));
  for_each_block(s.images, 1, [&](Index image) {
    const Scratch<T> windows(band * s.out_w * window);
    T* picture = gx + image * size;
    zero_n(picture, size);
    for (Index row = 0; row < s.out_h; row += band) {
      const Index end = min_of(row + band, s.out_h), some = (end - row) * s.out_w;
      const MatrixLeft<T> left{{gy + (image * pixels + row * s.out_w) * s.out, s.out}};
      multiply<T>({0, some}, {0, window}, {0, s.out}, left, right, windows.data(), window);
      scatter_windows(s, row, end, static_cast<const T*>(windows.data()), picture);
    }
  });
}

/// gw [out, window] = gy^T windows.
template <class T>
void conv_weight_grad(const ConvShape& s, const T* x, const T* gy, T* gw) {
  const Index pixels = pixels_of(s), window = window_of(s);
  if (is_pointwise(s)) return gemm({s.out, s.in, pixels, true, false}, gy, x, gw);
  if (pixels == 0 || s.out == 0 || window == 0) return zero_n(gw, s.out * window);
  product(s.out, window, pixels, MatrixLeft<T>{{gy, s.out, true}}, WindowsRight<T>{s, x}, gw);
}

}  // namespace agon::kernels::AGON_ISA_NAMESPACE
