#pragma once

#include <cstdint>

#include "agon/autograd/variable.hpp"
#include "agon/core/padding.hpp"

namespace agon {

/// x with `before` elements ahead of an axis and `after` behind it: zeros, or copies by `mode`. Linear, and
/// so differentiable to any order. Throws Error on a negative number, on an axis that x lacks, and where the
/// axis has too few elements: reflect needs more than either number, circular at least as many, replicate
/// one.
Var pad(const Var& x, int axis, std::int64_t before, std::int64_t after, Padding mode = Padding::zeros);
f64::Var pad(const f64::Var& x, int axis, std::int64_t before, std::int64_t after,
             Padding mode = Padding::zeros);

/// The adjoint of pad: y without its padding, of which each element is added to the one that it is a copy of.
/// Differentiable to any order.
Var pad_adjoint(const Var& y, int axis, std::int64_t before, std::int64_t after,
                Padding mode = Padding::zeros);
f64::Var pad_adjoint(const f64::Var& y, int axis, std::int64_t before, std::int64_t after,
                     Padding mode = Padding::zeros);

}  // namespace agon

#ifdef AGON_HEADER_ONLY
#include "agon/autograd/ops/pad-inl.h"
#endif
