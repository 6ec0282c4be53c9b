#pragma once

#include "agon/autograd/ops/conv.hpp"
#include "agon/autograd/ops/pad.hpp"
#include "agon/nn/layers/conv.hpp"
#include "agon/nn/layers/conv_spec.hpp"

namespace agon {

template <class T>
BasicConv2d<T>::BasicConv2d(const Conv2dOptions& o)
    : stride(o.stride),
      padding(o.padding),
      dilation(o.dilation),
      groups(o.groups),
      padding_mode(o.padding_mode) {
  detail::start_convolution("Conv2d", *this, o);
}

template <class T>
BasicVar<T> BasicConv2d<T>::operator()(const BasicVar<T>& x, Activation then) const {
  detail::check_convolved("Conv2d", *this, x.shape());
  ConvOptions options{.stride = stride, .padding = padding, .dilation = dilation, .groups = groups};
  if (padding_mode == Padding::zeros) return conv2d(x, weight, detail::bias_of(*this), options, then);
  options.padding = 0;
  return conv2d(detail::padded(x, detail::sizes_along(padding), padding_mode), weight, detail::bias_of(*this),
                options, then);
}

template <class T>
BasicConvTranspose2d<T>::BasicConvTranspose2d(const ConvTranspose2dOptions& o)
    : stride(o.stride),
      padding(o.padding),
      output_padding(o.output_padding),
      dilation(o.dilation),
      groups(o.groups) {
  detail::start_convolution("ConvTranspose2d", *this, o);
}

template <class T>
BasicVar<T> BasicConvTranspose2d<T>::operator()(const BasicVar<T>& x, Activation then) const {
  detail::check_convolved("ConvTranspose2d", *this, x.shape());
  return conv_transpose2d(x, weight, detail::bias_of(*this),
                          {.stride = stride,
                           .padding = padding,
                           .output_padding = output_padding,
                           .dilation = dilation,
                           .groups = groups},
                          then);
}

}  // namespace agon
