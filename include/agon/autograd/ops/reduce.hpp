#pragma once

#include "agon/autograd/ops/axes.hpp"
#include "agon/autograd/variable.hpp"

/// Reductions and their adjoints. All are differentiable to any order. Axes outside [-rank, rank), or named
/// twice, throw Error.
namespace agon {

/// The sum of all elements, in a scalar.
Var sum(const Var& x);
f64::Var sum(const f64::Var& x);

/// The sum over some axes, which are left out of the result, or of size 1 in it.
Var sum(const Var& x, const Axes& axes, bool keep_axes = false);
f64::Var sum(const f64::Var& x, const Axes& axes, bool keep_axes = false);

/// The mean of all elements, in a scalar; of no elements it is NaN.
Var mean(const Var& x);
f64::Var mean(const f64::Var& x);

/// The mean over some axes.
Var mean(const Var& x, const Axes& axes, bool keep_axes = false);
f64::Var mean(const f64::Var& x, const Axes& axes, bool keep_axes = false);

/// x repeated to a shape that it broadcasts to. Throws Error where it does not.
Var broadcast_to(const Var& x, const Shape& shape);
f64::Var broadcast_to(const f64::Var& x, const Shape& shape);

/// x summed down to a shape that broadcasts to its own: the adjoint of broadcast_to.
Var sum_to(const Var& x, const Shape& shape);
f64::Var sum_to(const f64::Var& x, const Shape& shape);

/// The Euclidean norm of each sample, [N, ...] -> [N]; the derivative at 0 is 0, to any order.
Var norm_per_sample(const Var& x);
f64::Var norm_per_sample(const f64::Var& x);

}  // namespace agon

#ifdef AGON_HEADER_ONLY
#include "agon/autograd/ops/reduce-inl.h"
#endif
