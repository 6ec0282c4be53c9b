#pragma once

#include <cmath>
#include <numeric>

#include "agon/autograd/ops/arithmetic.hpp"
#include "agon/autograd/ops/fir.hpp"
#include "agon/autograd/ops/shape.hpp"
#include "agon/gan/recipes/residual_networks.hpp"
#include "agon/nn/init.hpp"

namespace agon::recipe {
namespace detail {

AGON_INLINE std::vector<std::int64_t> residual_features(const Pictures& pictures) {
  pictures.check();
  std::vector<std::int64_t> all;
  for (const std::int64_t side : sides(pictures.size))
    all.push_back(features(pictures, side, pictures.width.value_or(32), 4));
  return all;
}

AGON_INLINE std::int64_t smallest_side(const Pictures& pictures) { return sides(pictures.size).front(); }

AGON_INLINE Conv2d conv1x1(std::int64_t in, std::int64_t out, bool bias = false) {
  Conv2d conv{{.in = in, .out = out, .kernel = 1, .bias = bias}};
  init(conv, lecun_normal());
  return conv;
}

}  // namespace detail

AGON_INLINE ResidualBlock::ResidualBlock(std::int64_t features, std::size_t blocks)
    : expand({.in = features, .out = 2 * features, .kernel = 1}),
      grouped({.in = 2 * features,
               .out = 2 * features,
               .kernel = 3,
               .padding = 1,
               .groups = 2 * features / std::gcd(2 * features, std::int64_t{16})}),
      join({.in = 2 * features, .out = features, .kernel = 1, .bias = false}) {
  const double gain = agon::gain(Nonlinearity::leaky_relu, 0.2) / std::pow(static_cast<double>(blocks), 0.25);
  init(expand, lecun_normal(gain));
  init(grouped, lecun_normal(gain));
  init(join, zeros());
}

AGON_INLINE Var ResidualBlock::operator()(const Var& x) const {
  constexpr Activation leaky = Activation::leaky_relu(0.2);
  return x + join(grouped(expand(x, leaky), leaky));
}

AGON_INLINE ResidualGenerator::ResidualGenerator(const Pictures& pictures, std::int64_t latent)
    : scales(latent, detail::residual_features(pictures).front(), {.bias = false}),
      basis(
          {.size = detail::smallest_side(pictures), .channels = detail::residual_features(pictures).front()}),
      out(detail::conv1x1(detail::residual_features(pictures).back(), pictures.channels, true)) {
  const std::vector<std::int64_t> features = detail::residual_features(pictures);
  init(scales, lecun_normal());
  for (std::size_t i = 0; i < features.size(); ++i) {
    if (i > 0) narrow.push_back(detail::conv1x1(features[i - 1], features[i]));
    blocks.emplace_back(features[i], features.size());
  }
}

AGON_INLINE Var ResidualGenerator::operator()(const Var& z) const {
  Var h = basis.value * reshape(scales(z), {-1, 1, 1, basis.value.shape()[3]});
  h = blocks.front()(h);
  for (std::size_t i = 1; i < blocks.size(); ++i) h = blocks[i](upsample_fir(narrow[i - 1](h)));
  return out(h);
}

AGON_INLINE ResidualDiscriminator::ResidualDiscriminator(const Pictures& pictures)
    : in(detail::conv1x1(pictures.channels, detail::residual_features(pictures).back(), true)),
      reduce({.in = detail::residual_features(pictures).front(),
              .out = detail::residual_features(pictures).front(),
              .kernel = detail::smallest_side(pictures),
              .groups = detail::residual_features(pictures).front(),
              .bias = false}),
      out(detail::residual_features(pictures).front(), 1) {
  const std::vector<std::int64_t> features = detail::residual_features(pictures);
  init(reduce, lecun_normal());
  init(out, lecun_normal());
  for (std::size_t i = features.size(); i-- > 0;) {
    if (!blocks.empty()) widen.push_back(detail::conv1x1(features[i + 1], features[i]));
    blocks.emplace_back(features[i], features.size());
  }
}

AGON_INLINE Var ResidualDiscriminator::operator()(const Var& x) const {
  Var h = blocks.front()(in(x));
  for (std::size_t i = 1; i < blocks.size(); ++i) h = blocks[i](widen[i - 1](downsample_fir(h)));
  return out(flatten(reduce(h)));
}

}  // namespace agon::recipe
