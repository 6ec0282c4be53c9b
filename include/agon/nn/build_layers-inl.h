#pragma once

#include <utility>

#include "agon/nn/build.hpp"
#include "agon/nn/layers.hpp"

/// How each layer of the library is made from its configuration: the one place that a new layer is added to.
/// Braces keep the order in which members are asked for, and so missed.
namespace agon::detail {

template <class Size>
Size size_member(const LayerConfig& c, std::string_view key, std::optional<Size> otherwise = {}) {
  if constexpr (std::is_same_v<Size, Size3>) {
    return c.size3(key, otherwise);
  } else if constexpr (std::is_same_v<Size, Size2>) {
    return c.size(key, otherwise);
  } else {
    return c.integer(key, otherwise);
  }
}

// Of convolutions along any number of axes, transposed or not.
template <class Options>
Options conv_options(const LayerConfig& c) {
  Options o;
  using Size = decltype(o.kernel);
  o.in = c.integer("in");
  o.out = c.integer("out");
  o.kernel = size_member<Size>(c, "kernel");
  o.stride = size_member<Size>(c, "stride", o.stride);
  o.padding = size_member<Size>(c, "padding", o.padding);
  o.dilation = size_member<Size>(c, "dilation", o.dilation);
  o.groups = c.integer("groups", o.groups);
  if constexpr (requires { o.output_padding; }) {
    o.output_padding = size_member<Size>(c, "output_padding", o.output_padding);
  } else {
    o.padding_mode = c.choice<Padding>("padding_mode",
                                       {{"zeros", Padding::zeros},
                                        {"reflect", Padding::reflect},
                                        {"replicate", Padding::replicate},
                                        {"circular", Padding::circular}},
                                       o.padding_mode);
  }
  o.bias = c.flag("bias", o.bias);
  return o;
}

AGON_INLINE BatchNormOptions batch_norm_options(const LayerConfig& c) {
  const BatchNormOptions o;
  return {.eps = c.number("eps", o.eps),
          .momentum = c.number("momentum", o.momentum),
          .affine = c.flag("affine", o.affine)};
}

// Of group, instance and layer norm.
template <class Options>
Options norm_options(const LayerConfig& c) {
  const Options o;
  return {.eps = c.number("eps", o.eps), .affine = c.flag("affine", o.affine)};
}

AGON_INLINE MultiHeadAttentionOptions attention_options(const LayerConfig& c) {
  const MultiHeadAttentionOptions o;
  return {.dim = c.integer("dim"),
          .heads = c.integer("heads", o.heads),
          .context = c.integer("context", o.context),
          .bias = c.flag("bias", o.bias),
          .causal = c.flag("causal", o.causal)};
}

AGON_INLINE MappingNetworkOptions mapping_options(const LayerConfig& c) {
  const MappingNetworkOptions o;
  return {.latent = c.integer("latent", o.latent),
          .width = c.integer("width", o.width),
          .layers = c.integer("layers", o.layers),
          .lr_multiplier = c.number("lr_multiplier", o.lr_multiplier),
          .momentum = c.number("momentum", o.momentum)};
}

AGON_INLINE AvgPoolOptions avg_pool_options(const LayerConfig& c) {
  const AvgPoolOptions o;
  return {.kernel = c.size("kernel"),
          .stride = c.size("stride", o.stride),
          .padding = c.size("padding", o.padding),
          .count_include_pad = c.flag("count_include_pad", o.count_include_pad)};
}

AGON_INLINE MaxPoolOptions max_pool_options(const LayerConfig& c) {
  const MaxPoolOptions o;
  return {.kernel = c.size("kernel"),
          .stride = c.size("stride", o.stride),
          .padding = c.size("padding", o.padding)};
}

AGON_INLINE UpsampleOptions upsample_options(const LayerConfig& c) {
  const UpsampleOptions o;
  return {.factor = c.number("factor", o.factor),
          .mode = c.choice<Resample>(
              "mode", {{"nearest", Resample::nearest}, {"bilinear", Resample::bilinear}}, o.mode),
          .align_corners = c.flag("align_corners", o.align_corners)};
}

AGON_INLINE BlurOptions blur_options(const LayerConfig& c) {
  const BlurOptions o;
  return {.taps = c.integer("taps", o.taps),
          .stride = c.size("stride", o.stride),
          .padding = c.choice<BlurPadding>("padding",
                                           {{"reflect", BlurPadding::reflect},
                                            {"zeros", BlurPadding::zeros},
                                            {"replicate", BlurPadding::replicate}},
                                           o.padding)};
}

AGON_INLINE GeluForm gelu_form(const LayerConfig& c) {
  return c.choice<GeluForm>("form", {{"exact", GeluForm::exact}, {"tanh", GeluForm::tanh}}, GeluForm::exact);
}

/// Layers that have no options.
template <class T, class Layer>
BasicAnyModule<T> make_plain(const LayerConfig&) {
  return Layer{};
}

/// Layers that multiply: dense ones, convolutions and the like.
template <class T>
void add_products(BasicLayerRegistry<T>& registry) {
  using C = const BasicBlockConfig<T>&;
  registry.add("Conv1d", [](C c) { return BasicConv1d<T>(conv_options<Conv1dOptions>(c)); })
      .add("Conv2d", [](C c) { return BasicConv2d<T>(conv_options<Conv2dOptions>(c)); })
      .add("Conv3d", [](C c) { return BasicConv3d<T>(conv_options<Conv3dOptions>(c)); })
      .add("ConvTranspose1d",
           [](C c) { return BasicConvTranspose1d<T>(conv_options<ConvTranspose1dOptions>(c)); })
      .add("ConvTranspose2d",
           [](C c) { return BasicConvTranspose2d<T>(conv_options<ConvTranspose2dOptions>(c)); })
      .add("ConvTranspose3d",
           [](C c) { return BasicConvTranspose3d<T>(conv_options<ConvTranspose3dOptions>(c)); })
      .add("GRU",
           [](C c) {
             return BasicGRU<T>{c.integer("in"), c.integer("hidden")};
           })
      .add("GRUCell",
           [](C c) {
             return BasicGRUCell<T>{c.integer("in"), c.integer("hidden")};
           })
      .add("Linear",
           [](C c) {
             return BasicLinear<T>{c.integer("in"), c.integer("out"), {.bias = c.flag("bias", true)}};
           })
      .add("LSTM",
           [](C c) {
             return BasicLSTM<T>{c.integer("in"), c.integer("hidden")};
           })
      .add("MappingNetwork", [](C c) { return MappingNetwork<EqualLR<BasicLinear<T>>>(mapping_options(c)); })
      .add("MinibatchDiscrimination",
           [](C c) {
             return BasicMinibatchDiscrimination<T>{c.integer("in"), c.integer("kernels"), c.integer("dims")};
           })
      .add("MultiHeadAttention", [](C c) { return BasicMultiHeadAttention<T>(attention_options(c)); })
      .add("SelfAttention", [](C c) {
        return SelfAttention<BasicConv2d<T>>(
            {.channels = c.integer("channels"), .pooled = c.flag("pooled", false)});
      });
}

template <class T>
void add_activations(BasicLayerRegistry<T>& registry) {
  using C = const BasicBlockConfig<T>&;
  registry.add("ELU", [](C c) { return BasicELU<T>(c.number("alpha", 1)); })
      .add("GELU", [](C c) { return BasicGELU<T>(gelu_form(c)); })
      .add("GLU", make_plain<T, BasicGLU<T>>)
      .add("Hardtanh",
           [](C c) {
             return BasicHardtanh<T>{c.number("low", -1), c.number("high", 1)};
           })
      .add("LeakyReLU", [](C c) { return BasicLeakyReLU<T>(c.number("slope", 0.01)); })
      .add("LogSoftmax", make_plain<T, BasicLogSoftmax<T>>)
      .add("Maxout", [](C c) { return BasicMaxout<T>(c.integer("pieces")); })
      .add("Mish", make_plain<T, BasicMish<T>>)
      .add("PReLU",
           [](C c) {
             return BasicPReLU<T>{c.integer("channels", 1), c.number("start", 0.25)};
           })
      .add("ReLU", make_plain<T, BasicReLU<T>>)
      .add("SELU", make_plain<T, BasicSELU<T>>)
      .add("SiLU", make_plain<T, BasicSiLU<T>>)
      .add("Sigmoid", make_plain<T, BasicSigmoid<T>>)
      .add("Softmax", make_plain<T, BasicSoftmax<T>>)
      .add("Softplus", make_plain<T, BasicSoftplus<T>>)
      .add("Tanh", make_plain<T, BasicTanh<T>>);
}

template <class T>
void add_norms(BasicLayerRegistry<T>& registry) {
  using C = const BasicBlockConfig<T>&;
  registry
      .add("BatchNorm",
           [](C c) {
             return BasicBatchNorm<T>{c.integer("channels"), batch_norm_options(c)};
           })
      .add("GroupNorm",
           [](C c) {
             return BasicGroupNorm<T>{c.integer("groups"), c.integer("channels"),
                                      norm_options<GroupNormOptions>(c)};
           })
      .add("InstanceNorm",
           [](C c) {
             return BasicInstanceNorm<T>{c.integer("channels"), norm_options<InstanceNormOptions>(c)};
           })
      .add("LayerNorm",
           [](C c) {
             return BasicLayerNorm<T>{c.shape("features"), norm_options<LayerNormOptions>(c)};
           })
      .add("PixelNorm", [](C c) { return BasicPixelNorm<T>(c.number("eps", 1e-8)); })
      .add("VirtualBatchNorm", [](C c) {
        return BasicVirtualBatchNorm<T>{c.integer("channels"),
                                        c.integer("reference"),
                                        {.eps = c.number("eps", VirtualBatchNormOptions{}.eps)}};
      });
}

/// Layers that compare the samples of a batch, draw, or begin a network.
template <class T>
void add_sources(BasicLayerRegistry<T>& registry) {
  using C = const BasicBlockConfig<T>&;
  registry
      .add("ConstantInput",
           [](C c) {
             return BasicConstantInput<T>({c.size("size", 4), c.integer("channels")});
           })
      .add("Dropout", [](C c) { return BasicDropout<T>(c.number("p", 0.5)); })
      .add("MinibatchStdDev",
           [](C c) {
             return BasicMinibatchStdDev<T>({c.integer("group", 4), c.integer("features", 1)});
           })
      .add("NoiseInjection", [](C c) {
        return c.has("channels") ? BasicNoiseInjection<T>(c.integer("channels")) : BasicNoiseInjection<T>();
      });
}

/// Layers that move elements, pool or resample.
template <class T>
void add_shapes(BasicLayerRegistry<T>& registry) {
  using C = const BasicBlockConfig<T>&;
  registry.add("AdaptiveAvgPool2d", [](C c) { return BasicAdaptiveAvgPool2d<T>(c.size("size")); })
      .add("AvgPool2d", [](C c) { return BasicAvgPool2d<T>(avg_pool_options(c)); })
      .add("BlurPool", [](C c) { return BasicBlurPool<T>(blur_options(c)); })
      .add("Flatten", make_plain<T, BasicFlatten<T>>)
      .add("GlobalAvgPool", make_plain<T, BasicGlobalAvgPool<T>>)
      .add("GlobalSumPool", make_plain<T, BasicGlobalSumPool<T>>)
      .add("MaxPool2d", [](C c) { return BasicMaxPool2d<T>(max_pool_options(c)); })
      .add("Pack", [](C c) { return BasicPack<T>(c.integer("samples")); })
      .add("PixelShuffle", [](C c) { return BasicPixelShuffle<T>(c.integer("factor")); })
      .add("PixelUnshuffle", [](C c) { return BasicPixelUnshuffle<T>(c.integer("factor")); })
      .add("Reshape", [](C c) { return BasicReshape<T>(c.shape("shape")); })
      .add("Upsample", [](C c) { return BasicUpsample<T>(upsample_options(c)); });
}

AGON_INLINE int small_integer(const LayerConfig& c, std::string_view key, int otherwise) {
  const std::int64_t value = c.integer(key, otherwise);
  if (value > std::numeric_limits<int>::max())
    c.refuse("expected \"" + std::string(key) + "\" to be a smaller number, got " + std::to_string(value));
  return static_cast<int>(value);
}

/// The wrapper around the layer that is described under "layer".
template <class T, template <WeightedLayer> class Wrapper, class... Options>
BasicAnyModule<T> wrap(const BasicBlockConfig<T>& c, const Options&... options) {
  BasicAnyModule<T> inner = c.layer("layer");
  if (auto* layer = inner.template as<BasicLinear<T>>()) return Wrapper<BasicLinear<T>>(*layer, options...);
  if (auto* layer = inner.template as<BasicConv2d<T>>()) return Wrapper<BasicConv2d<T>>(*layer, options...);
  if (auto* layer = inner.template as<BasicConvTranspose2d<T>>())
    return Wrapper<BasicConvTranspose2d<T>>(*layer, options...);
  if (auto* layer = inner.template as<BasicConv1d<T>>()) return Wrapper<BasicConv1d<T>>(*layer, options...);
  if (auto* layer = inner.template as<BasicConv3d<T>>()) return Wrapper<BasicConv3d<T>>(*layer, options...);
  if (auto* layer = inner.template as<BasicConvTranspose1d<T>>())
    return Wrapper<BasicConvTranspose1d<T>>(*layer, options...);
  if (auto* layer = inner.template as<BasicConvTranspose3d<T>>())
    return Wrapper<BasicConvTranspose3d<T>>(*layer, options...);
  c.refuse("expected \"layer\" to be a Linear, a convolution or a transposed one, got another");
}

/// Layers that are made of others.
template <class T>
void add_blocks(BasicLayerRegistry<T>& registry) {
  using C = const BasicBlockConfig<T>&;
  registry.add("DenseConcat", [](C c) { return DenseConcat<BasicChain<T>>(c.layers("body")); })
      .add("EqualLR",
           [](C c) {
             return wrap<T, EqualLR>(c, EqualLROptions{c.number("gain", 1), c.number("lr_multiplier", 1)});
           })
      .add("Residual",
           [](C c) {
             return Residual<BasicChain<T>, BasicChain<T>>{
                 c.layers("body"), c.has("shortcut") ? c.layers("shortcut") : BasicChain<T>()};
           })
      .add("Sequential", [](C c) { return c.layers("layers"); })
      .add("SpectralNorm",
           [](C c) {
             const SpectralNormOptions o;
             return wrap<T, SpectralNorm>(c, SpectralNormOptions{small_integer(c, "iterations", o.iterations),
                                                                 c.number("eps", o.eps)});
           })
      .add("WeightNorm", [](C c) { return wrap<T, WeightNorm>(c); })
      .add("WeightStandardization", [](C c) {
        return wrap<T, WeightStandardization>(
            c, WeightStandardizationOptions{c.number("eps", WeightStandardizationOptions{}.eps)});
      });
}

template <class T>
void add_layers(BasicLayerRegistry<T>& registry) {
  add_products(registry);
  add_activations(registry);
  add_norms(registry);
  add_sources(registry);
  add_shapes(registry);
  add_blocks(registry);
}

}  // namespace agon::detail
