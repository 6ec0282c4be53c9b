#pragma once

#include "agon/core/size3.hpp"
#include "agon/core/tensor.hpp"

/// Convolution of volumes, or of videos, [N, D, H, W, in] with kernels [out, kernel_d, kernel_h, kernel_w, in
/// / groups]: in all like that of pictures (conv.hpp), which does the work. The frames that a kernel's depth
/// sees are laid side by side as channels, so a tensor of kernel_d times the input lives while it runs;
/// depthwise convolutions sum over them instead.
namespace agon::kernels {

struct Conv3dGeometry {
  Size3 kernel = 1, stride = 1, padding = 0, dilation = 1;
  std::int64_t groups = 1;
};

/// The volumes [N, OD, OH, OW, out] that `kernels` make of x.
template <class T>
BasicTensor<T> conv3d(const BasicTensor<T>& x, const BasicTensor<T>& kernels, const Conv3dGeometry& geometry);

/// The gradient [N, size, in] for x, given that gy [N, OD, OH, OW, out] for the output.
template <class T>
BasicTensor<T> conv3d_input_grad(const BasicTensor<T>& gy, const BasicTensor<T>& kernels, const Size3& size,
                                 const Conv3dGeometry& geometry);

/// The gradient [out, kernel_d, kernel_h, kernel_w, in / groups] for the kernels.
template <class T>
BasicTensor<T> conv3d_weight_grad(const BasicTensor<T>& x, const BasicTensor<T>& gy,
                                  const Conv3dGeometry& geometry);

}  // namespace agon::kernels

#ifdef AGON_HEADER_ONLY
#include "agon/kernels/conv3d-inl.h"
#endif
