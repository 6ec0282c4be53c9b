#pragma once

#include "agon/autograd/ops/conv3d.hpp"
#include "agon/autograd/ops/pad.hpp"
#include "agon/nn/layers/conv3d.hpp"
#include "agon/nn/layers/conv_spec.hpp"

namespace agon {
namespace detail {

// Of a layer, or of the options that it is made from.
template <class Options>
ConvSpec conv3d_spec(const Options& o, std::int64_t in, std::int64_t out, const Shape& kernel) {
  return {.layer = "Conv3d",
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
ConvSpec conv_transpose3d_spec(const Options& o, std::int64_t in, std::int64_t out, const Shape& kernel) {
  return {.layer = "ConvTranspose3d",
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
BasicConv3d<T>::BasicConv3d(const Conv3dOptions& o)
    : stride(o.stride),
      padding(o.padding),
      dilation(o.dilation),
      groups(o.groups),
      padding_mode(o.padding_mode) {
  const detail::ConvSpec spec = detail::conv3d_spec(o, o.in, o.out, detail::sizes_along(o.kernel));
  spec.check();
  weight = spec.weight<T>();
  if (o.bias) bias = spec.bias<T>();
}

template <class T>
BasicVar<T> BasicConv3d<T>::operator()(const BasicVar<T>& x, Activation then) const {
  detail::conv3d_spec(*this, weight.dim(-1) * groups, weight.dim(0), detail::kernel_sizes(weight.shape()))
      .check_input(x.shape());
  const BasicVar<T> offset = bias ? BasicVar<T>(*bias) : BasicVar<T>();
  ConvOptions3d options{.stride = stride, .padding = padding, .dilation = dilation, .groups = groups};
  if (padding_mode == Padding::zeros) return conv3d(x, weight, offset, options, then);
  options.padding = 0;
  return conv3d(detail::padded(x, detail::sizes_along(padding), padding_mode), weight, offset, options, then);
}

template <class T>
BasicConvTranspose3d<T>::BasicConvTranspose3d(const ConvTranspose3dOptions& o)
    : stride(o.stride),
      padding(o.padding),
      output_padding(o.output_padding),
      dilation(o.dilation),
      groups(o.groups) {
  const detail::ConvSpec spec = detail::conv_transpose3d_spec(o, o.in, o.out, detail::sizes_along(o.kernel));
  spec.check();
  weight = spec.weight<T>();
  if (o.bias) bias = spec.bias<T>();
}

template <class T>
BasicVar<T> BasicConvTranspose3d<T>::operator()(const BasicVar<T>& x, Activation then) const {
  detail::conv_transpose3d_spec(*this, weight.dim(0), weight.dim(-1) * groups,
                                detail::kernel_sizes(weight.shape()))
      .check_input(x.shape());
  const BasicVar<T> offset = bias ? BasicVar<T>(*bias) : BasicVar<T>();
  return conv_transpose3d(x, weight, offset,
                          {.stride = stride,
                           .padding = padding,
                           .output_padding = output_padding,
                           .dilation = dilation,
                           .groups = groups},
                          then);
}

}  // namespace agon
