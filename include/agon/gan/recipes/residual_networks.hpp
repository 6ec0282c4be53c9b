#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "agon/gan/recipes/pictures.hpp"
#include "agon/nn/layers/constant_input.hpp"
#include "agon/nn/layers/conv.hpp"
#include "agon/nn/layers/linear.hpp"

/// Residual networks after R3GAN (Huang et al. 2024), small: no normalisation, one block a side (two there),
/// twice the features at half the side, up to 4 times the width, which is 32 where the pictures name none,
/// and half of it at the full size (768 at every side there). Constructors throw Error on bad pictures.
namespace agon::recipe {

/// x + join(grouped(expand(x))): 1x1 to twice the features, 3x3 in groups of up to 16, 1x1 back, with leaky
/// relu (0.2) between. It starts as x itself (Zhang et al. 2019, Fixup): `join` at 0, the others with He's
/// deviations over the fourth root of the number of blocks in the network.
struct ResidualBlock {
  ResidualBlock(std::int64_t features, std::size_t blocks);
  Var operator()(const Var& x) const;

  Conv2d expand, grouped, join;

  static constexpr std::size_t agon_members = 3;
};

/// z [N, latent] -> [N, size, size, channels], unbounded: a learned picture whose features the latent scales,
/// then blocks, and between them steps up by the FIR filter {1, 3, 3, 1}.
struct ResidualGenerator {
  ResidualGenerator(const Pictures& pictures, std::int64_t latent);
  Var operator()(const Var& z) const;

  Linear scales;
  ConstantInput basis;
  std::vector<ResidualBlock> blocks;  ///< one a side
  std::vector<Conv2d> narrow;         ///< 1x1, to the features of the next side
  Conv2d out;

  static constexpr std::size_t agon_members = 5;
};

/// x [N, size, size, channels] -> [N, 1], unbounded: blocks, steps down by the same filter, and at the end a
/// depthwise convolution as large as the picture.
struct ResidualDiscriminator {
  static constexpr bool samples_apart = true;

  explicit ResidualDiscriminator(const Pictures& pictures);
  Var operator()(const Var& x) const;

  Conv2d in;
  std::vector<ResidualBlock> blocks;  ///< one a side
  std::vector<Conv2d> widen;          ///< 1x1, to the features of the next side
  Conv2d reduce;
  Linear out;

  static constexpr std::size_t agon_members = 5;
};

}  // namespace agon::recipe

#ifdef AGON_HEADER_ONLY
#include "agon/gan/recipes/residual_networks-inl.h"
#endif
