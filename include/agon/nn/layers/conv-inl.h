#pragma once

#include "agon/autograd/ops/conv.hpp"
#include "agon/autograd/ops/pad.hpp"
#include "agon/nn/layers/conv.hpp"
#include "agon/nn/layers/conv_spec.hpp"

namespace agon {
namespace detail {

// Of a layer, or of the options that it is made from.
template <class Options>
ConvSpec conv2d_spec(const Options& o, std::int64_t in, std::int64_t out, const Shape& kernel) {
  return {.layer = "Conv2d",
          .in = in,
          .out = out,
          .groups = o.groups,
          .kernel = kernel,
          .stride = sizes_along(o.stride),
          .padding = sizes_along(o.padding),
          .dilation = sizes_along(o.dilation),
          .mode = o.padding_mode};
}

template <class Options>
ConvSpec conv_transpose2d_spec(const Options& o, std::int64_t in, std::int64_t out, const Shape& kernel) {
  return {.layer = "ConvTranspose2d",
          .transposed = true,
          .in = in,
          .out = out,
          .groups = o.groups,
          .kernel = kernel,
          .stride = sizes_along(o.stride),
          .padding = sizes_along(o.padding),
          .dilation = sizes_along(o.dilation),
          .output_padding = sizes_along(o.output_padding)};
}

}  // namespace detail

template <class T>
BasicConv2d<T>::BasicConv2d(const Conv2dOptions& o)
    : stride(o.stride),
      padding(o.padding),
      dilation(o.dilation),
      groups(o.groups),
      padding_mode(o.padding_mode) {
  const detail::ConvSpec spec = detail::conv2d_spec(o, o.in, o.out, detail::sizes_along(o.kernel));
  spec.check();
  weight = spec.weight<T>();
  if (o.bias) bias = spec.bias<T>();
}

template <class T>
BasicVar<T> BasicConv2d<T>::operator()(const BasicVar<T>& x, Activation then) const {
  detail::conv2d_spec(*this, weight.dim(-1) * groups, weight.dim(0), detail::kernel_sizes(weight.shape()))
      .check_input(x.shape());
  const BasicVar<T> offset = bias ? BasicVar<T>(*bias) : BasicVar<T>();
  ConvOptions options{.stride = stride, .padding = padding, .dilation = dilation, .groups = groups};
  if (padding_mode == Padding::zeros) return conv2d(x, weight, offset, options, then);
  options.padding = 0;
  return conv2d(detail::padded(x, detail::sizes_along(padding), padding_mode), weight, offset, options, then);
}

template <class T>
BasicConvTranspose2d<T>::BasicConvTranspose2d(const ConvTranspose2dOptions& o)
    : stride(o.stride),
      padding(o.padding),
      output_padding(o.output_padding),
      dilation(o.dilation),
      groups(o.groups) {
  const detail::ConvSpec spec = detail::conv_transpose2d_spec(o, o.in, o.out, detail::sizes_along(o.kernel));
  spec.check();
  weight = spec.weight<T>();
  if (o.bias) bias = spec.bias<T>();
}

template <class T>
BasicVar<T> BasicConvTranspose2d<T>::operator()(const BasicVar<T>& x, Activation then) const {
  detail::conv_transpose2d_spec(*this, weight.dim(0), weight.dim(-1) * groups,
                                detail::kernel_sizes(weight.shape()))
      .check_input(x.shape());
  const BasicVar<T> offset = bias ? BasicVar<T>(*bias) : BasicVar<T>();
  return conv_transpose2d(x, weight, offset,
                          {.stride = stride,
                           .padding = padding,
                           .output_padding = output_padding,
                           .dilation = dilation,
                           .groups = groups},
                          then);
}

}  // namespace agon
