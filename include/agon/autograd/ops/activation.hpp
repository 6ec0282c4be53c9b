#pragma once

#include "agon/autograd/variable.hpp"

/// Activations, element by element unless said otherwise, of tensors of any shape. All are differentiable to
/// order 3 at least; those with a kink take the derivative of its left side there.
namespace agon {

/// What a layer does to its result in the same pass over memory: x where x > 0, slope * x elsewhere. The
/// default leaves everything as it is.
///
///     Var h = hidden(x, Activation::leaky_relu(0.2f));  // leaky_relu(hidden(x), 0.2f) in fewer passes
struct Activation {
  double slope = 1;

  static constexpr Activation relu() { return {0}; }
  static constexpr Activation leaky_relu(double slope = 0.01) { return {slope}; }
  constexpr bool none() const { return slope == 1; }
};

/// max(x, 0).
Var relu(const Var& x);
f64::Var relu(const f64::Var& x);

/// x where x > 0, slope * x elsewhere. Throws Error unless slope >= 0 and finite.
Var leaky_relu(const Var& x, float slope = 0.01f);
f64::Var leaky_relu(const f64::Var& x, double slope = 0.01);

Var tanh(const Var& x);
f64::Var tanh(const f64::Var& x);

/// 1 / (1 + exp(-x)).
Var sigmoid(const Var& x);
f64::Var sigmoid(const f64::Var& x);

/// log(1 + exp(x)), without overflow and exact in both tails.
Var softplus(const Var& x);
f64::Var softplus(const f64::Var& x);

/// exp(x) / sum(exp(x)) along the last axis. Throws Error for a scalar.
Var softmax(const Var& x);
f64::Var softmax(const f64::Var& x);

/// log(softmax(x)) without its loss of digits, along the last axis. Throws Error for a scalar.
Var log_softmax(const Var& x);
f64::Var log_softmax(const f64::Var& x);

}  // namespace agon

#ifdef AGON_HEADER_ONLY
#include "agon/autograd/ops/activation-inl.h"
#endif
