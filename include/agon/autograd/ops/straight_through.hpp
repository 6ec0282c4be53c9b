#pragma once

#include "agon/autograd/variable.hpp"

/// Straight-through estimators (Bengio, Léonard and Courville 2013, "Estimating or propagating gradients
/// through stochastic neurons"): the value is one function's and the gradient, to every order, is that of
/// another, which each declares.
namespace agon {

/// `hard`, with the gradient of `soft`: gradients do not flow to `hard`. Throws Error where their shapes
/// differ.
Var straight_through(const Var& hard, const Var& soft);
f64::Var straight_through(const f64::Var& hard, const f64::Var& soft);

/// x rounded to the nearest whole number, halves to the even one, with the gradient of x itself.
Var round_ste(const Var& x);
f64::Var round_ste(const f64::Var& x);

/// 1 where x >= 0, else -1, with the gradient of x clamped to [-1, 1] (Hubara et al. 2016, "Binarized neural
/// networks").
Var sign_ste(const Var& x);
f64::Var sign_ste(const f64::Var& x);

/// A choice along the last axis, drawn with the probabilities softmax(logits) and relaxed (Jang et al. 2017;
/// Maddison et al. 2017): softmax((logits + Gumbel noise) / temperature). With `hard` the value is 1 at the
/// largest and 0 elsewhere, and the gradient that of the relaxed choice. Draws from `current_random()`, in
/// every mode: the choice is what a generator makes, not a disturbance of it. Throws Error for a scalar, or
/// unless temperature > 0 and finite.
Var gumbel_softmax(const Var& logits, float temperature = 1, bool hard = false);
f64::Var gumbel_softmax(const f64::Var& logits, double temperature = 1, bool hard = false);

}  // namespace agon

#ifdef AGON_HEADER_ONLY
#include "agon/autograd/ops/straight_through-inl.h"
#endif
