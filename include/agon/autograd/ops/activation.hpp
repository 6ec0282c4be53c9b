#pragma once

#include "agon/autograd/variable.hpp"

/// Activations, element by element unless said otherwise, of tensors of any shape. All are differentiable to
/// any order; those with a kink take the derivative of its left side there.
namespace agon {

/// max(x, 0).
Var relu(const Var& x);
f64::Var relu(const f64::Var& x);

/// x where x > 0, slope * x elsewhere. Throws Error unless slope >= 0 and finite.
Var leaky_relu(const Var& x, float slope = 0.01f);
f64::Var leaky_relu(const f64::Var& x, double slope = 0.01);

/// `gradient` where `y` > 0, slope * gradient elsewhere: how a gradient passes a (leaky) relu whose result
/// was `y`. Linear in the gradient; its derivative with respect to y is 0 almost everywhere.
Var leaky_relu_grad(const Var& gradient, const Var& y, float slope);
f64::Var leaky_relu_grad(const f64::Var& gradient, const f64::Var& y, double slope);

Var tanh(const Var& x);
f64::Var tanh(const f64::Var& x);

/// gradient * (1 - y^2): how a gradient passes a tanh whose result was `y`.
Var tanh_grad(const Var& gradient, const Var& y);
f64::Var tanh_grad(const f64::Var& gradient, const f64::Var& y);

/// 1 / (1 + exp(-x)).
Var sigmoid(const Var& x);
f64::Var sigmoid(const f64::Var& x);

/// gradient * y * (1 - y): how a gradient passes a sigmoid whose result was `y`.
Var sigmoid_grad(const Var& gradient, const Var& y);
f64::Var sigmoid_grad(const f64::Var& gradient, const f64::Var& y);

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
