#pragma once

#include <cstdint>

#include "agon/autograd/variable.hpp"

/// Operations that look across the samples of a batch, by which a discriminator can see how varied they are.
/// Differentiable to order 3 at least.
namespace agon {

/// x [N, ..., C] -> [N, ..., C + features]: minibatch standard deviation (Karras et al. 2018, and 2020 for
/// groups and features). The batch is dealt out to groups of `group` samples (all of them where N is less):
/// with n = N / group, samples i, i + n, i + 2n, ... are together. Of every place and channel the standard
/// deviation over the group, sqrt(variance + 1e-8), is averaged over all places and over C / features
/// neighbouring channels; the result is added to each sample of the group as `features` constant channels.
/// Throws Error where group < 1 or does not divide N, where features < 1 or does not divide C, and where x
/// has no channel axis or no sample.
Var minibatch_stddev(const Var& x, std::int64_t group = 4, std::int64_t features = 1);
f64::Var minibatch_stddev(const f64::Var& x, std::int64_t group = 4, std::int64_t features = 1);

/// x [N, ..., C] -> [N / m, ..., m C]: PacGAN's packing (Lin et al. 2018), m samples in a row stacked along
/// their channels. Linear. Throws Error where m < 1 or does not divide N, and where x has no channel axis.
Var pack(const Var& x, std::int64_t m);
f64::Var pack(const f64::Var& x, std::int64_t m);

}  // namespace agon

#ifdef AGON_HEADER_ONLY
#include "agon/autograd/ops/batch-inl.h"
#endif
