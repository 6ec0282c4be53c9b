#pragma once

#include "agon/autograd/ops/activation.hpp"
#include "agon/autograd/ops/shape.hpp"
#include "agon/core/random.hpp"
#include "agon/gan/recipes/conv_networks.hpp"
#include "agon/nn/init.hpp"

namespace agon::recipe {
namespace detail {

/// The features of each side but the full one, from the smallest side up, and then the pictures' channels.
AGON_INLINE std::vector<std::int64_t> conv_features(const Pictures& pictures) {
  pictures.check();
  std::vector<std::int64_t> all;
  for (const std::int64_t side : sides(pictures.size))
    all.push_back(side == pictures.size ? pictures.channels
                                        : features(pictures, side, pictures.width.value_or(64), 8));
  return all;
}

AGON_INLINE Conv2dOptions halving(std::int64_t in, std::int64_t out, bool bias) {
  return {.in = in, .out = out, .kernel = 4, .stride = 2, .padding = 1, .bias = bias};
}

/// A dense layer's inputs or outputs at the smallest side.
AGON_INLINE std::int64_t smallest_size(const Pictures& pictures) {
  const std::int64_t side = sides(pictures.size).front();
  return side * side * conv_features(pictures).front();
}

}  // namespace detail

AGON_INLINE ConvGenerator::ConvGenerator(const Pictures& pictures, std::int64_t latent)
    : project(latent, detail::smallest_size(pictures), {.bias = false}),
      side(detail::sides(pictures.size).front()) {
  const std::vector<std::int64_t> features = detail::conv_features(pictures);
  for (std::size_t i = 0; i + 1 < features.size(); ++i) {
    const bool last = i + 2 == features.size();
    norms.emplace_back(features[i]);
    up.emplace_back(ConvTranspose2dOptions{
        .in = features[i], .out = features[i + 1], .kernel = 4, .stride = 2, .padding = 1, .bias = last});
  }
}

AGON_INLINE Var ConvGenerator::operator()(const Var& z) const {
  Var h = reshape(project(z), {-1, side, side, up.front().weight.dim(0)});
  for (std::size_t i = 0; i < up.size(); ++i) h = up[i](norms[i](h, Activation::relu()));
  return tanh(h);
}

AGON_INLINE ConvDiscriminator::ConvDiscriminator(const Pictures& pictures)
    : out(detail::smallest_size(pictures), 1) {
  const std::vector<std::int64_t> features = detail::conv_features(pictures);
  for (std::size_t i = features.size() - 1; i > 0; --i) {
    const bool first = down.empty();
    down.emplace_back(detail::halving(features[i], features[i - 1], first));
    if (!first) norms.emplace_back(features[i - 1]);
  }
}

AGON_INLINE Var ConvDiscriminator::operator()(const Var& x) const {
  constexpr Activation leaky = Activation::leaky_relu(0.2);
  Var h = down.front()(x, leaky);
  for (std::size_t i = 1; i < down.size(); ++i) h = norms[i - 1](down[i](h), leaky);
  return out(flatten(h));
}

template <class Conv, class Dense>
ConvCritic<Conv, Dense>::ConvCritic(const Pictures& pictures, double leak)
    : out(Linear(detail::smallest_size(pictures), 1)), slope(leak) {
  const std::vector<std::int64_t> features = detail::conv_features(pictures);
  for (std::size_t i = features.size() - 1; i > 0; --i)
    down.push_back(Conv(Conv2d(detail::halving(features[i], features[i - 1], true))));
}

template <class Conv, class Dense>
Var ConvCritic<Conv, Dense>::operator()(const Var& x) const {
  Var h = x;
  for (const Conv& conv : down) h = conv(h, Activation::leaky_relu(slope));
  return out(flatten(h));
}

AGON_INLINE ConvPair dcgan_networks(const Pictures& pictures) {
  Random stream(pictures.seed, "init");
  const RandomGuard guard(stream);
  ConvPair pair{ConvGenerator(pictures, 100), ConvDiscriminator(pictures)};
  init(pair.generator, normal(0, 0.02));
  init(pair.discriminator, normal(0, 0.02));
  return pair;
}

}  // namespace agon::recipe
