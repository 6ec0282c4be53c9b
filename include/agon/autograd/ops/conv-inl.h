#pragma once

#include "agon/autograd/ops/conv.hpp"
#include "agon/autograd/ops/conv_family-inl.h"
#include "agon/kernels/conv.hpp"

namespace agon {
namespace ops {

/// The family of pictures [N, H, W, C].
struct Pictures {
  using Size = Size2;
  using Options = ConvOptions;
  using TransposeOptions = ConvTransposeOptions;
  static constexpr int axes = 2;
  static constexpr const char* pixels = "N, H, W";
  static constexpr const char *conv_name = "conv2d", *input_grad_name = "conv2d_input_grad",
                              *weight_grad_name = "conv2d_weight_grad", *transpose_name = "conv_transpose2d";

  static kernels::ConvGeometry geometry(const Size2& kernel, const ConvOptions& o) {
    return {.kernel_h = kernel.height,
            .kernel_w = kernel.width,
            .stride_h = o.stride.height,
            .stride_w = o.stride.width,
            .pad_h = o.padding.height,
            .pad_w = o.padding.width,
            .dilation_h = o.dilation.height,
            .dilation_w = o.dilation.width,
            .groups = o.groups};
  }
  template <class T>
  static BasicTensor<T> conv(const BasicTensor<T>& x, const BasicTensor<T>& kernels, const ConvOptions& o) {
    return kernels::conv2d(x, kernels, geometry(sizes_of<Pictures>(kernels.shape()), o));
  }
  template <class T>
  static BasicTensor<T> conv_input_grad(const BasicTensor<T>& y, const BasicTensor<T>& kernels,
                                        const Size2& input, const ConvOptions& o) {
    return kernels::conv2d_input_grad(y, kernels, input.height, input.width,
                                      geometry(sizes_of<Pictures>(kernels.shape()), o));
  }
  template <class T>
  static BasicTensor<T> conv_weight_grad(const BasicTensor<T>& x, const BasicTensor<T>& y,
                                         const Size2& kernel, const ConvOptions& o) {
    return kernels::conv2d_weight_grad(x, y, geometry(kernel, o));
  }
};

}  // namespace ops

AGON_INLINE Var conv2d(const Var& x, const Var& kernels, const ConvOptions& options) {
  return ops::conv<float, ops::Pictures>(x, kernels, {}, options, {});
}
AGON_INLINE f64::Var conv2d(const f64::Var& x, const f64::Var& kernels, const ConvOptions& options) {
  return ops::conv<double, ops::Pictures>(x, kernels, {}, options, {});
}
AGON_INLINE Var conv2d(const Var& x, const Var& kernels, const Var& bias, const ConvOptions& options,
                       Activation then) {
  return ops::conv<float, ops::Pictures>(x, kernels, bias, options, then);
}
AGON_INLINE f64::Var conv2d(const f64::Var& x, const f64::Var& kernels, const f64::Var& bias,
                            const ConvOptions& options, Activation then) {
  return ops::conv<double, ops::Pictures>(x, kernels, bias, options, then);
}
AGON_INLINE Var conv2d_input_grad(const Var& y, const Var& kernels, Size2 input, const ConvOptions& options) {
  return ops::conv_input_grad<float, ops::Pictures>("conv2d_input_grad", y, kernels, {}, input, options, {});
}
AGON_INLINE f64::Var conv2d_input_grad(const f64::Var& y, const f64::Var& kernels, Size2 input,
                                       const ConvOptions& options) {
  return ops::conv_input_grad<double, ops::Pictures>("conv2d_input_grad", y, kernels, {}, input, options, {});
}
AGON_INLINE Var conv2d_weight_grad(const Var& x, const Var& y, Size2 kernel, const ConvOptions& options) {
  return ops::conv_weight_grad<float, ops::Pictures>(x, y, kernel, options);
}
AGON_INLINE f64::Var conv2d_weight_grad(const f64::Var& x, const f64::Var& y, Size2 kernel,
                                        const ConvOptions& options) {
  return ops::conv_weight_grad<double, ops::Pictures>(x, y, kernel, options);
}
AGON_INLINE Var conv_transpose2d(const Var& x, const Var& kernels, const ConvTransposeOptions& options) {
  return ops::conv_transpose<float, ops::Pictures>(x, kernels, {}, options, {});
}
AGON_INLINE f64::Var conv_transpose2d(const f64::Var& x, const f64::Var& kernels,
                                      const ConvTransposeOptions& options) {
  return ops::conv_transpose<double, ops::Pictures>(x, kernels, {}, options, {});
}
AGON_INLINE Var conv_transpose2d(const Var& x, const Var& kernels, const Var& bias,
                                 const ConvTransposeOptions& options, Activation then) {
  return ops::conv_transpose<float, ops::Pictures>(x, kernels, bias, options, then);
}
AGON_INLINE f64::Var conv_transpose2d(const f64::Var& x, const f64::Var& kernels, const f64::Var& bias,
                                      const ConvTransposeOptions& options, Activation then) {
  return ops::conv_transpose<double, ops::Pictures>(x, kernels, bias, options, then);
}

}  // namespace agon
