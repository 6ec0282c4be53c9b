#pragma once

#include <cstdint>

#include "agon/autograd/ops/pad.hpp"
#include "agon/core/padding.hpp"
#include "agon/core/shape.hpp"
#include "agon/core/size2.hpp"
#include "agon/core/size3.hpp"
#include "agon/nn/parameter.hpp"

/// What the convolution layers share, whatever the number of axes that their kernels move along: checks of
/// options and of input in the layer's name, fans and the first weights.
namespace agon::detail {

inline Shape sizes_along(std::int64_t length) { return {length}; }
inline Shape sizes_along(const Size2& size) { return {size.height, size.width}; }
inline Shape sizes_along(const Size3& size) { return {size.depth, size.height, size.width}; }

/// The sizes of a weight along the axes of its kernel.
Shape kernel_sizes(const Shape& weight);

/// A convolution layer's options; sizes have a number for each axis.
struct ConvSpec {
  const char* layer;
  bool transposed = false;
  std::int64_t in = 0, out = 0, groups = 1;
  Shape kernel, stride, padding, dilation;
  Shape output_padding = {};  // of transposed ones
  Padding mode = Padding::zeros;

  /// Throws Error "[layer] expected ..." unless they describe a convolution.
  void check() const;
  /// Throws Error "[layer] expected input ..." unless x fits.
  void check_input(const Shape& x) const;
  /// The weight as the layer starts: uniform on [-1, 1) / sqrt(fan_in), [out, kernel, in / groups], or [in,
  /// kernel, out / groups] where transposed.
  template <class T>
  BasicParameter<T> weight() const;
  /// A bias of zeros.
  template <class T>
  BasicParameter<T> bias() const {
    return {BasicTensor<T>::zeros({out}), {ParameterRole::bias}};
  }
};

/// Of the options that a layer is made from, or of the layer itself.
template <class Options>
ConvSpec conv_spec(const char* layer, const Options& o, std::int64_t in, std::int64_t out,
                   const Shape& kernel) {
  ConvSpec spec{.layer = layer,
                .in = in,
                .out = out,
                .groups = o.groups,
                .kernel = kernel,
                .stride = sizes_along(o.stride),
                .padding = sizes_along(o.padding),
                .dilation = sizes_along(o.dilation)};
  if constexpr (requires { o.padding_mode; }) spec.mode = o.padding_mode;
  if constexpr (requires { o.output_padding; }) {
    spec.transposed = true;
    spec.output_padding = sizes_along(o.output_padding);
  }
  return spec;
}

/// Checks the options and gives the layer its first weight and bias.
template <class Layer, class Options>
void start_convolution(const char* name, Layer& layer, const Options& o) {
  const ConvSpec spec = conv_spec(name, o, o.in, o.out, sizes_along(o.kernel));
  spec.check();
  layer.weight = spec.weight<typename Layer::Scalar>();
  if (o.bias) layer.bias = spec.bias<typename Layer::Scalar>();
}

/// Throws Error "[name] expected input ..." unless x fits the layer.
template <class Layer>
void check_convolved(const char* name, const Layer& layer, const Shape& x) {
  const Shape& weight = layer.weight.shape();
  const bool transposed = requires { layer.output_padding; };
  const std::int64_t many = transposed ? weight[0] : weight[-1] * layer.groups;
  const std::int64_t made = transposed ? weight[-1] * layer.groups : weight[0];
  conv_spec(name, layer, many, made, kernel_sizes(weight)).check_input(x);
}

/// The layer's bias, undefined where it has none.
template <class Layer>
BasicVar<typename Layer::Scalar> bias_of(const Layer& layer) {
  if (!layer.bias) return {};
  return *layer.bias;
}

/// x with as many elements before and behind each of its inner axes, made by `mode`.
template <class T>
BasicVar<T> padded(BasicVar<T> x, const Shape& padding, Padding mode) {
  for (int i = 0; i < padding.rank(); ++i)
    if (padding[i] > 0) x = pad(x, i + 1, padding[i], padding[i], mode);
  return x;
}

}  // namespace agon::detail

#ifdef AGON_HEADER_ONLY
#include "agon/nn/layers/conv_spec-inl.h"
#endif
