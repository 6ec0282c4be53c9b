#pragma once

#include "agon/gan/round.hpp"

/// How steep a function of samples is, as a variable that can be differentiated: what gradient penalties are
/// made of, for one's own mathematics too:
///
///     const Var steep = slopes([&](const Var& x) { return critic(x); }, lerp(real, fake, uniform({n, 1})));
///     const Var penalty = 10 * mean(square(steep - 1.0f));
namespace agon {

/// The gradient of the sum of f(x) by samples x [N, ...], in their shape, with its graph to what f is made
/// of. Where f judges each sample by itself, the gradient of a sample is that of its own score. x counts as a
/// constant. Differentiable as often as f's operations are, less one. Throws Error where f is empty or
/// returns one number for several samples, and as `grad` does where f does not depend on x.
Var input_gradient(const NetworkFunction& f, const Var& x);
f64::Var input_gradient(const f64::NetworkFunction& f, const f64::Var& x);

/// The Euclidean norm of each sample's gradient, [N]; its derivative is 0 where the norm is 0.
Var slopes(const NetworkFunction& f, const Var& x);
f64::Var slopes(const f64::NetworkFunction& f, const f64::Var& x);

}  // namespace agon

#ifdef AGON_HEADER_ONLY
#include "agon/gan/penalties/slopes-inl.h"
#endif
