#pragma once

#include <agon/nn.hpp>

/// The residual networks of SNGAN (Miyato et al. 2018) at 32x32x3 with 128 channels, and, with `attention`,
/// those of SAGAN (Zhang et al. 2019), which attend to themselves at 16x16.
namespace resnet32 {

using namespace agon;

constexpr std::int64_t channels = 128;
constexpr Activation rectified = Activation::relu();

inline Conv2d conv3(std::int64_t in, std::int64_t out) {
  return Conv2d{{.in = in, .out = out, .kernel = 3, .padding = 1}};
}
inline Conv2d conv1(std::int64_t in, std::int64_t out) { return Conv2d{{.in = in, .out = out, .kernel = 1}}; }
inline Var half(const Var& x) { return avg_pool2d(x, {.kernel = 2}); }

struct UpBlock {
  BatchNorm norm1{channels};
  Conv2d first = conv3(channels, channels);
  BatchNorm norm2{channels};
  Conv2d second = conv3(channels, channels);
  Conv2d shortcut = conv1(channels, channels);

  Var operator()(const Var& x) const {
    const Var h = first(upsample(norm1(x, rectified), 2));
    return second(norm2(h, rectified)) + upsample(shortcut(x), 2);
  }
};

template <bool attention>
struct Generator {
  Linear project{128, 4 * 4 * channels};
  UpBlock up1, up2, up3;
  std::vector<SelfAttention<>> attend =
      repeat(attention, [] { return SelfAttention<>{{.channels = channels}}; });
  BatchNorm norm{channels};
  Conv2d out = conv3(channels, 3);

  Var operator()(const Var& z) const {  // [N, 128] -> [N, 32, 32, 3]
    Var h = up2(up1(reshape(project(z), {-1, 4, 4, channels})));
    for (const auto& layer : attend) h = layer(h);
    return tanh(out(norm(up3(h), rectified)));
  }
};

using Normed = SpectralNorm<Conv2d>;

/// The first block of D, which is given a picture.
struct PictureBlock {
  Normed first{conv3(3, channels)}, second{conv3(channels, channels)}, shortcut{conv1(3, channels)};
  Var operator()(const Var& x) const { return half(second(first(x, rectified))) + shortcut(half(x)); }
};

struct DownBlock {
  Normed first{conv3(channels, channels)}, second{conv3(channels, channels)},
      shortcut{conv1(channels, channels)};
  Var operator()(const Var& x) const { return half(second(first(relu(x), rectified))) + shortcut(half(x)); }
};

struct Block {
  Normed first{conv3(channels, channels)}, second{conv3(channels, channels)};
  Var operator()(const Var& x) const { return second(first(relu(x), rectified)) + x; }
};

template <bool attention>
struct Discriminator {
  static constexpr bool samples_apart = true;
  PictureBlock down1;
  std::vector<SelfAttention<Normed>> attend =
      repeat(attention, [] { return SelfAttention<Normed>{{.channels = channels}}; });
  DownBlock down2;
  Block block3, block4;
  SpectralNorm<Linear> out{Linear{channels, 1}};

  Var operator()(const Var& x) const {  // [N, 32, 32, 3] -> [N, 1]
    Var h = down1(x);
    for (const auto& layer : attend) h = layer(h);
    return out(global_sum_pool(relu(block4(block3(down2(h))))));
  }
};

}  // namespace resnet32
