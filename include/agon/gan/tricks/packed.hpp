#pragma once

#include <cstddef>
#include <cstdint>
#include <utility>

#include "agon/autograd/ops/batch.hpp"
#include "agon/nn/module.hpp"

namespace agon {
namespace detail {
void check_pack(std::int64_t samples);
/// Throws Error unless the samples [N, ..., C] are a multiple of `samples`.
void check_packable(const Shape& x, std::int64_t samples);
}  // namespace detail

/// PacGAN's packing (Lin et al. 2018) around any discriminator: each score is of `samples` samples of one
/// kind together, so that D sees how varied they are. x [N, ..., C] goes to the wrapped discriminator as [N /
/// samples, ..., samples C], samples in a row stacked along their channels; it is built for that many
/// channels.
///
///     Packed discriminator{Discriminator{.channels = 2 * 3}, 2};
///
/// There are N / samples scores. Penalties on gradients by the samples take each sample's gradient, not the
/// pack's, and batches of at least two packs. The names of the discriminator's own parameters stay.
/// Differentiable to the order of the discriminator. Throws Error where samples < 1, and where they do not
/// divide N.
template <class Discriminator>
struct Packed {
  using Scalar = network_scalar_t<Discriminator>;

  explicit Packed(Discriminator wrapped, std::int64_t together)
      : discriminator(std::move(wrapped)), samples(together) {
    detail::check_pack(samples);
  }

  auto operator()(const BasicVar<Scalar>& x) const {
    detail::check_packable(x.shape(), samples);
    return discriminator(pack(x, samples));
  }

  /// How many samples a batch must be a multiple of.
  std::int64_t samples_per_score() const { return samples; }

  Discriminator discriminator;
  std::int64_t samples;

  static constexpr std::size_t agon_members = 2;
  static constexpr bool agon_transparent = true;
};

namespace f64 {
using agon::Packed;
}

}  // namespace agon

#ifdef AGON_HEADER_ONLY
#include "agon/gan/tricks/packed-inl.h"
#endif
