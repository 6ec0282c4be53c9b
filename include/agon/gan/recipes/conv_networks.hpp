#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "agon/gan/recipes/pictures.hpp"
#include "agon/nn/layers/batch_norm.hpp"
#include "agon/nn/layers/conv.hpp"
#include "agon/nn/layers/linear.hpp"
#include "agon/nn/layers/spectral_norm.hpp"

/// Convolutional networks after DCGAN (Radford et al. 2016): 4x4 convolutions of stride 2 that double or
/// halve the side, with twice the features at half the side, up to 8 times the width, which is 64 where the
/// pictures name none. No bias stands before a batch norm. Constructors throw Error on bad pictures.
namespace agon::recipe {

/// z [N, latent] -> [N, size, size, channels] in [-1, 1]: batch norm and relu, tanh at the end.
struct ConvGenerator {
  ConvGenerator(const Pictures& pictures, std::int64_t latent);
  Var operator()(const Var& z) const;

  Linear project;
  std::vector<ConvTranspose2d> up;
  std::vector<BatchNorm> norms;  ///< before each of them
  std::int64_t side;             ///< of the smallest picture

  static constexpr std::size_t agon_members = 4;
};

/// x [N, size, size, channels] -> [N, 1], unbounded: batch norm after all but the first convolution, and
/// leaky relu (0.2).
struct ConvDiscriminator {
  explicit ConvDiscriminator(const Pictures& pictures);
  Var operator()(const Var& x) const;

  std::vector<Conv2d> down;
  std::vector<BatchNorm> norms;  ///< after all but the first of them
  Linear out;

  static constexpr std::size_t agon_members = 3;
};

/// The same without batch norm, so that each sample is judged by itself, as gradient penalties need it. Its
/// layers may be wrapped ones.
template <class Conv, class Dense>
struct ConvCritic {
  static constexpr bool samples_apart = true;

  ConvCritic(const Pictures& pictures, double leak);
  Var operator()(const Var& x) const;

  std::vector<Conv> down;
  Dense out;
  double slope;  ///< of the leaky relu

  static constexpr std::size_t agon_members = 3;
};

using PlainCritic = ConvCritic<Conv2d, Linear>;
using SpectralCritic = ConvCritic<SpectralNorm<Conv2d>, SpectralNorm<Linear>>;

/// DCGAN's two networks with weights from N(0, 0.02^2) and a latent of 100.
struct ConvPair {
  ConvGenerator generator;
  ConvDiscriminator discriminator;
};
ConvPair dcgan_networks(const Pictures& pictures);

#ifndef AGON_HEADER_ONLY
extern template struct ConvCritic<Conv2d, Linear>;
extern template struct ConvCritic<SpectralNorm<Conv2d>, SpectralNorm<Linear>>;
#endif

}  // namespace agon::recipe

#ifdef AGON_HEADER_ONLY
#include "agon/gan/recipes/conv_networks-inl.h"
#endif
