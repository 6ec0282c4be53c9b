#pragma once

#include <agon/nn.hpp>

#include "../examples/dcgan28.hpp"

/// The networks of the reference workloads, besides that of the MNIST example.
namespace toy2d {

using namespace agon;

constexpr Activation relu = Activation::relu();

struct Generator {
  Linear in{2, 128}, hidden{128, 128}, out{128, 2};
  Var operator()(const Var& z) const { return out(hidden(in(z, relu), relu)); }
};

struct Discriminator {
  static constexpr bool samples_apart = true;
  Linear in{2, 128}, hidden{128, 128}, out{128, 1};
  Var operator()(const Var& x) const { return out(hidden(in(x, relu), relu)); }
};

}  // namespace toy2d

namespace mlp {

using namespace agon;

constexpr Activation leaky = Activation::leaky_relu(0.2);

struct Generator {
  Linear in{100, 128}, up1{128, 256, {.bias = false}}, up2{256, 512, {.bias = false}},
      up3{512, 1024, {.bias = false}}, out{1024, 784};
  BatchNorm norm1{256}, norm2{512}, norm3{1024};

  Var operator()(const Var& z) const {
    const Var h = norm2(up2(norm1(up1(in(z, leaky)), leaky)), leaky);
    return tanh(out(norm3(up3(h), leaky)));
  }
};

struct Discriminator {
  static constexpr bool samples_apart = true;
  Linear in{784, 512}, hidden{512, 256}, out{256, 1};
  Var operator()(const Var& x) const { return out(hidden(in(x, leaky), leaky)); }
};

}  // namespace mlp

/// Radford et al. 2016, as PyTorch's examples have it: 64x64 in colour.
namespace dcgan64 {

using namespace agon;

inline ConvTranspose2d up(std::int64_t in, std::int64_t out) {
  return ConvTranspose2d{{.in = in, .out = out, .kernel = 4, .stride = 2, .padding = 1, .bias = false}};
}
inline Conv2d down(std::int64_t in, std::int64_t out) {
  return Conv2d{{.in = in, .out = out, .kernel = 4, .stride = 2, .padding = 1, .bias = false}};
}

struct Generator {
  ConvTranspose2d project{{.in = 100, .out = 512, .kernel = 4, .bias = false}};
  BatchNorm norm{512};
  ConvTranspose2d up1 = up(512, 256);
  BatchNorm norm1{256};
  ConvTranspose2d up2 = up(256, 128);
  BatchNorm norm2{128};
  ConvTranspose2d up3 = up(128, 64);
  BatchNorm norm3{64};
  ConvTranspose2d up4 = up(64, 3);

  Var operator()(const Var& z) const {  // [N, 100] -> [N, 64, 64, 3]
    constexpr Activation relu = Activation::relu();
    const Var h = norm(project(reshape(z, {-1, 1, 1, 100})), relu);
    return tanh(up4(norm3(up3(norm2(up2(norm1(up1(h), relu)), relu)), relu)));
  }
};

struct Discriminator {
  Conv2d down1 = down(3, 64);
  Conv2d down2 = down(64, 128);
  BatchNorm norm2{128};
  Conv2d down3 = down(128, 256);
  BatchNorm norm3{256};
  Conv2d down4 = down(256, 512);
  BatchNorm norm4{512};
  Conv2d out{{.in = 512, .out = 1, .kernel = 4, .bias = false}};

  Var operator()(const Var& x) const {  // [N, 64, 64, 3] -> [N, 1]
    constexpr Activation leaky = Activation::leaky_relu(0.2);
    const Var h = norm2(down2(down1(x, leaky)), leaky);
    return flatten(out(norm4(down4(norm3(down3(h), leaky)), leaky)));
  }
};

}  // namespace dcgan64
