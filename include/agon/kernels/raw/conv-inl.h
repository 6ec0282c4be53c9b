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
  windows_product(s, x, right, [&](Range rows, Range columns, const auto& multiply_into) {
    multiply_into(y + rows.begin * s.out + columns.begin, s.out);
  });
}

/// gw [out, window] = gy^T windows.
template <class T>
void conv_weight_grad(const ConvShape& s, const T* x, const T* gy, T* gw) {
  const Index pixels = pixels_of(s), window = window_of(s);
  if (pixels == 0 || s.out == 0 || window == 0) return zero_n(gw, s.out * window);
  product(s.out, window, pixels, MatrixLeft<T>{{gy, s.out, true}}, WindowsRight<T>{s, x}, gw);
}

}  // namespace agon::kernels::AGON_ISA_NAMESPACE
