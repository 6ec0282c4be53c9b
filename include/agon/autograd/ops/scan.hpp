#pragma once

#include "agon/autograd/variable.hpp"

namespace agon {

/// Along an axis, the sum of each element and all before it, or with `reverse` all after it, which is the
/// adjoint. Differentiable to any order. Throws Error where the axis is out of range.
Var cumsum(const Var& x, int axis, bool reverse = false);
f64::Var cumsum(const f64::Var& x, int axis, bool reverse = false);

}  // namespace agon

#ifdef AGON_HEADER_ONLY
#include "agon/autograd/ops/scan-inl.h"
#endif
