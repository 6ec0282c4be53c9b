#pragma once

#include <agon/autograd.hpp>
#include <agon/nn.hpp>

#include <cmath>
#include <numbers>
#include <optional>
#include <vector>

/// The networks of the protocol, the same for every row but for what the row adds to D.
namespace modes {

using namespace agon;

constexpr std::int64_t width = 128;

struct Generator {
  std::vector<Linear> hidden;
  Linear out{width, 2};

  Var operator()(const Var& z) const {  // [N, 2] -> [N, 2]
    Var h = z;
    for (const Linear& layer : hidden) h = layer(h, Activation::relu());
    return out(h);
  }
};

inline Generator make_generator(int layers) {
  Generator generator;
  for (int i = 0; i < layers; ++i) generator.hidden.emplace_back(i == 0 ? 2 : width, width);
  return generator;
}

/// Random Fourier features (Tancik et al. 2020): points, and beside them the sines and cosines of random
/// linear functions of them, which do not train. Directions are uniform, and so are the logarithms of
/// frequencies. With them a small D sees narrow Gaussians sooner.
struct FourierFeatures {
  static constexpr std::int64_t count = 64;
  static constexpr std::int64_t channels = 2 + 2 * count;
  static constexpr double lowest = 1, highest = 8;
  Buffer frequencies{draw(current_random())};  // [2, count]

  static Tensor draw(Random& random) {
    Tensor drawn({2, count});
    for (std::int64_t i = 0; i < count; ++i) {
      const double angle = 2 * std::numbers::pi * random.uniform01();
      const double frequency = lowest * std::pow(highest / lowest, random.uniform01());
      drawn.mutable_data()[i] = static_cast<float>(frequency * std::cos(angle));
      drawn.mutable_data()[count + i] = static_cast<float>(frequency * std::sin(angle));
    }
    return drawn;
  }

  Var operator()(const Var& x) const {  // [N, 2] -> [N, channels]
    const Var angles = matmul(x, frequencies.value());
    const Var sines = map([](auto a) { return sin(a); }, angles);
    const Var cosines = map([](auto a) { return cos(a); }, angles);
    return concat({x, sines, cosines}, 1);
  }
};

/// The hidden layers of D, on `together` points at once (packing), each with features of its own.
struct Body {
  std::optional<FourierFeatures> features;
  Linear first, second{width, width};

  explicit Body(std::int64_t together = 1, bool with_features = false)
      : first(together * (with_features ? FourierFeatures::channels : 2), width) {
    if (with_features) features.emplace();
  }

  Var operator()(const Var& x) const {  // [N, 2 together] -> [N, width]
    constexpr Activation then = Activation::leaky_relu(0.2);
    const Var seen = features ? reshape((*features)(reshape(x, {-1, 2})), {x.dim(0), -1}) : x;
    return second(first(seen, then), then);
  }

  using Scalar = float;
  static constexpr std::size_t agon_members = 3;
};

struct Discriminator {
  static constexpr bool samples_apart = true;
  Body body = Body();
  Linear out{width, 1};

  Var operator()(const Var& x) const { return out(body(x)); }  // [N, 2 together] -> [N, 1]
};

/// The same with minibatch discrimination (Salimans et al. 2016) before its last layer.
struct ComparingDiscriminator {
  static constexpr std::int64_t kernels = 10, dims = 3;
  Body body = Body();
  MinibatchDiscrimination others{width, kernels, dims};
  Linear out{width + kernels, 1};

  Var operator()(const Var& x) const { return out(others(body(x))); }
};

}  // namespace modes
