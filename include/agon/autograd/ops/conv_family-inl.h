#pragma once

#include <string>

#include "agon/autograd/ops/conv.hpp"
#include "agon/autograd/ops/finish.hpp"
#include "agon/autograd/record.hpp"
#include "agon/core/error.hpp"

// The closed family of a convolution, its input gradient and its weight gradient, for pictures and volumes
// alike. `Dims` says what differs: how many axes a kernel moves along, their Size, the Options, the kernels
// and the names of the operations.
namespace agon::ops {

/// The sizes of a tensor along the axes that a kernel moves along.
template <class Dims>
typename Dims::Size sizes_of(const Shape& shape) {
  typename Dims::Size size;
  for (int i = 0; i < Dims::axes; ++i) size[i] = shape[i + 1];
  return size;
}

template <class Dims>
void check_conv_rank(const char* name, const char* what, const Shape& shape) {
  if (shape.rank() != Dims::axes + 2)
    fail(name, std::string("expected ") + what + " of rank " + std::to_string(Dims::axes + 2) + ", got " +
                   to_string(shape));
}

template <class T, class Dims>
BasicVar<T> conv_input_grad(const char* name, const BasicVar<T>& y, const BasicVar<T>& kernels,
                            const BasicVar<T>& bias, typename Dims::Size input,
                            const typename Dims::Options& options, const Activation& then);
template <class T, class Dims>
BasicVar<T> conv_weight_grad(const BasicVar<T>& x, const BasicVar<T>& y, typename Dims::Size kernel,
                             const typename Dims::Options& options);

template <class T, class Dims>
BasicVar<T> conv(const BasicVar<T>& x, const BasicVar<T>& kernels, const BasicVar<T>& bias,
                 const typename Dims::Options& options, const Activation& then) {
  check_conv_rank<Dims>(Dims::conv_name, "input", x.shape());
  check_conv_rank<Dims>(Dims::conv_name, "kernels", kernels.shape());
  BasicTensor<T> y = Dims::conv(x.value(), kernels.value(), options);
  finish(Dims::conv_name, y, bias, then);
  return record<T>(
      Dims::conv_name, y, product_inputs(x, kernels, bias),
      [options, then, biased = bias.defined()](Rule<T>& r) {
        const BasicVar<T> g = before_activation(r, then);
        if (r.wants(0))
          r.give(0, conv_input_grad<T, Dims>(Dims::input_grad_name, g, r.input(1), {},
                                             sizes_of<Dims>(r.input_shape(0)), options, {}));
        if (r.wants(1))
          r.give(1, conv_weight_grad<T, Dims>(r.input(0), g, sizes_of<Dims>(r.input_shape(1)), options));
        if (biased) r.give(2, g);
      },
      then.none() ? Output::dropped : Output::kept);
}

template <class T, class Dims>
BasicVar<T> conv_input_grad(const char* name, const BasicVar<T>& y, const BasicVar<T>& kernels,
                            const BasicVar<T>& bias, typename Dims::Size input,
                            const typename Dims::Options& options, const Activation& then) {
  check_conv_rank<Dims>(name, "input", y.shape());
  check_conv_rank<Dims>(name, "kernels", kernels.shape());
  BasicTensor<T> x = Dims::conv_input_grad(y.value(), kernels.value(), input, options);
  finish(name, x, bias, then);
  return record<T>(
      name, x, product_inputs(y, kernels, bias),
      [options, then, biased = bias.defined()](Rule<T>& r) {
        const BasicVar<T> g = before_activation(r, then);
        if (r.wants(0)) r.give(0, conv<T, Dims>(g, r.input(1), {}, options, {}));
        if (r.wants(1))
          r.give(1, conv_weight_grad<T, Dims>(g, r.input(0), sizes_of<Dims>(r.input_shape(1)), options));
        if (biased) r.give(2, g);
      },
      then.none() ? Output::dropped : Output::kept);
}

template <class T, class Dims>
BasicVar<T> conv_weight_grad(const BasicVar<T>& x, const BasicVar<T>& y, typename Dims::Size kernel,
                             const typename Dims::Options& options) {
  check_conv_rank<Dims>(Dims::weight_grad_name, "input", x.shape());
  check_conv_rank<Dims>(Dims::weight_grad_name, "gradient", y.shape());
  return record<T>(Dims::weight_grad_name, Dims::conv_weight_grad(x.value(), y.value(), kernel, options),
                   {keep_if(y.tracked(), x), keep_if(x.tracked(), y)}, [options](Rule<T>& r) {
                     if (r.wants(0))
                       r.give(0, conv_input_grad<T, Dims>(Dims::input_grad_name, r.input(1), r.grad(), {},
                                                          sizes_of<Dims>(r.input_shape(0)), options, {}));
                     if (r.wants(1)) r.give(1, conv<T, Dims>(r.input(0), r.grad(), {}, options, {}));
                   });
}

// One axis of the size of a transposed convolution's result.
inline std::int64_t checked_transposed_size(const char* name, std::int64_t size, std::int64_t kernel,
                                            std::int64_t stride, std::int64_t padding,
                                            std::int64_t output_padding, std::int64_t dilation) {
  if (size < 1) fail(name, "expected input of at least 1 pixel, got " + std::to_string(size));
  if (stride < 1 || dilation < 1 || padding < 0 || output_padding < 0 || output_padding >= stride)
    fail(name,
         "expected stride >= 1, dilation >= 1, padding >= 0 and 0 <= output padding < stride, got stride " +
             std::to_string(stride) + ", dilation " + std::to_string(dilation) + ", padding " +
             std::to_string(padding) + ", output padding " + std::to_string(output_padding));
  const std::int64_t result =
      detail::transposed_size(size, kernel, stride, padding, output_padding, dilation);
  if (result < 1)
    fail(name, "expected a result of at least 1 pixel, got " + std::to_string(result) + " from " +
                   std::to_string(size) + " pixels, kernel " + std::to_string(kernel) + ", padding " +
                   std::to_string(padding));
  return result;
}

template <class T, class Dims>
BasicVar<T> conv_transpose(const BasicVar<T>& x, const BasicVar<T>& kernels, const BasicVar<T>& bias,
                           const typename Dims::TransposeOptions& o, const Activation& then) {
  const char* name = Dims::transpose_name;
  check_conv_rank<Dims>(name, "input", x.shape());
  check_conv_rank<Dims>(name, "kernels", kernels.shape());
  if (o.groups < 1 || kernels.dim(0) % o.groups != 0)
    fail(name, "expected groups that divide in and out channels, got groups " + std::to_string(o.groups) +
                   " for kernels " + to_string(kernels.shape()));
  Shape fitting = x.shape();
  fitting[-1] = kernels.dim(0);
  if (x.shape() != fitting)
    fail(name, std::string("expected input [") + Dims::pixels + ", " + std::to_string(kernels.dim(0)) +
                   "] for kernels " + to_string(kernels.shape()) + ", got " + to_string(x.shape()));
  typename Dims::Size size;
  for (int i = 0; i < Dims::axes; ++i)
    size[i] = checked_transposed_size(name, x.dim(i + 1), kernels.dim(i + 1), o.stride[i], o.padding[i],
                                      o.output_padding[i], o.dilation[i]);
  return conv_input_grad<T, Dims>(name, x, kernels, bias, size, {o.stride, o.padding, o.dilation, o.groups},
                                  then);
}

}  // namespace agon::ops
