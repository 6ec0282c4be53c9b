#pragma once

#include "agon/autograd/ops/conv1d.hpp"
#include "agon/autograd/ops/pad.hpp"
#include "agon/nn/layers/conv1d.hpp"
#include "agon/nn/layers/conv_spec.hpp"

namespace agon {

template <class T>
BasicConv1d<T>::BasicConv1d(const Conv1dOptions& o)
    : stride(o.stride),
      padding(o.padding),
      dilation(o.dilation),
      groups(o.groups),
      padding_mode(o.padding_mode) {
  detail::start_convolution("Conv1d", *this, o);
}

template <class T>
BasicVar<T> BasicConv1d<T>::operator()(const BasicVar<T>& x, Activation then) const {
  detail::check_convolved("Conv1d", *this, x.shape());
  ConvOptions1d options{.stride = stride, .padding = padding, .dilation = dilation, .groups = groups};
  if (padding_mode == Padding::zeros) return conv1d(x, weight, detail::bias_of(*this), options, then);
  options.padding = 0;
  return conv1d(detail::padded(x, detail::sizes_along(padding), padding_mode), weight, detail::bias_of(*this),
                options, then);
}

template <class T>
BasicConvTranspose1d<T>::BasicConvTranspose1d(const ConvTranspose1dOptions& o)
    : stride(o.stride),
      padding(o.padding),
      output_padding(o.output_padding),
      dilation(o.dilation),
      groups(o.groups) {
  detail::start_convolution("ConvTranspose1d", *this, o);
}

template <class T>
BasicVar<T> BasicConvTranspose1d<T>::operator()(const BasicVar<T>& x, Activation then) const {
  detail::check_convolved("ConvTranspose1d", *this, x.shape());
  return conv_transpose1d(x, weight, detail::bias_of(*this),
                          {.stride = stride,
                           .padding = padding,
                           .output_padding = output_padding,
                           .dilation = dilation,
                           .groups = groups},
                          then);
}

}  // namespace agon
