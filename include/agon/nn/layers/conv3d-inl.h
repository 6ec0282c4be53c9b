#pragma once

#include "agon/autograd/ops/conv3d.hpp"
#include "agon/autograd/ops/pad.hpp"
#include "agon/nn/layers/conv3d.hpp"
#include "agon/nn/layers/conv_spec.hpp"

namespace agon {

template <class T>
BasicConv3d<T>::BasicConv3d(const Conv3dOptions& o)
    : stride(o.stride),
      padding(o.padding),
      dilation(o.dilation),
      groups(o.groups),
      padding_mode(o.padding_mode) {
  detail::start_convolution("Conv3d", *this, o);
}

template <class T>
BasicVar<T> BasicConv3d<T>::operator()(const BasicVar<T>& x, Activation then) const {
  detail::check_convolved("Conv3d", *this, x.shape());
  ConvOptions3d options{.stride = stride, .padding = padding, .dilation = dilation, .groups = groups};
  if (padding_mode == Padding::zeros) return conv3d(x, weight, detail::bias_of(*this), options, then);
  options.padding = 0;
  return conv3d(detail::padded(x, detail::sizes_along(padding), padding_mode), weight, detail::bias_of(*this),
                options, then);
}

template <class T>
BasicConvTranspose3d<T>::BasicConvTranspose3d(const ConvTranspose3dOptions& o)
    : stride(o.stride),
      padding(o.padding),
      output_padding(o.output_padding),
      dilation(o.dilation),
      groups(o.groups) {
  detail::start_convolution("ConvTranspose3d", *this, o);
}

template <class T>
BasicVar<T> BasicConvTranspose3d<T>::operator()(const BasicVar<T>& x, Activation then) const {
  detail::check_convolved("ConvTranspose3d", *this, x.shape());
  return conv_transpose3d(x, weight, detail::bias_of(*this),
                          {.stride = stride,
                           .padding = padding,
                           .output_padding = output_padding,
                           .dilation = dilation,
                           .groups = groups},
                          then);
}

}  // namespace agon
