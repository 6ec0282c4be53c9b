#pragma once

#include "agon/autograd/ops/axes.hpp"
#include "agon/autograd/variable.hpp"

/// Choices between elements. The gradient flows to what was chosen, and where several are equally large or
/// small it is split evenly among them. NaN wins. Two or three operands broadcast as in arithmetic.
/// All are differentiable to any order.
namespace agon {

/// The larger of two elements.
Var max(const Var& a, const Var& b);
f64::Var max(const f64::Var& a, const f64::Var& b);

/// The smaller of two elements.
Var min(const Var& a, const Var& b);
f64::Var min(const f64::Var& a, const f64::Var& b);

/// The largest of all elements, in a scalar. Throws Error where there is none.
Var max(const Var& x);
f64::Var max(const f64::Var& x);

/// The largest over some axes, which are left out of the result, or of size 1 in it. Throws Error where an
/// axis is out of range or named twice, or there is no element to choose from.
Var max(const Var& x, const Axes& axes, bool keep_axes = false);
f64::Var max(const f64::Var& x, const Axes& axes, bool keep_axes = false);

/// The smallest of all elements, in a scalar.
Var min(const Var& x);
f64::Var min(const f64::Var& x);

/// The smallest over some axes.
Var min(const Var& x, const Axes& axes, bool keep_axes = false);
f64::Var min(const f64::Var& x, const Axes& axes, bool keep_axes = false);

/// x, or the nearer bound where it lies outside [low, high], with derivative 1 from low to high, both
/// included, and 0 outside. A bound may be infinite. Throws Error unless low <= high.
Var clamp(const Var& x, float low, float high);
f64::Var clamp(const f64::Var& x, double low, double high);

/// a where the condition is not 0, b where it is. The condition's derivative is 0; a value that was not
/// chosen may be infinite or NaN without harm to the result. Differentiable to order 3.
Var where(const Var& condition, const Var& a, const Var& b);
f64::Var where(const f64::Var& condition, const f64::Var& a, const f64::Var& b);

}  // namespace agon

#ifdef AGON_HEADER_ONLY
#include "agon/autograd/ops/choose-inl.h"
#endif
