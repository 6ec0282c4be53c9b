#pragma once

#include <algorithm>
#include <cmath>
#include <string>

#include "agon/autograd/ops/arithmetic.hpp"
#include "agon/autograd/ops/conv.hpp"
#include "agon/autograd/ops/modulated_conv.hpp"
#include "agon/core/error.hpp"
#include "agon/core/random.hpp"
#include "agon/nn/layers/check.hpp"
#include "agon/nn/layers/modulated_conv.hpp"

namespace agon {
namespace detail {

AGON_INLINE void check_modulated(const ModulatedConv2dOptions& o) {
  check_at_least("ModulatedConv2d", "in", o.in, 1);
  check_at_least("ModulatedConv2d", "out", o.out, 1);
  check_at_least("ModulatedConv2d", "kernel", o.kernel, 1);
  check_at_least("ModulatedConv2d", "padding", o.padding, 0);
  check_at_least("ModulatedConv2d", "style", o.style, 1);
  check_at_least("ModulatedConv2d", "up", o.up, 1);
}

template <class T>
EqualLR<BasicLinear<T>> style_affine(const ModulatedConv2dOptions& o) {
  check_modulated(o);
  EqualLR<BasicLinear<T>> affine{BasicLinear<T>{o.style, o.in}};
  affine.layer.bias = BasicParameter<T>(BasicTensor<T>({o.in}, T{1}), {ParameterRole::scale});
  return affine;
}

/// One axis of the result.
AGON_INLINE std::int64_t modulated_size(std::int64_t size, std::int64_t kernel, std::int64_t padding,
                                        std::int64_t up) {
  return up > 1 ? transposed_size(size, kernel, up, padding, 0) : size + 2 * padding - kernel + 1;
}

}  // namespace detail

template <class T>
BasicModulatedConv2d<T>::BasicModulatedConv2d(const ModulatedConv2dOptions& o)
    : affine(detail::style_affine<T>(o)), padding(o.padding), up(o.up), demodulate(o.demodulate) {
  const double window = static_cast<double>(o.kernel.height * o.kernel.width);
  const std::int64_t first = up > 1 ? o.in : o.out, last = up > 1 ? o.out : o.in;
  weight = BasicParameter<T>(
      current_random().normal<T>({first, o.kernel.height, o.kernel.width, last}),
      {ParameterRole::other, window * static_cast<double>(o.in), window * static_cast<double>(o.out)});
  if (o.bias) bias = BasicParameter<T>(BasicTensor<T>::zeros({o.out}), {ParameterRole::bias});
}

template <class T>
BasicVar<T> BasicModulatedConv2d<T>::operator()(const BasicVar<T>& x, const BasicVar<T>& w,
                                                Activation then) const {
  const std::int64_t in = weight.dim(up > 1 ? 0 : 3), style = affine.layer.weight.dim(1);
  const Size2 kernel{weight.dim(1), weight.dim(2)};
  detail::check_pictures("ModulatedConv2d", x.shape(), in);
  if (w.shape() != Shape{x.dim(0), style})
    fail("ModulatedConv2d", "expected styles [N, " + std::to_string(style) + "] for input " +
                                to_string(x.shape()) + ", got " + to_string(w.shape()));
  if (std::min(x.dim(1), x.dim(2)) < 1 ||
      detail::modulated_size(x.dim(1), kernel.height, padding.height, up) < 1 ||
      detail::modulated_size(x.dim(2), kernel.width, padding.width, up) < 1)
    detail::fail_input("ModulatedConv2d",
                       "large enough for kernel " + to_string(kernel) + " with padding " + to_string(padding),
                       x.shape());
  // The scale of the weights goes with the styles, which are fewer.
  const BasicVar<T> scale = affine(w) * static_cast<T>(1 / std::sqrt(weight.info().fan_in));
  const BasicVar<T> offset = bias ? BasicVar<T>(*bias) : BasicVar<T>();
  const ModulatedConvOptions options{.stride = up, .padding = padding, .demodulate = demodulate};
  return up > 1 ? modulated_conv_transpose2d(x, weight, scale, offset, options, then)
                : modulated_conv2d(x, weight, scale, offset, options, then);
}

}  // namespace agon
