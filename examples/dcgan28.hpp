#pragma once

#include <agon/nn.hpp>

#include <optional>

/// A DCGAN (Radford et al. 2016) for pictures of 28x28 in one colour. No bias stands before a batch norm.
namespace dcgan28 {

using namespace agon;

struct Generator {
  Linear project{100, 7 * 7 * 128, {.bias = false}};
  BatchNorm norm1{128};
  ConvTranspose2d up1{{.in = 128, .out = 64, .kernel = 4, .stride = 2, .padding = 1, .bias = false}};
  BatchNorm norm2{64};
  ConvTranspose2d up2{{.in = 64, .out = 1, .kernel = 4, .stride = 2, .padding = 1}};

  Var operator()(const Var& z) const {  // [N, 100] -> [N, 28, 28, 1] in [-1, 1]
    const Var h = norm1(reshape(project(z), {-1, 7, 7, 128}), Activation::relu());
    return tanh(up2(norm2(up1(h), Activation::relu())));
  }
};

struct Discriminator {
  Conv2d down1{{.in = 1, .out = 64, .kernel = 4, .stride = 2, .padding = 1}};
  Conv2d down2{{.in = 64, .out = 128, .kernel = 4, .stride = 2, .padding = 1, .bias = false}};
  BatchNorm norm{128};
  Linear out{7 * 7 * 128, 1};
  std::optional<MinibatchDiscrimination> others = {};

  Var operator()(const Var& x) const {  // [N, 28, 28, 1] -> [N, 1], a logit
    constexpr Activation leaky = Activation::leaky_relu(0.2);
    const Var h = flatten(norm(down2(down1(x, leaky)), leaky));
    return out(others ? (*others)(h) : h);
  }
};

}  // namespace dcgan28
