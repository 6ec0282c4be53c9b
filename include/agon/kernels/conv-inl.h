#pragma once

#include <string>

#include "agon/core/error.hpp"
#include "agon/kernels/backend.hpp"
#include "agon/kernels/conv.hpp"
#include "agon/kernels/table.hpp"

namespace agon::kernels {
namespace detail {

AGON_INLINE std::string size_text(std::int64_t height, std::int64_t width) {
  return std::to_string(height) + "x" + std::to_string(width);
}

/// How many places a kernel that reaches over `reach` pixels takes along one axis; 0 where it does not fit.
AGON_INLINE std::int64_t window_count(std::int64_t size, std::int64_t reach, std::int64_t stride,
                                      std::int64_t pad) {
  return size + 2 * pad < reach ? 0 : (size + 2 * pad - reach) / stride + 1;
}

AGON_INLINE void check_groups(const char* where, std::int64_t in, std::int64_t out, std::int64_t groups) {
  if (groups < 1 || in % groups != 0 || out % groups != 0)
    fail(where, "expected groups that divide in and out channels, got groups " + std::to_string(groups) +
                    ", in " + std::to_string(in) + ", out " + std::to_string(out));
}

/// Checks the geometry against an image's size and fills in that of the output.
AGON_INLINE ConvShape conv_shape(const char* where, std::int64_t images, std::int64_t h, std::int64_t w,
                                 std::int64_t in, std::int64_t out, const ConvGeometry& g) {
  if (g.kernel_h < 1 || g.kernel_w < 1)
    fail(where, "expected a kernel of at least 1x1, got " + size_text(g.kernel_h, g.kernel_w));
  if (g.stride_h < 1 || g.stride_w < 1)
    fail(where, "expected a stride of at least 1x1, got " + size_text(g.stride_h, g.stride_w));
  if (g.pad_h < 0 || g.pad_w < 0)
    fail(where, "expected a padding of at least 0x0, got " + size_text(g.pad_h, g.pad_w));
  if (g.dilation_h < 1 || g.dilation_w < 1)
    fail(where, "expected a dilation of at least 1x1, got " + size_text(g.dilation_h, g.dilation_w));
  check_groups(where, in, out, g.groups);
  ConvShape shape{.images = images, .h = h, .w = w, .in = in, .out = out, .geometry = g};
  shape.out_h = window_count(h, g.reach_h(), g.stride_h, g.pad_h);
  shape.out_w = window_count(w, g.reach_w(), g.stride_w, g.pad_w);
  if (shape.out_h == 0 || shape.out_w == 0)
    fail(where, "expected a padded image of at least the kernel's " + size_text(g.reach_h(), g.reach_w()) +
                    ", got " + size_text(h + 2 * g.pad_h, w + 2 * g.pad_w));
  return shape;
}

AGON_INLINE void check_kernels(const char* where, const Shape& kernels, const char* channel, int channel_axis,
                               std::int64_t channels, const ConvGeometry& g) {
  if (kernels.rank() != 4) fail(where, "expected kernels [out, kh, kw, in], got " + to_string(kernels));
  if (kernels[1] != g.kernel_h || kernels[2] != g.kernel_w || kernels[channel_axis] != channels)
    fail(where, "expected kernels of " + size_text(g.kernel_h, g.kernel_w) + " with " + channel + " = " +
                    std::to_string(channels) + " as [out, kh, kw, in], got " + to_string(kernels));
}

AGON_INLINE void check_output(const char* where, const Shape& gy, const ConvShape& shape) {
  const Shape expected{shape.images, shape.out_h, shape.out_w, shape.out};
  if (gy != expected)
    fail(where, "expected a gradient " + to_string(expected) + " of the output, got " + to_string(gy));
}

/// No product is needed: every sum is empty.
AGON_INLINE bool is_empty(const ConvShape& shape) {
  return shape.images == 0 || shape.h == 0 || shape.w == 0 || shape.in == 0 || shape.out == 0;
}

/// Whether windows follow one another without overlap or padding: each is a pixel, or a whole picture. x is
/// then a matrix of windows, and a convolution one matrix product.
AGON_INLINE bool is_matrix(const ConvShape& s) {
  const ConvGeometry& g = s.geometry;
  if (g.pad_h != 0 || g.pad_w != 0 || g.groups != 1) return false;
  const bool pixels = g.kernel_h == 1 && g.kernel_w == 1 && g.stride_h == 1 && g.stride_w == 1;
  return pixels || (g.kernel_h == s.h && g.kernel_w == s.w);
}

/// Who serves a convolution.
template <class T>
const ProductTable<T>& conv_products(const ConvGeometry& g, Product served) {
  return g.groups == 1 ? products<T>(served) : eigen_products<T>(served);
}

}  // namespace detail

template <class T>
BasicTensor<T> conv2d(const BasicTensor<T>& x, const BasicTensor<T>& kernels, const ConvGeometry& geometry) {
  const char* where = "conv2d";
  if (kernels.rank() != 4)
    fail(where, "expected kernels [out, kh, kw, in], got " + to_string(kernels.shape()));
  const std::int64_t in = kernels.dim(3) * geometry.groups;
  detail::check_groups(where, in, kernels.dim(0), geometry.groups);
  if (x.rank() != 4 || x.dim(3) != in)
    fail(where, "expected input [N, H, W, " + std::to_string(in) + "], got " + to_string(x.shape()));
  detail::check_kernels(where, kernels.shape(), "in", 3, kernels.dim(3), geometry);
  const ConvShape shape =
      detail::conv_shape(where, x.dim(0), x.dim(1), x.dim(2), x.dim(3), kernels.dim(0), geometry);
  BasicTensor<T> y(Shape{shape.images, shape.out_h, shape.out_w, shape.out});
  if (detail::is_empty(shape)) return BasicTensor<T>::zeros(y.shape());
  const ProductTable<T>& backend = detail::conv_products<T>(geometry, Product::conv2d);
  if (detail::is_matrix(shape))
    backend.gemm({shape.windows(), shape.out, shape.window(), false, true}, x.data(), kernels.data(),
                 y.mutable_data());
  else
    backend.conv(shape, x.data(), kernels.data(), y.mutable_data());
  return y;
}

template <class T>
BasicTensor<T> conv2d_input_grad(const BasicTensor<T>& gy, const BasicTensor<T>& kernels, std::int64_t height,
                                 std::int64_t width, const ConvGeometry& geometry) {
  const char* where = "conv2d_input_grad";
  if (gy.rank() != 4) fail(where, "expected a gradient [N, OH, OW, out], got " + to_string(gy.shape()));
  detail::check_kernels(where, kernels.shape(), "out", 0, gy.dim(3), geometry);
  const ConvShape shape = detail::conv_shape(where, gy.dim(0), height, width,
                                             kernels.dim(3) * geometry.groups, kernels.dim(0), geometry);
  detail::check_output(where, gy.shape(), shape);
  BasicTensor<T> gx(Shape{shape.images, shape.h, shape.w, shape.in});
  if (detail::is_empty(shape)) return BasicTensor<T>::zeros(gx.shape());
  const ProductTable<T>& backend = detail::conv_products<T>(geometry, Product::conv2d_input_grad);
  if (detail::is_matrix(shape))
    backend.gemm({shape.windows(), shape.window(), shape.out, false, false}, gy.data(), kernels.data(),
                 gx.mutable_data());
  else
    backend.conv_input_grad(shape, gy.data(), kernels.data(), gx.mutable_data());
  return gx;
}

template <class T>
BasicTensor<T> conv2d_weight_grad(const BasicTensor<T>& x, const BasicTensor<T>& gy,
                                  const ConvGeometry& geometry) {
  const char* where = "conv2d_weight_grad";
  if (x.rank() != 4) fail(where, "expected input [N, H, W, in], got " + to_string(x.shape()));
  if (gy.rank() != 4) fail(where, "expected a gradient [N, OH, OW, out], got " + to_string(gy.shape()));
  const ConvShape shape =
      detail::conv_shape(where, x.dim(0), x.dim(1), x.dim(2), x.dim(3), gy.dim(3), geometry);
  detail::check_output(where, gy.shape(), shape);
  BasicTensor<T> gw(Shape{shape.out, geometry.kernel_h, geometry.kernel_w, shape.in / geometry.groups});
  if (detail::is_empty(shape)) return BasicTensor<T>::zeros(gw.shape());
  const ProductTable<T>& backend = detail::conv_products<T>(geometry, Product::conv2d_weight_grad);
  if (detail::is_matrix(shape))
    backend.gemm({shape.out, shape.window(), shape.windows(), true, false}, gy.data(), x.data(),
                 gw.mutable_data());
  else
    backend.conv_weight_grad(shape, x.data(), gy.data(), gw.mutable_data());
  return gw;
}

}  // namespace agon::kernels
