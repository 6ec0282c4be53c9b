#pragma once

#include <cstdint>

#include "agon/autograd/variable.hpp"

namespace agon {

/// Sub-pixel convolution's rearrangement (Shi et al. 2016): x [N, H, W, C * factor * factor] -> [N, H *
/// factor, W * factor, C]. Channel c * factor * factor + dy * factor + dx of x goes to row dy and column dx
/// of channel c's block, as in PyTorch, so the weights of a convolution before it mean the same. Linear,
/// differentiable to any order. Throws Error on another rank, channels that are no multiple of factor *
/// factor, or a factor < 1.
Var pixel_shuffle(const Var& x, std::int64_t factor);
f64::Var pixel_shuffle(const f64::Var& x, std::int64_t factor);

/// The inverse, and adjoint: x [N, H * factor, W * factor, C] -> [N, H, W, C * factor * factor]. Throws Error
/// on another rank, sizes that are no multiple of the factor, or a factor < 1.
Var pixel_unshuffle(const Var& x, std::int64_t factor);
f64::Var pixel_unshuffle(const f64::Var& x, std::int64_t factor);

}  // namespace agon

#ifdef AGON_HEADER_ONLY
#include "agon/autograd/ops/pixel_shuffle-inl.h"
#endif
