#pragma once

#include "agon/core/tensor.hpp"
#include "agon/kernels/plain.hpp"

/// Convolution of images [N, H, W, in] with kernels [out, kernel_h, kernel_w, in / groups], zero-padded on
/// all sides: OH = (H + 2 pad_h - reach_h) / stride_h + 1, rounded down, and OW alike. Group i of the
/// output's channels sees group i of the input's. The three functions are one another's derivatives. All
/// throw Error, naming themselves, where ranks, channels or sizes do not fit, a stride or dilation is below
/// 1, a padding below 0, groups do not divide the channels, or a kernel's reach is larger than the padded
/// image.
namespace agon::kernels {

/// The images [N, OH, OW, out] that `kernels` make of x.
template <class T>
BasicTensor<T> conv2d(const BasicTensor<T>& x, const BasicTensor<T>& kernels, const ConvGeometry& geometry);

/// The gradient [N, height, width, in] for x, given that gy [N, OH, OW, out] for the output. Pixels that no
/// window covers get 0. Also the transposed convolution of gy.
template <class T>
BasicTensor<T> conv2d_input_grad(const BasicTensor<T>& gy, const BasicTensor<T>& kernels, std::int64_t height,
                                 std::int64_t width, const ConvGeometry& geometry);

/// The gradient [out, kernel_h, kernel_w, in / groups] for the kernels.
template <class T>
BasicTensor<T> conv2d_weight_grad(const BasicTensor<T>& x, const BasicTensor<T>& gy,
                                  const ConvGeometry& geometry);

}  // namespace agon::kernels

#ifdef AGON_HEADER_ONLY
#include "agon/kernels/conv-inl.h"
#endif
