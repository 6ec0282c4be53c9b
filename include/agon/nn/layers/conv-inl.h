#pragma once

#include <algorithm>
#include <string>

#include "agon/autograd/ops/conv.hpp"
#include "agon/core/error.hpp"
#include "agon/nn/init.hpp"
#include "agon/nn/layers/check.hpp"
#include "agon/nn/layers/conv.hpp"

namespace agon {
namespace detail {

AGON_INLINE void check_conv(std::string_view layer, std::int64_t in, std::int64_t out, const Size2& kernel,
                            const Size2& stride, const Size2& padding) {
  check_at_least(layer, "in", in, 1);
  check_at_least(layer, "out", out, 1);
  check_at_least(layer, "kernel", kernel, 1);
  check_at_least(layer, "stride", stride, 1);
  check_at_least(layer, "padding", padding, 0);
}

// A fan seen from the side that the stride thins out: a place there meets one in `stride` of a kernel's rows
// and columns.
AGON_INLINE double thinned(double fan, const Size2& kernel, const Size2& stride) {
  const auto share = [](std::int64_t k, std::int64_t s) { return static_cast<double>(std::min(k, s)); };
  return fan / (share(kernel.height, stride.height) * share(kernel.width, stride.width));
}

template <class T>
BasicParameter<T> conv_weight(const Shape& shape, double fan_in, double fan_out) {
  return {layer_default().draw<T>(shape, fan_in, fan_out), {ParameterRole::weight, fan_in, fan_out}};
}

}  // namespace detail

template <class T>
BasicConv2d<T>::BasicConv2d(const Conv2dOptions& o) : stride(o.stride), padding(o.padding) {
  detail::check_conv("Conv2d", o.in, o.out, o.kernel, o.stride, o.padding);
  const double window = static_cast<double>(o.kernel.height * o.kernel.width);
  weight = detail::conv_weight<T>({o.out, o.kernel.height, o.kernel.width, o.in},
                                  window * static_cast<double>(o.in),
                                  detail::thinned(window * static_cast<double>(o.out), o.kernel, o.stride));
  if (o.bias) bias = BasicParameter<T>(BasicTensor<T>::zeros({o.out}), {ParameterRole::bias});
}

template <class T>
BasicVar<T> BasicConv2d<T>::operator()(const BasicVar<T>& x, Activation then) const {
  detail::check_pictures("Conv2d", x.shape(), weight.dim(3));
  const Size2 kernel{weight.dim(1), weight.dim(2)};
  const std::int64_t least_height = std::max<std::int64_t>(1, kernel.height - 2 * padding.height);
  const std::int64_t least_width = std::max<std::int64_t>(1, kernel.width - 2 * padding.width);
  if (x.dim(1) < least_height || x.dim(2) < least_width)
    detail::fail_input("Conv2d",
                       "[N, H >= " + std::to_string(least_height) + ", W >= " + std::to_string(least_width) +
                           ", " + std::to_string(weight.dim(3)) + "] for kernel " + to_string(kernel) +
                           " with padding " + to_string(padding),
                       x.shape());
  const BasicVar<T> offset = bias ? BasicVar<T>(*bias) : BasicVar<T>();
  return conv2d(x, weight, offset, {.stride = stride, .padding = padding}, then);
}

template <class T>
BasicConvTranspose2d<T>::BasicConvTranspose2d(const ConvTranspose2dOptions& o)
    : stride(o.stride), padding(o.padding), output_padding(o.output_padding) {
  detail::check_conv("ConvTranspose2d", o.in, o.out, o.kernel, o.stride, o.padding);
  detail::check_at_least("ConvTranspose2d", "output_padding", o.output_padding, 0);
  if (o.output_padding.height >= o.stride.height || o.output_padding.width >= o.stride.width)
    fail("ConvTranspose2d",
         "expected output_padding < stride " + to_string(o.stride) + ", got " + to_string(o.output_padding));
  const double window = static_cast<double>(o.kernel.height * o.kernel.width);
  weight = detail::conv_weight<T>({o.in, o.kernel.height, o.kernel.width, o.out},
                                  detail::thinned(window * static_cast<double>(o.in), o.kernel, o.stride),
                                  window * static_cast<double>(o.out));
  if (o.bias) bias = BasicParameter<T>(BasicTensor<T>::zeros({o.out}), {ParameterRole::bias});
}

template <class T>
BasicVar<T> BasicConvTranspose2d<T>::operator()(const BasicVar<T>& x, Activation then) const {
  detail::check_pictures("ConvTranspose2d", x.shape(), weight.dim(0));
  const std::int64_t height =
      detail::transposed_size(x.dim(1), weight.dim(1), stride.height, padding.height, output_padding.height);
  const std::int64_t width =
      detail::transposed_size(x.dim(2), weight.dim(2), stride.width, padding.width, output_padding.width);
  if (x.dim(1) < 1 || x.dim(2) < 1 || height < 1 || width < 1)
    detail::fail_input(
        "ConvTranspose2d",
        "[N, H, W, " + std::to_string(weight.dim(0)) + "] large enough for an output of at least 1x1",
        x.shape());
  const BasicVar<T> offset = bias ? BasicVar<T>(*bias) : BasicVar<T>();
  return conv_transpose2d(x, weight, offset,
                          {.stride = stride, .padding = padding, .output_padding = output_padding}, then);
}

}  // namespace agon
