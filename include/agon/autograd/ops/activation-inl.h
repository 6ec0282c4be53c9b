#pragma once

#include <cmath>
#include <string>

#include "agon/autograd/ops/activation.hpp"
#include "agon/autograd/ops/arithmetic.hpp"
#include "agon/autograd/ops/both.hpp"
#include "agon/autograd/ops/choose.hpp"
#include "agon/autograd/ops/finish.hpp"
#include "agon/autograd/ops/map.hpp"
#include "agon/autograd/ops/reduce.hpp"
#include "agon/autograd/ops/shape.hpp"
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
BasicVar<T> prelu(const BasicVar<T>& x, const BasicVar<T>& slope) {
  const bool fits = slope.defined() && slope.rank() == 1 &&
                    (slope.dim(0) == 1 || (x.rank() > 0 && slope.dim(0) == x.dim(-1)));
  if (!fits)
    fail("prelu", "expected slope [1] or [C] for input [..., C], got " + to_string(slope.shape()) + " for " +
                      to_string(x.shape()));
  return agon::map(
      "prelu", [](auto v, auto s) { return select(v > 0, v, s * v); }, x, slope);
}

template <class T>
BasicVar<T> elu(const BasicVar<T>& x, T alpha) {
  if (!std::isfinite(alpha)) fail("elu", "expected a finite alpha, got " + std::to_string(alpha));
  return agon::map(
      "elu", [alpha](auto v) { return select(v > 0, v, alpha * expm1(v)); }, x);
}

template <class T>
BasicVar<T> selu(const BasicVar<T>& x) {
  return agon::map(
      "selu",
      [](auto v) {
        constexpr double alpha = 1.6732632423543772848170429916717;
        constexpr double scale = 1.0507009873554804934193349852946;
        return select(v > 0, scale * v, scale * alpha * expm1(v));
      },
      x);
}

// Long lambdas are inlined into the loops of every instruction set only when told to.
template <class T>
BasicVar<T> gelu(const BasicVar<T>& x, GeluForm form) {
  constexpr auto exact = [](auto v) __attribute__((always_inline)) {
    constexpr double inverse_root = 0.70710678118654752440;  // of 2
    return 0.5 * v * (1 + erf(inverse_root * v));
  };
  constexpr auto by_tanh = [](auto v) __attribute__((always_inline)) {
    constexpr double root = 0.79788456080286535588;  // of 2 / pi
    return 0.5 * v * (1 + tanh(root * (v + 0.044715 * (v * v * v))));
  };
  return form == GeluForm::tanh ? agon::map("gelu", by_tanh, x) : agon::map("gelu", exact, x);
}

template <class T>
BasicVar<T> silu(const BasicVar<T>& x) {
  return agon::map(
      "silu", [](auto v) { return v * sigmoid(v); }, x);
}

template <class T>
BasicVar<T> mish(const BasicVar<T>& x) {
  return agon::map(
      "mish", [](auto v) __attribute__((always_inline)) { return v * tanh(softplus(v)); }, x);
}

template <class T>
BasicVar<T> hardtanh(const BasicVar<T>& x, T low, T high) {
  if (!(low < high) || !std::isfinite(low) || !std::isfinite(high))
    fail("hardtanh",
         "expected finite low < high, got " + std::to_string(low) + " and " + std::to_string(high));
  return agon::map(
      "hardtanh", [low, high](auto v) { return select(v <= low, low, select(v > high, high, v)); }, x);
}

template <class T>
BasicVar<T> maxout(const BasicVar<T>& x, std::int64_t pieces) {
  if (pieces < 1) fail("maxout", "expected pieces >= 1, got " + std::to_string(pieces));
  if (x.rank() == 0 || x.dim(-1) % pieces != 0)
    fail("maxout", "expected input [..., " + std::to_string(pieces) + " * C], got " + to_string(x.shape()));
  Shape apart(x.shape().begin(), x.shape().end() - 1);
  apart.push_back(pieces);
  apart.push_back(x.dim(-1) / pieces);
  return agon::max(agon::reshape(x, apart), {-2});
}

template <class T>
BasicVar<T> glu(const BasicVar<T>& x) {
  if (x.rank() == 0 || x.dim(-1) % 2 != 0)
    fail("glu", "expected input [..., 2 * C], got " + to_string(x.shape()));
  const std::int64_t half = x.dim(-1) / 2;
  return agon::map(
      "glu", [](auto v, auto gate) { return v * sigmoid(gate); }, agon::slice(x, -1, 0, half),
      agon::slice(x, -1, half, 2 * half));
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
AGON_BINARY_OP(prelu, prelu)
AGON_INLINE Var elu(const Var& x, float alpha) { return ops::elu<float>(x, alpha); }
AGON_INLINE f64::Var elu(const f64::Var& x, double alpha) { return ops::elu<double>(x, alpha); }
AGON_UNARY_OP(selu)
AGON_INLINE Var gelu(const Var& x, GeluForm form) { return ops::gelu<float>(x, form); }
AGON_INLINE f64::Var gelu(const f64::Var& x, GeluForm form) { return ops::gelu<double>(x, form); }
AGON_UNARY_OP(silu)
AGON_UNARY_OP(mish)
AGON_INLINE Var hardtanh(const Var& x, float low, float high) { return ops::hardtanh<float>(x, low, high); }
AGON_INLINE f64::Var hardtanh(const f64::Var& x, double low, double high) {
  return ops::hardtanh<double>(x, low, high);
}
AGON_INLINE Var maxout(const Var& x, std::int64_t pieces) { return ops::maxout<float>(x, pieces); }
AGON_INLINE f64::Var maxout(const f64::Var& x, std::int64_t pieces) { return ops::maxout<double>(x, pieces); }
AGON_UNARY_OP(glu)
AGON_UNARY_OP(softmax)
AGON_UNARY_OP(log_softmax)

}  // namespace agon
