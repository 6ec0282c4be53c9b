#pragma once

#include "agon/nn/build.hpp"
#include "agon/nn/layers.hpp"

/// How each layer of the library is made from its configuration: the one place that a new layer is added to.
/// Braces keep the order in which members are asked for, and so missed.
namespace agon::detail {

AGON_INLINE Conv2dOptions conv2d_options(const LayerConfig& c) {
  return {.in = c.integer("in"),
          .out = c.integer("out"),
          .kernel = c.size("kernel"),
          .stride = c.size("stride", 1),
          .padding = c.size("padding", 0),
          .bias = c.flag("bias", true)};
}

AGON_INLINE ConvTranspose2dOptions conv_transpose2d_options(const LayerConfig& c) {
  return {.in = c.integer("in"),
          .out = c.integer("out"),
          .kernel = c.size("kernel"),
          .stride = c.size("stride", 1),
          .padding = c.size("padding", 0),
          .output_padding = c.size("output_padding", 0),
          .bias = c.flag("bias", true)};
}

AGON_INLINE BatchNormOptions batch_norm_options(const LayerConfig& c) {
  return {.eps = c.number("eps", BatchNormOptions{}.eps),
          .momentum = c.number("momentum", BatchNormOptions{}.momentum),
          .affine = c.flag("affine", true)};
}

/// Layers that have no options.
template <class T, class Layer>
BasicAnyModule<T> make_plain(const LayerConfig&) {
  return Layer{};
}

template <class T>
void add_plain_layers(BasicLayerRegistry<T>& registry) {
  registry.add("Flatten", make_plain<T, BasicFlatten<T>>)
      .add("ReLU", make_plain<T, BasicReLU<T>>)
      .add("Sigmoid", make_plain<T, BasicSigmoid<T>>)
      .add("Softplus", make_plain<T, BasicSoftplus<T>>)
      .add("Tanh", make_plain<T, BasicTanh<T>>);
}

template <class T>
void add_layers(BasicLayerRegistry<T>& registry) {
  using C = const BasicBlockConfig<T>&;
  add_plain_layers(registry);
  registry
      .add("BatchNorm",
           [](C c) {
             return BasicBatchNorm<T>{c.integer("channels"), batch_norm_options(c)};
           })
      .add("Conv2d", [](C c) { return BasicConv2d<T>(conv2d_options(c)); })
      .add("ConvTranspose2d", [](C c) { return BasicConvTranspose2d<T>(conv_transpose2d_options(c)); })
      .add("Dropout", [](C c) { return BasicDropout<T>(c.number("p", 0.5)); })
      .add("LeakyReLU", [](C c) { return BasicLeakyReLU<T>(c.number("slope", 0.01)); })
      .add("Linear",
           [](C c) {
             return BasicLinear<T>{c.integer("in"), c.integer("out"), {.bias = c.flag("bias", true)}};
           })
      .add("MinibatchDiscrimination",
           [](C c) {
             return BasicMinibatchDiscrimination<T>{c.integer("in"), c.integer("kernels"), c.integer("dims")};
           })
      .add("Reshape", [](C c) { return BasicReshape<T>(c.shape("shape")); })
      .add("Sequential", [](C c) { return c.layers("layers"); });
}

}  // namespace agon::detail
