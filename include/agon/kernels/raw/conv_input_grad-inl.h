#pragma once

#include "agon/kernels/raw/conv_shape-inl.h"
#include "agon/kernels/raw/gemm-inl.h"
#include "agon/kernels/raw/windows-inl.h"

// The input gradient of a convolution, which is the transposed convolution.
namespace agon::kernels::AGON_ISA_NAMESPACE {

constexpr Index greatest_common_divisor(Index a, Index b) {
  return b == 0 ? a : greatest_common_divisor(b, a % b);
}

/// Along one axis, the pixels of the input that the same kernel taps reach: those at first, first + stride,
/// ... A stride of s splits the input into s such phases, and each is a plain convolution of the output's
/// gradient with `taps` of the kernel's taps, the last of them first. Where stride and dilation share a
/// factor f, there are s / f phases, and no tap reaches the other pixels.
struct PhaseAxis {
  Index first, count;     // pixels
  Index tap, taps, step;  // the first tap, how many, and how far apart
  Index pad, dilation;    // of the plain convolution; the padding may be negative

  PhaseAxis(Index phase, Index size, Index kernel, Index stride, Index padding, Index kernel_dilation)
      : first(((phase * kernel_dilation - padding) % stride + stride) % stride),
        count(first < size ? blocks_of(size - first, stride) : 0),
        tap(phase),
        step(phases(stride, kernel_dilation)) {
    taps = phase < kernel ? blocks_of(kernel - phase, step) : 0;
    dilation = kernel_dilation * step / stride;
    pad = (taps - 1) * dilation - (first + padding - phase * kernel_dilation) / stride;
  }
  static Index phases(Index stride, Index dilation) {
    return stride / greatest_common_divisor(stride, dilation);
  }
};

struct Phase {
  PhaseAxis row, column;

  /// The plain convolution, from the gradient of the output to the pixels of the phase.
  ConvShape convolution(const ConvShape& s) const {
    return {.images = s.images,
            .h = s.out_h,
            .w = s.out_w,
            .in = s.out,
            .out = s.in,
            .out_h = row.count,
            .out_w = column.count,
            .geometry = {row.taps, column.taps, 1, 1, row.pad, column.pad, row.dilation, column.dilation}};
  }
};

/// The taps of a phase as the right source [taps * out, in].
template <class T>
struct PhaseRight {
  const ConvShape& shape;
  const Phase& phase;
  const T* kernels;

  Panel<T> panel(Range columns, Index width, Range depth, T* out) const {
    const ConvGeometry& g = shape.geometry;
    if (columns.size() < width) zero_n(out, depth.size() * width);
    for (Index k = depth.begin; k < depth.end; ++k) {
      const Index channel = k % shape.out, column = k / shape.out % phase.column.taps,
                  row = k / shape.out / phase.column.taps;
      const Index r = phase.row.tap + phase.row.step * (phase.row.taps - 1 - row);
      const Index c = phase.column.tap + phase.column.step * (phase.column.taps - 1 - column);
      const T* from = kernels + ((channel * g.kernel_h + r) * g.kernel_w + c) * shape.in + columns.begin;
      copy_n(from, columns.size(), out + (k - depth.begin) * width);
    }
    return {out, width};
  }
};

template <class T>
void phase_input_grad(const ConvShape& s, const Phase& phase, const T* gy, const T* kernels, T* gx) {
  const ConvShape plain = phase.convolution(s);
  const Index depth = window_of(plain);
  const PackedRight<T> right(depth, s.in, PhaseRight<T>{s, phase, kernels});
  const ConvGeometry& g = s.geometry;
  const PixelTarget<T> target{gx + (phase.row.first * s.w + phase.column.first) * s.in, s.h * s.w * s.in,
                              g.stride_h * s.w * s.in, g.stride_w * s.in};
  windows_product(plain, gy, right, target);
}

/// For few channels: the gradient of whole windows, as one product, added to the pictures.
template <class T>
void scattered_input_grad(const ConvShape& s, const T* gy, const T* kernels, T* gx) {
  const Index pixels = s.out_h * s.out_w, window = window_of(s), size = s.h * s.w * s.in;
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

template <class T>
void conv_input_grad(const ConvShape& s, const T* gy, const T* kernels, T* gx) {
  if (window_of(s) == 0 || s.out == 0) return zero_n(gx, s.images * s.h * s.w * s.in);
  if (2 * s.in < packet_size<T>) return scattered_input_grad(s, gy, kernels, gx);
  const ConvGeometry& g = s.geometry;
  const Index rows = PhaseAxis::phases(g.stride_h, g.dilation_h),
              columns = PhaseAxis::phases(g.stride_w, g.dilation_w);
  if (rows < g.stride_h || columns < g.stride_w) zero_n(gx, s.images * s.h * s.w * s.in);
  for (Index r = 0; r < rows; ++r)
    for (Index c = 0; c < columns; ++c)
      phase_input_grad(s,
                       {{r, s.h, g.kernel_h, g.stride_h, g.pad_h, g.dilation_h},
                        {c, s.w, g.kernel_w, g.stride_w, g.pad_w, g.dilation_w}},
                       gy, kernels, gx);
}

}  // namespace agon::kernels::AGON_ISA_NAMESPACE
