#pragma once

#include "agon/autograd/ops/activation.hpp"
#include "agon/autograd/ops/arithmetic.hpp"
#include "agon/autograd/ops/both.hpp"
#include "agon/autograd/ops/finish.hpp"
#include "agon/autograd/ops/map.hpp"
#include "agon/autograd/ops/reduce.hpp"
#include "agon/autograd/record.hpp"
#include "agon/core/error.hpp"
#include "agon/kernels/map.hpp"
#include "agon/kernels/softmax.hpp"

namespace agon {
namespace ops {

/// y = f(x) whose derivative is known from y: gradient(g, y) is how a gradient g passes. The result is what
/// the next operation keeps anyway, so x need not be.
template <class T, class F, class G>
BasicVar<T> map_by_result(const char* name, const F& f, const G& gradient, const BasicVar<T>& x) {
  const auto function = kernels::map_value_function<T, 1>(name, f);
  const BasicTensor<T> values[] = {x.value()};
  observe_map<T>(function, values);
  return record<T>(
      name, kernels::map_value<T>(function, values), {link(x)},
      [name, gradient](Rule<T>& r) { r.give(0, agon::map(name, gradient, r.grad(), r.output())); },
      Output::kept);
}

template <class T, class F>
BasicVar<T> rectified(const char* name, const F& f, const Activation& activation, const BasicVar<T>& x) {
  const auto function = kernels::map_value_function<T, 1>(name, f);
  const BasicTensor<T> values[] = {x.value()};
  observe_map<T>(function, values);
  return record<T>(
      name, kernels::map_value<T>(function, values), {link(x)},
      [activation](Rule<T>& r) { r.give(0, activation_grad(activation, r.grad(), r.output())); },
      Output::kept);
}

template <class T>
BasicVar<T> relu(const BasicVar<T>& x) {
  return rectified(
      "relu", [](auto v) { return relu(v); }, Activation::relu(), x);
}

template <class T>
BasicVar<T> leaky_relu(const BasicVar<T>& x, T slope) {
  check_slope("leaky_relu", static_cast<double>(slope));
  if (slope == 0) return ops::relu(x);
  return rectified(
      "leaky_relu", [slope](auto v) { return select(v > 0, v, slope * v); },
      Activation::leaky_relu(static_cast<double>(slope)), x);
}

template <class T>
BasicVar<T> tanh(const BasicVar<T>& x) {
  return map_by_result(
      "tanh", [](auto v) { return tanh(v); }, [](auto g, auto y) { return g * ((1 - y) * (1 + y)); }, x);
}

template <class T>
BasicVar<T> sigmoid(const BasicVar<T>& x) {
  return map_by_result(
      "sigmoid", [](auto v) { return sigmoid(v); }, [](auto g, auto y) { return g * (y * (1 - y)); }, x);
}

template <class T>
BasicVar<T> softplus(const BasicVar<T>& x) {
  return agon::map(
      "softplus", [](auto v) { return softplus(v); }, x);
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

AGON_UNARY_OP(relu)
AGON_INLINE Var leaky_relu(const Var& x, float slope) { return ops::leaky_relu<float>(x, slope); }
AGON_INLINE f64::Var leaky_relu(const f64::Var& x, double slope) { return ops::leaky_relu<double>(x, slope); }
AGON_UNARY_OP(tanh)
AGON_UNARY_OP(sigmoid)
AGON_UNARY_OP(softplus)
AGON_UNARY_OP(softmax)
AGON_UNARY_OP(log_softmax)

}  // namespace agon
