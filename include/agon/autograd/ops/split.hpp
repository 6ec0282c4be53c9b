#pragma once

#include <cstdint>
#include <vector>

#include "agon/autograd/variable.hpp"

namespace agon {

/// x cut along an axis into so many equal parts, in their order: the inverse of concat. Linear, and
/// differentiable to any order; the gradients of all parts together cost some passes over x, not one for
/// each. Throws Error unless parts >= 1 divides the axis.
std::vector<Var> split(const Var& x, int axis, std::int64_t parts);
std::vector<f64::Var> split(const f64::Var& x, int axis, std::int64_t parts);

}  // namespace agon

#ifdef AGON_HEADER_ONLY
#include "agon/autograd/ops/split-inl.h"
#endif
