#pragma once

#include "agon/core/error.hpp"
#include "agon/nn/layers/check.hpp"
#include "agon/nn/layers/pool.hpp"

namespace agon {
namespace detail {

AGON_INLINE void check_any_pictures(std::string_view layer, const Shape& input) {
  if (input.rank() != 4 || input[1] < 1 || input[2] < 1)
    fail_input(layer, "[N, H, W, C] of at least one pixel", input);
}

}  // namespace detail

template <class T>
BasicAvgPool2d<T>::BasicAvgPool2d(const AvgPoolOptions& o)
    : kernel(o.kernel), stride(o.stride), padding(o.padding), count_include_pad(o.count_include_pad) {
  ops::check_pool("AvgPool2d", kernel, stride, padding);
}

template <class T>
BasicVar<T> BasicAvgPool2d<T>::operator()(const BasicVar<T>& x) const {
  ops::check_pooled("AvgPool2d", x.shape(), kernel, padding);
  return avg_pool2d(
      x, {.kernel = kernel, .stride = stride, .padding = padding, .count_include_pad = count_include_pad});
}

template <class T>
BasicMaxPool2d<T>::BasicMaxPool2d(const MaxPoolOptions& o)
    : kernel(o.kernel), stride(o.stride), padding(o.padding) {
  ops::check_pool("MaxPool2d", kernel, stride, padding);
}

template <class T>
BasicVar<T> BasicMaxPool2d<T>::operator()(const BasicVar<T>& x) const {
  ops::check_pooled("MaxPool2d", x.shape(), kernel, padding);
  return max_pool2d(x, {.kernel = kernel, .stride = stride, .padding = padding});
}

template <class T>
BasicVar<T> BasicGlobalAvgPool<T>::operator()(const BasicVar<T>& x) const {
  detail::check_any_pictures("GlobalAvgPool", x.shape());
  return global_avg_pool(x);
}

template <class T>
BasicVar<T> BasicGlobalSumPool<T>::operator()(const BasicVar<T>& x) const {
  detail::check_any_pictures("GlobalSumPool", x.shape());
  return global_sum_pool(x);
}

template <class T>
BasicAdaptiveAvgPool2d<T>::BasicAdaptiveAvgPool2d(Size2 out) : size(out) {
  detail::check_at_least("AdaptiveAvgPool2d", "size", size, 1);
}

template <class T>
BasicVar<T> BasicAdaptiveAvgPool2d<T>::operator()(const BasicVar<T>& x) const {
  detail::check_any_pictures("AdaptiveAvgPool2d", x.shape());
  return adaptive_avg_pool2d(x, size);
}

}  // namespace agon
