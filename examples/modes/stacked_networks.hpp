#pragma once

#include <agon/nn.hpp>

/// The networks of PacGAN's (Lin et al. 2018) two experiments on stacked MNIST, layer by layer. A convolution
/// before a batch norm has no bias, as it would change nothing; where the original pads like TensorFlow, more
/// at the far end, pictures here are padded alike on both sides.
namespace stacked {

using namespace agon;

/// The generator of Table 3 (Metz et al. 2017): 3x3 kernels, 64-32-16-8 channels.
struct SmallGenerator {
  static constexpr std::int64_t latent = 256;
  Linear project{latent, 4 * 4 * 64, {.bias = false}};
  BatchNorm norm0{64};
  ConvTranspose2d up1{{.in = 64, .out = 32, .kernel = 3, .stride = 2, .padding = 1, .bias = false}};
  BatchNorm norm1{32};
  ConvTranspose2d up2{
      {.in = 32, .out = 16, .kernel = 3, .stride = 2, .padding = 1, .output_padding = 1, .bias = false}};
  BatchNorm norm2{16};
  ConvTranspose2d up3{
      {.in = 16, .out = 8, .kernel = 3, .stride = 2, .padding = 1, .output_padding = 1, .bias = false}};
  BatchNorm norm3{8};
  Conv2d out{{.in = 8, .out = 3, .kernel = 3, .padding = 1}};

  Var operator()(const Var& z) const {  // [N, 256] -> [N, 28, 28, 3] in [-1, 1]
    constexpr Activation relu = Activation::relu();
    const Var h = norm0(reshape(project(z), {-1, 4, 4, 64}), relu);
    return tanh(out(norm3(up3(norm2(up2(norm1(up1(h), relu)), relu)), relu)));
  }
};

/// The generator of Table 2: 5x5 kernels, 512-256-128-64 channels.
struct DcganGenerator {
  static constexpr std::int64_t latent = 100;
  Linear project{latent, 2 * 2 * 512, {.bias = false}};
  BatchNorm norm0{512};
  ConvTranspose2d up1{
      {.in = 512, .out = 256, .kernel = 5, .stride = 2, .padding = 2, .output_padding = 1, .bias = false}};
  BatchNorm norm1{256};
  ConvTranspose2d up2{{.in = 256, .out = 128, .kernel = 5, .stride = 2, .padding = 2, .bias = false}};
  BatchNorm norm2{128};
  ConvTranspose2d up3{
      {.in = 128, .out = 64, .kernel = 5, .stride = 2, .padding = 2, .output_padding = 1, .bias = false}};
  BatchNorm norm3{64};
  ConvTranspose2d up4{{.in = 64, .out = 3, .kernel = 5, .stride = 2, .padding = 2, .output_padding = 1}};

  Var operator()(const Var& z) const {  // [N, 100] -> [N, 28, 28, 3] in [-1, 1]
    constexpr Activation relu = Activation::relu();
    const Var h = norm0(reshape(project(z), {-1, 2, 2, 512}), relu);
    return tanh(up4(norm3(up3(norm2(up2(norm1(up1(h), relu)), relu)), relu)));
  }
};

/// What the discriminators are made of.
struct Widths {
  std::vector<std::int64_t> channels;  ///< of the convolutions
  std::int64_t kernel = 3;
  double slope = 0.3;      ///< of the leaky relu
  bool norm_first = true;  ///< whether the first convolution has a batch norm too
};
inline Widths small_discriminator(std::int64_t first) {
  return {{first, 2 * first, 4 * first}, 3, 0.3, true};
}
inline Widths dcgan_discriminator() { return {{64, 128, 256, 512}, 5, 0.2, false}; }

/// A convolution of stride 2, a batch norm if there is one, and a leaky relu.
struct Down {
  Conv2d conv;
  std::optional<BatchNorm> norm;
  double slope;

  Var operator()(const Var& x) const {
    const Activation leaky = Activation::leaky_relu(slope);
    return norm ? (*norm)(conv(x), leaky) : conv(x, leaky);
  }
};

/// Convolutions of stride 2 and a dense layer.
struct Discriminator {
  std::vector<Down> downs;
  Linear out;

  Var operator()(const Var& x) const {  // [N, 28, 28, C] -> [N, 1]
    Var h = x;
    for (const Down& down : downs) h = down(h);
    return out(flatten(h));
  }
};

/// For pictures of so many channels; with or without batch norm, which has no place under a gradient penalty.
inline Discriminator make_discriminator(const Widths& widths, std::int64_t in, bool normalised) {
  std::vector<Down> downs;
  std::int64_t size = 28;
  for (const std::int64_t out : widths.channels) {
    const bool norm = normalised && (widths.norm_first || !downs.empty());
    Conv2d conv{{.in = in,
                 .out = out,
                 .kernel = widths.kernel,
                 .stride = 2,
                 .padding = widths.kernel / 2,
                 .bias = !norm}};
    downs.push_back({std::move(conv), norm ? std::optional<BatchNorm>(out) : std::nullopt, widths.slope});
    in = out;
    size = (size + 1) / 2;
  }
  return {std::move(downs), Linear{size * size * in, 1}};
}

}  // namespace stacked
