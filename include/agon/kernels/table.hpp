#pragma once

#include <cstdint>

#include "agon/kernels/plain.hpp"

/// The border between the tensor-level kernels and their raw bodies, which are compiled once for each
/// instruction set: raw pointers, plain structs, and one table of functions. Raw bodies trust their
/// arguments.
namespace agon::kernels {

/// c [m, n] = op(a) op(b), all row-major and contiguous; a is [m, k], or [k, m] where transposed, b alike.
struct GemmShape {
  std::int64_t m = 0, n = 0, k = 0;
  bool transpose_a = false, transpose_b = false;
};

/// x [images, h, w, in], kernels [out, kernel_h, kernel_w, in / groups], y [images, out_h, out_w, out].
struct ConvShape {
  std::int64_t images = 0, h = 0, w = 0, in = 0;
  std::int64_t out = 0, out_h = 0, out_w = 0;
  ConvGeometry geometry;

  std::int64_t windows() const { return images * out_h * out_w; }
  /// Elements, where there is one group.
  std::int64_t window() const { return geometry.kernel_h * geometry.kernel_w * in; }
};

/// A loop over an output of `sizes`, outermost first; a stride of 0 repeats an operand along an axis.
struct StridedLoop {
  static constexpr int max_rank = 8;
  int rank = 0;
  std::int64_t sizes[max_rank] = {};
  std::int64_t a_strides[max_rank] = {};
  std::int64_t b_strides[max_rank] = {};
};

/// The products, which a backend serves. None of the sizes is 0, and no convolution is a mere matrix product.
/// Convolutions of more than one group are Eigen's alone.
template <class T>
struct ProductTable {
  void (*gemm)(const GemmShape&, const T* a, const T* b, T* c);
  void (*conv)(const ConvShape&, const T* x, const T* kernels, T* y);
  void (*conv_input_grad)(const ConvShape&, const T* gy, const T* kernels, T* gx);
  void (*conv_weight_grad)(const ConvShape&, const T* x, const T* gy, T* gw);
};

template <class T>
struct KernelTable {
  ProductTable<T> products;
  /// Adds the windows of output rows [begin, end) of one picture back to where their elements came from.
  void (*scatter_windows)(const ConvShape&, std::int64_t begin, std::int64_t end, const T* windows,
                          T* picture);

  void (*accumulate)(std::int64_t n, const T* x, T* into);
  /// `sizes` elements from `a_strides` of x to `b_strides` of y.
  void (*copy)(const StridedLoop&, const T* x, T* y);

  /// y [outer, inner] = sum over the middle of x [outer, middle, inner].
  void (*sum)(std::int64_t outer, std::int64_t middle, std::int64_t inner, const T* x, T* y);
  double (*sum_of_squares)(std::int64_t n, const T* x);
  bool (*all_finite)(std::int64_t n, const T* x);

  void (*softmax)(std::int64_t rows, std::int64_t columns, const T* x, T* y);
  void (*log_softmax)(std::int64_t rows, std::int64_t columns, const T* x, T* y);
  /// y [samples, queries, heads * width], and the logarithm of each row's sum, [samples, heads, queries].
  void (*attention)(const AttentionShape&, const T* q, const T* k, const T* v, T* y, T* log_sums);
  void (*attention_grad)(const AttentionShape&, const T* gy, const T* q, const T* k, const T* v, const T* y,
                         const T* log_sums, T* gq, T* gk, T* gv);
  void (*batch_norm)(std::int64_t rows, std::int64_t channels, const T* x, const T* gamma, const T* beta,
                     double eps, T slope, T* y, T* mean, T* variance, T* inv_std);
  void (*batch_norm_grad)(std::int64_t rows, std::int64_t channels, const T* gy, const T* x, const T* y,
                          T slope, const T* gamma, const T* mean, const T* inv_std, T* gx, T* ggamma,
                          T* gbeta);
  void (*batch_norm_grad_grad)(std::int64_t rows, std::int64_t channels, const T* u, const T* gy, const T* x,
                               const T* gamma, const T* mean, const T* inv_std, T* ggy, T* ggx, T* ggamma);

  /// Along the rows and the columns of x [images, rows.in, columns.in, channels].
  void (*resample)(std::int64_t images, std::int64_t channels, const AxisWeights<T>& rows,
                   const AxisWeights<T>& columns, const T* x, T* y);
  /// The first largest element of each window and channel, and the number of its pixel within the picture.
  void (*max_pool)(const PoolWindows&, const T* x, T* y, std::int64_t* index);
  /// x [rows, w, channels * f * f] to y [rows, f, w * f, channels], and back.
  void (*pixel_shuffle)(std::int64_t rows, std::int64_t w, std::int64_t channels, std::int64_t f, const T* x,
                        T* y);
  void (*pixel_unshuffle)(std::int64_t rows, std::int64_t w, std::int64_t channels, std::int64_t f,
                          const T* y, T* x);
  /// y = x where the index of each channel says, and the adjoint; the index has a tap a channel.
  void (*gather_pixels)(const PixelIndex&, const T* x, T* y);
  void (*scatter_pixels)(const PixelIndex&, const T* y, T* x);
  /// y = the sum over taps of weights [images, out, taps] times the pixels of x, and its two adjoints.
  void (*blend_pixels)(const PixelIndex&, const T* x, const T* weights, T* y);
  void (*spread_pixels)(const PixelIndex&, const T* y, const T* weights, T* x);
  void (*pixel_products)(const PixelIndex&, const T* x, const T* y, T* products);
  /// Statistics of each sample's groups, [samples, groups], instead of the batch's.
  void (*group_norm)(const GroupNormShape&, const T* x, const T* gamma, const T* beta, double eps, T slope,
                     T* y, T* mean, T* inv_std);
  void (*group_norm_grad)(const GroupNormShape&, const T* gy, const T* x, const T* y, T slope, const T* gamma,
                          const T* mean, const T* inv_std, T* gx, T* ggamma, T* gbeta);
  void (*group_norm_grad_grad)(const GroupNormShape&, const T* u, const T* gy, const T* x, const T* gamma,
                               const T* mean, const T* inv_std, T* ggy, T* ggx, T* ggamma);
  /// Statistics of each row, about their mean or about 0. ggamma and gbeta may both be null.
  void (*row_norm)(std::int64_t rows, std::int64_t channels, bool centred, const T* x, const T* gamma,
                   const T* beta, double eps, T slope, T* y, T* mean, T* inv_std);
  void (*row_norm_grad)(std::int64_t rows, std::int64_t channels, bool centred, const T* gy, const T* x,
                        const T* y, T slope, const T* gamma, const T* mean, const T* inv_std, T* gx,
                        T* ggamma, T* gbeta);
  void (*row_norm_grad_grad)(std::int64_t rows, std::int64_t channels, bool centred, const T* u, const T* gy,
                             const T* x, const T* gamma, const T* mean, const T* inv_std, T* ggy, T* ggx,
                             T* ggamma);

  void (*adam)(const UpdateSpan<T>*, std::int64_t spans, const AdamNumbers&, double correction1,
               double correction2);
  void (*sgd)(const UpdateSpan<T>*, std::int64_t spans, const SgdNumbers&);
  void (*rmsprop)(const UpdateSpan<T>*, std::int64_t spans, const RmspropNumbers&);
  void (*clip)(const UpdateSpan<T>*, std::int64_t spans, T limit);
};

/// The table of the instruction set in use.
template <class T>
const KernelTable<T>& table();

/// What `products` counts, in the order of ProductCounts.
enum class Product { matmul, conv2d, conv2d_input_grad, conv2d_weight_grad };

/// The products of the backend that serves T, which is about to serve one of this kind: it is counted.
template <class T>
const ProductTable<T>& products(Product served);
/// Eigen's, whatever the backend: for what no other one serves.
template <class T>
const ProductTable<T>& eigen_products(Product served);
#ifndef AGON_HEADER_ONLY
template <>
const ProductTable<float>& products<float>(Product served);
template <>
const ProductTable<double>& products<double>(Product served);
template <>
const ProductTable<float>& eigen_products<float>(Product served);
template <>
const ProductTable<double>& eigen_products<double>(Product served);
template <>
const KernelTable<float>& table<float>();
template <>
const KernelTable<double>& table<double>();
#endif

}  // namespace agon::kernels
