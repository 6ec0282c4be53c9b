#pragma once

#include <agon/nn.hpp>
#include <cmath>
#include <numbers>

/// A small StyleGAN2 (Karras et al. 2020) at 64x64x3: mapping network, modulated convolutions, noise,
/// FIR-filtered resampling, a generator with skips and a residual discriminator with minibatch standard
/// deviation.
namespace style64 {

using namespace agon;

constexpr std::int64_t latents = 256;
constexpr Activation leaky = Activation::leaky_relu(0.2);
/// Of a layer before a leaky relu, whose result is to keep its mean square.
constexpr EqualLROptions before_leaky{.gain = std::numbers::sqrt2};

inline ModulatedConv2d modulated(std::int64_t in, std::int64_t out, std::int64_t up) {
  return ModulatedConv2d{
      {.in = in, .out = out, .padding = up > 1 ? 0 : 1, .style = latents, .up = up, .bias = false}};
}

/// Convolution, blur after a step up, noise, bias and leaky relu.
struct StyledConv {
  ModulatedConv2d conv;
  Parameter strength{Tensor({1}, 0.0f), {}}, bias;

  StyledConv(std::int64_t in, std::int64_t out, std::int64_t up = 1)
      : conv(modulated(in, out, up)), bias(Tensor({out}, 0.0f)) {}

  Var operator()(const Var& x, const Var& w) const {
    Var h = conv(x, w);
    if (conv.up > 1) h = upfirdn(h, {0.25, 0.75, 0.75, 0.25}, {.before = 1, .after = 1});
    const Tensor noise = normal({h.dim(0), h.dim(1), h.dim(2), 1});
    return map(
        [](auto y, auto n, auto s, auto b) { return leaky_relu(y + s * n + b, 0.2) * std::numbers::sqrt2; },
        h, noise, strength, bias);
  }

  static constexpr std::size_t agon_members = 3;
};

inline ModulatedConv2d to_rgb(std::int64_t in) {
  return ModulatedConv2d{{.in = in, .out = 3, .kernel = 1, .style = latents, .demodulate = false}};
}

/// From one size to twice that.
struct UpBlock {
  StyledConv up, conv;
  ModulatedConv2d rgb;

  UpBlock(std::int64_t in, std::int64_t out) : up(in, out, 2), conv(out, out), rgb(to_rgb(out)) {}
  static constexpr std::size_t agon_members = 3;
};

struct Generator {
  MappingNetwork<> mapping{{.latent = latents, .width = latents, .layers = 4, .lr_multiplier = 0.01}};
  ConstantInput start{{.size = 4, .channels = 256}};
  StyledConv first{256, 256};
  ModulatedConv2d first_rgb = to_rgb(256);
  UpBlock up8{256, 256}, up16{256, 128}, up32{128, 64}, up64{64, 32};

  Var operator()(const Var& z) const {  // [N, 256] -> [N, 64, 64, 3]
    const Var w = mapping(z);
    Var h = first(start(w), w), rgb = first_rgb(h, w);
    for (const UpBlock* block : {&up8, &up16, &up32, &up64}) {
      h = block->conv(block->up(h, w), w);
      rgb = upsample_fir(rgb) + block->rgb(h, w);
    }
    return rgb;
  }
};

/// From one size to half of that.
struct DownBlock {
  EqualLR<Conv2d> conv1, conv2, skip;

  DownBlock(std::int64_t in, std::int64_t out)
      : conv1(Conv2d{{.in = in, .out = in, .kernel = 3, .padding = 1}}, before_leaky),
        conv2(Conv2d{{.in = in, .out = out, .kernel = 3, .stride = 2}}, before_leaky),
        skip(Conv2d{{.in = in, .out = out, .kernel = 1, .bias = false}}) {}

  Var operator()(const Var& x) const {
    const Var blurred = upfirdn(conv1(x, leaky), {0.125, 0.375, 0.375, 0.125}, {.before = 2, .after = 2});
    return map([](auto a, auto b) { return (a + b) / std::numbers::sqrt2; }, conv2(blurred, leaky),
               skip(downsample_fir(x)));
  }

  static constexpr std::size_t agon_members = 3;
};

struct Discriminator {
  EqualLR<Conv2d> from_rgb{Conv2d{{.in = 3, .out = 32, .kernel = 1}}, before_leaky};
  DownBlock down32{32, 64}, down16{64, 128}, down8{128, 256}, down4{256, 256};
  MinibatchStdDev deviation{};
  EqualLR<Conv2d> conv{Conv2d{{.in = 257, .out = 256, .kernel = 3, .padding = 1}}, before_leaky};
  EqualLR<Linear> hidden{Linear{4 * 4 * 256, 256}, before_leaky}, out{Linear{256, 1}};

  Var operator()(const Var& x) const {  // [N, 64, 64, 3] -> [N, 1]
    const Var h = down4(down8(down16(down32(from_rgb(x, leaky)))));
    return out(hidden(flatten(conv(deviation(h), leaky)), leaky));
  }
};

}  // namespace style64
