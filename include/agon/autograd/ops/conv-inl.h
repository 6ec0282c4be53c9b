#pragma once

#include <string>

#include "agon/autograd/ops/conv.hpp"
#include "agon/autograd/ops/finish.hpp"
#include "agon/autograd/record.hpp"
#include "agon/core/error.hpp"
#include "agon/kernels/conv.hpp"

namespace agon {
namespace ops {

inline kernels::ConvGeometry geometry(const Size2& kernel, const ConvOptions& options) {
  return {kernel.height,        kernel.width,           options.stride.height,
          options.stride.width, options.padding.height, options.padding.width};
}

inline Size2 picture_size(const Shape& shape) { return {shape[1], shape[2]}; }

inline void check_rank4(const char* name, const char* what, const Shape& shape) {
  if (shape.rank() != 4) fail(name, std::string("expected ") + what + " of rank 4, got " + to_string(shape));
}

template <class T>
BasicVar<T> conv2d(const BasicVar<T>& x, const BasicVar<T>& kernels, const BasicVar<T>& bias,
                   const ConvOptions& options, const Activation& then) {
  check_rank4("conv2d", "input [N, H, W, in]", x.shape());
  check_rank4("conv2d", "kernels [out, kh, kw, in]", kernels.shape());
  const Size2 kernel = picture_size(kernels.shape());
  BasicTensor<T> y = kernels::conv2d(x.value(), kernels.value(), geometry(kernel, options));
  finish("conv2d", y, bias, then);
  return record<T>(
      "conv2d", y, product_inputs(x, kernels, bias),
      [kernel, options, then, biased = bias.defined()](Rule<T>& r) {
        const BasicVar<T> g = before_activation(r, then);
        if (r.wants(0))
          r.give(0, agon::conv2d_input_grad(g, r.input(1), picture_size(r.input_shape(0)), options));
        if (r.wants(1)) r.give(1, agon::conv2d_weight_grad(r.input(0), g, kernel, options));
        if (biased) r.give(2, g);
      },
      then.none() ? Output::dropped : Output::kept);
}

template <class T>
BasicVar<T> conv2d_input_grad(const char* name, const BasicVar<T>& y, const BasicVar<T>& kernels,
                              const BasicVar<T>& bias, Size2 input, const ConvOptions& options,
                              const Activation& then) {
  check_rank4(name, "input", y.shape());
  check_rank4(name, "kernels", kernels.shape());
  const Size2 kernel = picture_size(kernels.shape());
  BasicTensor<T> x = kernels::conv2d_input_grad(y.value(), kernels.value(), input.height, input.width,
                                                geometry(kernel, options));
  finish(name, x, bias, then);
  return record<T>(
      name, x, product_inputs(y, kernels, bias),
      [kernel, options, then, biased = bias.defined()](Rule<T>& r) {
        const BasicVar<T> g = before_activation(r, then);
        if (r.wants(0)) r.give(0, agon::conv2d(g, r.input(1), options));
        if (r.wants(1)) r.give(1, agon::conv2d_weight_grad(g, r.input(0), kernel, options));
        if (biased) r.give(2, g);
      },
      then.none() ? Output::dropped : Output::kept);
}

template <class T>
BasicVar<T> conv2d_weight_grad(const BasicVar<T>& x, const BasicVar<T>& y, Size2 kernel,
                               const ConvOptions& options) {
  check_rank4("conv2d_weight_grad", "input [N, H, W, in]", x.shape());
  check_rank4("conv2d_weight_grad", "gradient [N, OH, OW, out]", y.shape());
  return record<T>(
      "conv2d_weight_grad", kernels::conv2d_weight_grad(x.value(), y.value(), geometry(kernel, options)),
      {keep_if(y.tracked(), x), keep_if(x.tracked(), y)}, [options](Rule<T>& r) {
        if (r.wants(0))
          r.give(0, agon::conv2d_input_grad(r.input(1), r.grad(), picture_size(r.input_shape(0)), options));
        if (r.wants(1)) r.give(1, agon::conv2d(r.input(0), r.grad(), options));
      });
}

// One axis of the size of a transposed convolution's result.
inline std::int64_t checked_transposed_size(std::int64_t size, std::int64_t kernel, std::int64_t stride,
                                            std::int64_t padding, std::int64_t output_padding) {
  if (size < 1) fail("conv_transpose2d", "expected input of at least 1 pixel, got " + std::to_string(size));
  if (stride < 1 || padding < 0 || output_padding < 0 || output_padding >= stride)
    fail("conv_transpose2d",
         "expected stride >= 1, padding >= 0 and 0 <= output padding < stride, got stride " +
             std::to_string(stride) + ", padding " + std::to_string(padding) + ", output padding " +
             std::to_string(output_padding));
  const std::int64_t result = detail::transposed_size(size, kernel, stride, padding, output_padding);
  if (result < 1)
    fail("conv_transpose2d", "expected a result of at least 1 pixel, got " + std::to_string(result) +
                                 " from " + std::to_string(size) + " pixels, kernel " +
                                 std::to_string(kernel) + ", padding " + std::to_string(padding));
  return result;
}

template <class T>
BasicVar<T> conv_transpose2d(const BasicVar<T>& x, const BasicVar<T>& kernels, const BasicVar<T>& bias,
                             const ConvTransposeOptions& options, const Activation& then) {
  check_rank4("conv_transpose2d", "input [N, H, W, in]", x.shape());
  check_rank4("conv_transpose2d", "kernels [in, kh, kw, out]", kernels.shape());
  if (x.dim(3) != kernels.dim(0))
    fail("conv_transpose2d", "expected input [N, H, W, " + std::to_string(kernels.dim(0)) + "] for kernels " +
                                 to_string(kernels.shape()) + ", got " + to_string(x.shape()));
  const Size2 size{checked_transposed_size(x.dim(1), kernels.dim(1), options.stride.height,
                                           options.padding.height, options.output_padding.height),
                   checked_transposed_size(x.dim(2), kernels.dim(2), options.stride.width,
                                           options.padding.width, options.output_padding.width)};
  return conv2d_input_grad<T>("conv_transpose2d", x, kernels, bias, size, {options.stride, options.padding},
                              then);
}

}  // namespace ops

AGON_INLINE Var conv2d(const Var& x, const Var& kernels, const ConvOptions& options) {
  return ops::conv2d<float>(x, kernels, {}, options, {});
}
AGON_INLINE f64::Var conv2d(const f64::Var& x, const f64::Var& kernels, const ConvOptions& options) {
  return ops::conv2d<double>(x, kernels, {}, options, {});
}
AGON_INLINE Var conv2d(const Var& x, const Var& kernels, const Var& bias, const ConvOptions& options,
                       Activation then) {
  return ops::conv2d<float>(x, kernels, bias, options, then);
}
AGON_INLINE f64::Var conv2d(const f64::Var& x, const f64::Var& kernels, const f64::Var& bias,
                            const ConvOptions& options, Activation then) {
  return ops::conv2d<double>(x, kernels, bias, options, then);
}
AGON_INLINE Var conv2d_input_grad(const Var& y, const Var& kernels, Size2 input, const ConvOptions& options) {
  return ops::conv2d_input_grad<float>("conv2d_input_grad", y, kernels, {}, input, options, {});
}
AGON_INLINE f64::Var conv2d_input_grad(const f64::Var& y, const f64::Var& kernels, Size2 input,
                                       const ConvOptions& options) {
  return ops::conv2d_input_grad<double>("conv2d_input_grad", y, kernels, {}, input, options, {});
}
AGON_INLINE Var conv2d_weight_grad(const Var& x, const Var& y, Size2 kernel, const ConvOptions& options) {
  return ops::conv2d_weight_grad<float>(x, y, kernel, options);
}
AGON_INLINE f64::Var conv2d_weight_grad(const f64::Var& x, const f64::Var& y, Size2 kernel,
                                        const ConvOptions& options) {
  return ops::conv2d_weight_grad<double>(x, y, kernel, options);
}
AGON_INLINE Var conv_transpose2d(const Var& x, const Var& kernels, const ConvTransposeOptions& options) {
  return ops::conv_transpose2d<float>(x, kernels, {}, options, {});
}
AGON_INLINE f64::Var conv_transpose2d(const f64::Var& x, const f64::Var& kernels,
                                      const ConvTransposeOptions& options) {
  return ops::conv_transpose2d<double>(x, kernels, {}, options, {});
}
AGON_INLINE Var conv_transpose2d(const Var& x, const Var& kernels, const Var& bias,
                                 const ConvTransposeOptions& options, Activation then) {
  return ops::conv_transpose2d<float>(x, kernels, bias, options, then);
}
AGON_INLINE f64::Var conv_transpose2d(const f64::Var& x, const f64::Var& kernels, const f64::Var& bias,
                                      const ConvTransposeOptions& options, Activation then) {
  return ops::conv_transpose2d<double>(x, kernels, bias, options, then);
}

}  // namespace agon
