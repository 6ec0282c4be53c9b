#pragma once

#include <cmath>
#include <string>

#include "agon/autograd/branches.hpp"
#include "agon/autograd/ops/activation.hpp"
#include "agon/autograd/ops/arithmetic.hpp"
#include "agon/autograd/ops/both.hpp"
#include "agon/autograd/ops/reduce.hpp"
#include "agon/autograd/record.hpp"
#include "agon/core/error.hpp"
#include "agon/kernels/map.hpp"
#include "agon/kernels/softmax.hpp"

namespace agon {
namespace ops {

using kernels::Binary;
using kernels::Unary;

// The sign of the result is that of the input, and the result is what the next operation keeps anyway.
template <class T>
BasicVar<T> leaky_relu(const char* name, const BasicVar<T>& x, T slope) {
  if (!(slope >= 0) || !std::isfinite(slope))
    fail(name, "expected a finite slope >= 0, got " + std::to_string(slope));
  observe_signs(x.value());
  return record<T>(
      name, kernels::unary(Unary::leaky_relu, x.value(), slope), {link(x)},
      [slope](Rule<T>& r) { r.give(0, agon::leaky_relu_grad(r.grad(), r.output(), slope)); }, Output::kept);
}

template <class T>
BasicVar<T> leaky_relu_grad(const BasicVar<T>& gradient, const BasicVar<T>& y, T slope) {
  return record<T>("leaky_relu_grad",
                   kernels::binary(Binary::leaky_relu_grad, gradient.value(), y.value(), slope),
                   {link(gradient), keep(y)}, [slope](Rule<T>& r) {
                     if (r.wants(0)) r.give(0, agon::leaky_relu_grad(r.grad(), r.input(1), slope));
                     r.give_zero(1);
                   });
}

template <class T>
BasicVar<T> tanh(const BasicVar<T>& x) {
  return record<T>(
      "tanh", kernels::unary(Unary::tanh, x.value()), {link(x)},
      [](Rule<T>& r) { r.give(0, agon::tanh_grad(r.grad(), r.output())); }, Output::kept);
}

template <class T>
BasicVar<T> tanh_grad(const BasicVar<T>& gradient, const BasicVar<T>& y) {
  return record<T>("tanh_grad", kernels::binary(Binary::tanh_grad, gradient.value(), y.value()),
                   {keep_if(y.tracked(), gradient), keep(y)}, [](Rule<T>& r) {
                     if (r.wants(0)) r.give(0, agon::tanh_grad(r.grad(), r.input(1)));
                     if (r.wants(1)) r.give(1, r.grad() * r.input(0) * (r.input(1) * T{-2}));
                   });
}

template <class T>
BasicVar<T> sigmoid(const BasicVar<T>& x) {
  return record<T>(
      "sigmoid", kernels::unary(Unary::sigmoid, x.value()), {link(x)},
      [](Rule<T>& r) { r.give(0, agon::sigmoid_grad(r.grad(), r.output())); }, Output::kept);
}

template <class T>
BasicVar<T> sigmoid_grad(const BasicVar<T>& gradient, const BasicVar<T>& y) {
  return record<T>("sigmoid_grad", kernels::binary(Binary::sigmoid_grad, gradient.value(), y.value()),
                   {keep_if(y.tracked(), gradient), keep(y)}, [](Rule<T>& r) {
                     if (r.wants(0)) r.give(0, agon::sigmoid_grad(r.grad(), r.input(1)));
                     if (r.wants(1)) r.give(1, r.grad() * r.input(0) * affine(r.input(1), T{-2}, T{1}));
                   });
}

template <class T>
BasicVar<T> softplus(const BasicVar<T>& x) {
  return record<T>("softplus", kernels::unary(Unary::softplus, x.value()), {keep(x)},
                   [](Rule<T>& r) { r.give(0, r.grad() * agon::sigmoid(r.input(0))); });
}

template <class T>
BasicVar<T> softmax(const BasicVar<T>& x) {
  return record<T>(
      "softmax", kernels::softmax(x.value()), {link(x)},
      [](Rule<T>& r) {
        const BasicVar<T> y = r.output();
        r.give(0, y * (r.grad() - sum(r.grad() * y, {-1}, true)));
      },
      Output::kept);
}

template <class T>
BasicVar<T> log_softmax(const BasicVar<T>& x) {
  return record<T>(
      "log_softmax", kernels::log_softmax(x.value()), {link(x)},
      [](Rule<T>& r) { r.give(0, r.grad() - agon::exp(r.output()) * sum(r.grad(), {-1}, true)); },
      Output::kept);
}

}  // namespace ops

AGON_INLINE Var relu(const Var& x) { return ops::leaky_relu<float>("relu", x, 0); }
AGON_INLINE f64::Var relu(const f64::Var& x) { return ops::leaky_relu<double>("relu", x, 0); }
AGON_INLINE Var leaky_relu(const Var& x, float slope) {
  return ops::leaky_relu<float>("leaky_relu", x, slope);
}
AGON_INLINE f64::Var leaky_relu(const f64::Var& x, double slope) {
  return ops::leaky_relu<double>("leaky_relu", x, slope);
}
AGON_INLINE Var leaky_relu_grad(const Var& gradient, const Var& y, float slope) {
  return ops::leaky_relu_grad<float>(gradient, y, slope);
}
AGON_INLINE f64::Var leaky_relu_grad(const f64::Var& gradient, const f64::Var& y, double slope) {
  return ops::leaky_relu_grad<double>(gradient, y, slope);
}

AGON_UNARY_OP(tanh)
AGON_BINARY_OP(tanh_grad, tanh_grad)
AGON_UNARY_OP(sigmoid)
AGON_BINARY_OP(sigmoid_grad, sigmoid_grad)
AGON_UNARY_OP(softplus)
AGON_UNARY_OP(softmax)
AGON_UNARY_OP(log_softmax)

}  // namespace agon
