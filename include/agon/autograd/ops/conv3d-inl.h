#pragma once

#include "agon/autograd/ops/conv3d.hpp"
#include "agon/autograd/ops/conv_family-inl.h"
#include "agon/kernels/conv3d.hpp"

namespace agon {
namespace ops {

/// The family of volumes [N, D, H, W, C].
struct Volumes {
  using Size = Size3;
  using Options = ConvOptions3d;
  using TransposeOptions = ConvTransposeOptions3d;
  static constexpr int axes = 3;
  static constexpr const char* pixels = "N, D, H, W";
  static constexpr const char *conv_name = "conv3d", *input_grad_name = "conv3d_input_grad",
                              *weight_grad_name = "conv3d_weight_grad", *transpose_name = "conv_transpose3d";

  static kernels::Conv3dGeometry geometry(const Size3& kernel, const ConvOptions3d& o) {
    return {kernel, o.stride, o.padding, o.dilation, o.groups};
  }
  template <class T>
  static BasicTensor<T> conv(const BasicTensor<T>& x, const BasicTensor<T>& kernels, const ConvOptions3d& o) {
    return kernels::conv3d(x, kernels, geometry(sizes_of<Volumes>(kernels.shape()), o));
  }
  template <class T>
  static BasicTensor<T> conv_input_grad(const BasicTensor<T>& y, const BasicTensor<T>& kernels,
                                        const Size3& input, const ConvOptions3d& o) {
    return kernels::conv3d_input_grad(y, kernels, input, geometry(sizes_of<Volumes>(kernels.shape()), o));
  }
  template <class T>
  static BasicTensor<T> conv_weight_grad(const BasicTensor<T>& x, const BasicTensor<T>& y,
                                         const Size3& kernel, const ConvOptions3d& o) {
    return kernels::conv3d_weight_grad(x, y, geometry(kernel, o));
  }
};

}  // namespace ops

AGON_INLINE Var conv3d(const Var& x, const Var& kernels, const ConvOptions3d& options) {
  return ops::conv<float, ops::Volumes>(x, kernels, {}, options, {});
}
AGON_INLINE f64::Var conv3d(const f64::Var& x, const f64::Var& kernels, const ConvOptions3d& options) {
  return ops::conv<double, ops::Volumes>(x, kernels, {}, options, {});
}
AGON_INLINE Var conv3d(const Var& x, const Var& kernels, const Var& bias, const ConvOptions3d& options,
                       Activation then) {
  return ops::conv<float, ops::Volumes>(x, kernels, bias, options, then);
}
AGON_INLINE f64::Var conv3d(const f64::Var& x, const f64::Var& kernels, const f64::Var& bias,
                            const ConvOptions3d& options, Activation then) {
  return ops::conv<double, ops::Volumes>(x, kernels, bias, options, then);
}
AGON_INLINE Var conv3d_input_grad(const Var& y, const Var& kernels, Size3 input,
                                  const ConvOptions3d& options) {
  return ops::conv_input_grad<float, ops::Volumes>("conv3d_input_grad", y, kernels, {}, input, options, {});
}
AGON_INLINE f64::Var conv3d_input_grad(const f64::Var& y, const f64::Var& kernels, Size3 input,
                                       const ConvOptions3d& options) {
  return ops::conv_input_grad<double, ops::Volumes>("conv3d_input_grad", y, kernels, {}, input, options, {});
}
AGON_INLINE Var conv3d_weight_grad(const Var& x, const Var& y, Size3 kernel, const ConvOptions3d& options) {
  return ops::conv_weight_grad<float, ops::Volumes>(x, y, kernel, options);
}
AGON_INLINE f64::Var conv3d_weight_grad(const f64::Var& x, const f64::Var& y, Size3 kernel,
                                        const ConvOptions3d& options) {
  return ops::conv_weight_grad<double, ops::Volumes>(x, y, kernel, options);
}
AGON_INLINE Var conv_transpose3d(const Var& x, const Var& kernels, const ConvTransposeOptions3d& options) {
  return ops::conv_transpose<float, ops::Volumes>(x, kernels, {}, options, {});
}
AGON_INLINE f64::Var conv_transpose3d(const f64::Var& x, const f64::Var& kernels,
                                      const ConvTransposeOptions3d& options) {
  return ops::conv_transpose<double, ops::Volumes>(x, kernels, {}, options, {});
}
AGON_INLINE Var conv_transpose3d(const Var& x, const Var& kernels, const Var& bias,
                                 const ConvTransposeOptions3d& options, Activation then) {
  return ops::conv_transpose<float, ops::Volumes>(x, kernels, bias, options, then);
}
AGON_INLINE f64::Var conv_transpose3d(const f64::Var& x, const f64::Var& kernels, const f64::Var& bias,
                                      const ConvTransposeOptions3d& options, Activation then) {
  return ops::conv_transpose<double, ops::Volumes>(x, kernels, bias, options, then);
}

}  // namespace agon
