#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "agon/gan/recipes/pictures.hpp"
#include "agon/nn/layers/constant_input.hpp"
#include "agon/nn/layers/conv.hpp"
#include "agon/nn/layers/equal_lr.hpp"
#include "agon/nn/layers/linear.hpp"
#include "agon/nn/layers/mapping_network.hpp"
#include "agon/nn/layers/minibatch_stddev.hpp"
#include "agon/nn/layers/modulated_conv.hpp"
#include "agon/nn/layers/noise_injection.hpp"

/// Networks after StyleGAN2 (Karras et al. 2020), small: twice the features at half the side, up to 4 times
/// the width, which is 32 where the pictures name none, and half of it at the full size. Latents and styles
/// have 4 times the width (512 there). Constructors throw Error on bad pictures.
namespace agon::recipe {

/// A modulated 3x3 convolution, to twice the side where `up` is 2, then noise, bias and leaky relu (0.2)
/// times sqrt(2).
struct StyledConv {
  StyledConv(std::int64_t in, std::int64_t out, std::int64_t style, std::int64_t up = 1);
  Var operator()(const Var& x, const Var& w) const;

  ModulatedConv2d conv;
  NoiseInjection noise;
  Parameter bias;

  static constexpr std::size_t agon_members = 3;
};

/// What a side adds to the generator: a step up, another convolution, and what that adds to the picture.
struct StyleBlock {
  StyleBlock(const Pictures& pictures, std::int64_t in, std::int64_t out, std::int64_t style);

  StyledConv up, conv;
  ModulatedConv2d picture;

  static constexpr std::size_t agon_members = 3;
};

/// z [N, 4 width] -> [N, size, size, channels], unbounded: a mapping network of 4 layers (8 there), then
/// blocks that each add to the picture.
struct StyleGenerator {
  explicit StyleGenerator(const Pictures& pictures);
  Var operator()(const Var& z) const;
  Var synthesis(const Var& w) const;
  std::int64_t latent() const { return mapping.latent; }

  MappingNetwork<> mapping;
  ConstantInput start;
  StyledConv conv;
  ModulatedConv2d picture;
  std::vector<StyleBlock> blocks;  ///< one for each further side

  static constexpr std::size_t agon_members = 5;
};

/// From one side to half of that, with a skip around.
struct StyleDownBlock {
  StyleDownBlock(std::int64_t in, std::int64_t out);
  Var operator()(const Var& x) const;

  EqualLR<Conv2d> conv1, conv2, skip;

  static constexpr std::size_t agon_members = 3;
};

/// x [N, size, size, channels] -> [N, 1], a logit: residual blocks and the standard deviations over groups of
/// 4 samples. A batch that is no multiple of 4, and is larger, throws Error.
struct StyleDiscriminator {
  explicit StyleDiscriminator(const Pictures& pictures);
  Var operator()(const Var& x) const;

  EqualLR<Conv2d> in;
  std::vector<StyleDownBlock> blocks;
  MinibatchStdDev deviation;
  EqualLR<Conv2d> conv;
  EqualLR<Linear> hidden, out;

  static constexpr std::size_t agon_members = 6;
};

}  // namespace agon::recipe

#ifdef AGON_HEADER_ONLY
#include "agon/gan/recipes/style_networks-inl.h"
#endif
