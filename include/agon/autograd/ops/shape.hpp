#pragma once

#include <cstdint>
#include <vector>

#include "agon/autograd/ops/axes.hpp"
#include "agon/autograd/variable.hpp"

/// Operations that move elements and do not compute. All are linear and differentiable to any order.
namespace agon {

/// The same elements in another shape of the same size; one axis may be -1. Shares the elements. Throws Error
/// where the sizes do not match.
Var reshape(const Var& x, const Shape& shape);
f64::Var reshape(const f64::Var& x, const Shape& shape);

/// [N, ...] -> [N, the rest]. Throws Error for a scalar.
Var flatten(const Var& x);
f64::Var flatten(const f64::Var& x);

/// The axes in another order: axis i of the result is axis order[i] of x. Throws Error unless `order` is a
/// permutation.
Var transpose(const Var& x, const Axes& order);
f64::Var transpose(const f64::Var& x, const Axes& order);

/// The range [begin, end) of an axis. Throws Error outside it.
Var slice(const Var& x, int axis, std::int64_t begin, std::int64_t end);
f64::Var slice(const f64::Var& x, int axis, std::int64_t begin, std::int64_t end);

/// Zeros of size `size` along an axis with x put in at `begin`: the adjoint of slice.
Var slice_scatter(const Var& x, int axis, std::int64_t begin, std::int64_t size);
f64::Var slice_scatter(const f64::Var& x, int axis, std::int64_t begin, std::int64_t size);

/// Joined along an axis; all other sizes must be equal. Throws Error where they are not, or nothing is given.
Var concat(const std::vector<Var>& parts, int axis);
f64::Var concat(const std::vector<f64::Var>& parts, int axis);

/// Joined along a new axis `axis` of the result; all parts must have one shape. Throws Error where they do
/// not, or nothing is given.
Var stack(const std::vector<Var>& parts, int axis = 0);
f64::Var stack(const std::vector<f64::Var>& parts, int axis = 0);

/// x read backwards along `axes`. Throws Error where one is out of range or given twice.
Var flip(const Var& x, const Axes& axes);
f64::Var flip(const f64::Var& x, const Axes& axes);

/// Element i of an axis moved to i + shift, of either sign, and what leaves at one end put in at the other.
Var roll(const Var& x, int axis, std::int64_t shift);
f64::Var roll(const f64::Var& x, int axis, std::int64_t shift);

}  // namespace agon

#ifdef AGON_HEADER_ONLY
#include "agon/autograd/ops/shape-inl.h"
#endif
