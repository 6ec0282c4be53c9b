#pragma once

#include <vector>

#include "agon/autograd/ops/activation.hpp"
#include "agon/autograd/ops/map.hpp"
#include "agon/autograd/record.hpp"

/// What comes after a product, in the memory that it was written to: a bias and an activation.
namespace agon::ops {

/// Throws Error "[name] ..." unless the slope is finite and >= 0.
void check_slope(const char* name, double slope);

/// How a gradient passes an activation whose result was y.
template <class T>
BasicVar<T> activation_grad(const Activation& activation, const BasicVar<T>& gradient, const BasicVar<T>& y);

/// Tells the BranchMonitor in scope, if there is one, the signs of an activation's result.
template <class T>
void observe_signs(const BasicTensor<T>& y);

/// y = activation(y + bias), in place; the bias [channels] may be undefined.
template <class T>
void finish(const char* name, BasicTensor<T>& y, const BasicVar<T>& bias, const Activation& activation);

/// The inputs of a product with a bias that may be undefined. A product keeps a factor only where the other
/// one is tracked.
template <class T>
std::vector<Input> product_inputs(const BasicVar<T>& a, const BasicVar<T>& b, const BasicVar<T>& bias) {
  std::vector<Input> inputs{keep_if(b.tracked(), a), keep_if(a.tracked(), b)};
  if (bias.defined()) inputs.push_back(link(bias));
  return inputs;
}

/// The gradient of a rule's operation before its activation.
template <class T>
BasicVar<T> before_activation(const Rule<T>& r, const Activation& activation) {
  return activation.none() ? r.grad() : activation_grad(activation, r.grad(), r.output());
}

}  // namespace agon::ops

#ifdef AGON_HEADER_ONLY
#include "agon/autograd/ops/finish-inl.h"
#endif
