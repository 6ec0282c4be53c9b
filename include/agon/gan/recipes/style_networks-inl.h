#pragma once

#include <numbers>

#include "agon/autograd/ops/fir.hpp"
#include "agon/autograd/ops/map.hpp"
#include "agon/autograd/ops/shape.hpp"
#include "agon/gan/recipes/style_networks.hpp"

namespace agon::recipe {
namespace detail {

inline constexpr Activation style_leaky = Activation::leaky_relu(0.2);
/// Of a layer before a leaky relu, whose result is to keep its mean square.
inline constexpr EqualLROptions before_leaky{.gain = std::numbers::sqrt2};

AGON_INLINE std::vector<std::int64_t> style_features(const Pictures& pictures) {
  pictures.check();
  std::vector<std::int64_t> all;
  for (const std::int64_t side : sides(pictures.size))
    all.push_back(features(pictures, side, pictures.width.value_or(32), 4));
  return all;
}

AGON_INLINE std::int64_t style_width(const Pictures& pictures) { return 4 * pictures.width.value_or(32); }

AGON_INLINE ModulatedConv2d to_picture(const Pictures& pictures, std::int64_t in, std::int64_t style) {
  return ModulatedConv2d{
      {.in = in, .out = pictures.channels, .kernel = 1, .style = style, .demodulate = false}};
}

}  // namespace detail

AGON_INLINE StyledConv::StyledConv(std::int64_t in, std::int64_t out, std::int64_t style, std::int64_t up)
    : conv({.in = in, .out = out, .padding = up > 1 ? 0 : 1, .style = style, .up = up, .bias = false}),
      bias(Tensor({out}, 0.0f), {ParameterRole::bias}) {}

AGON_INLINE Var StyledConv::operator()(const Var& x, const Var& w) const {
  Var h = conv(x, w);
  if (conv.up > 1) h = upfirdn(h, {0.25, 0.75, 0.75, 0.25}, {.before = 1, .after = 1});
  return map([](auto y, auto b) { return leaky_relu(y + b, 0.2) * std::numbers::sqrt2; }, noise(h), bias);
}

AGON_INLINE StyleBlock::StyleBlock(const Pictures& pictures, std::int64_t in, std::int64_t out,
                                   std::int64_t style)
    : up(in, out, style, 2), conv(out, out, style), picture(detail::to_picture(pictures, out, style)) {}

AGON_INLINE StyleGenerator::StyleGenerator(const Pictures& pictures)
    : mapping({.latent = detail::style_width(pictures),
               .width = detail::style_width(pictures),
               .layers = 4,
               .lr_multiplier = 0.01}),
      start({.size = detail::sides(pictures.size).front(),
             .channels = detail::style_features(pictures).front()}),
      conv(detail::style_features(pictures).front(), detail::style_features(pictures).front(), latent()),
      picture(detail::to_picture(pictures, detail::style_features(pictures).front(), latent())) {
  const std::vector<std::int64_t> features = detail::style_features(pictures);
  for (std::size_t i = 1; i < features.size(); ++i)
    blocks.emplace_back(pictures, features[i - 1], features[i], latent());
}

AGON_INLINE Var StyleGenerator::operator()(const Var& z) const { return synthesis(mapping(z)); }

AGON_INLINE Var StyleGenerator::synthesis(const Var& w) const {
  Var h = conv(start(w), w), sum = picture(h, w);
  for (const StyleBlock& block : blocks) {
    h = block.conv(block.up(h, w), w);
    sum = upsample_fir(sum) + block.picture(h, w);
  }
  return sum;
}

AGON_INLINE StyleDownBlock::StyleDownBlock(std::int64_t in, std::int64_t out)
    : conv1(Conv2d{{.in = in, .out = in, .kernel = 3, .padding = 1}}, detail::before_leaky),
      conv2(Conv2d{{.in = in, .out = out, .kernel = 3, .stride = 2}}, detail::before_leaky),
      skip(Conv2d{{.in = in, .out = out, .kernel = 1, .bias = false}}) {}

AGON_INLINE Var StyleDownBlock::operator()(const Var& x) const {
  const Var h =
      upfirdn(conv1(x, detail::style_leaky), {0.125, 0.375, 0.375, 0.125}, {.before = 2, .after = 2});
  return map([](auto a, auto b) { return (a + b) / std::numbers::sqrt2; }, conv2(h, detail::style_leaky),
             skip(downsample_fir(x)));
}

AGON_INLINE StyleDiscriminator::StyleDiscriminator(const Pictures& pictures)
    : in(Conv2d{{.in = pictures.channels, .out = detail::style_features(pictures).back(), .kernel = 1}},
         detail::before_leaky),
      deviation({.group = 4}),
      conv(Conv2d{{.in = detail::style_features(pictures).front() + 1,
                   .out = detail::style_features(pictures).front(),
                   .kernel = 3,
                   .padding = 1}},
           detail::before_leaky),
      hidden(Linear{detail::sides(pictures.size).front() * detail::sides(pictures.size).front() *
                        detail::style_features(pictures).front(),
                    detail::style_features(pictures).front()},
             detail::before_leaky),
      out(Linear{detail::style_features(pictures).front(), 1}) {
  const std::vector<std::int64_t> features = detail::style_features(pictures);
  for (std::size_t i = features.size() - 1; i > 0; --i) blocks.emplace_back(features[i], features[i - 1]);
}

AGON_INLINE Var StyleDiscriminator::operator()(const Var& x) const {
  Var h = in(x, detail::style_leaky);
  for (const StyleDownBlock& block : blocks) h = block(h);
  return out(hidden(flatten(conv(deviation(h), detail::style_leaky)), detail::style_leaky));
}

}  // namespace agon::recipe
