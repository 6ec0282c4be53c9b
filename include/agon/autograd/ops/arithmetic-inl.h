#pragma once

#include "agon/autograd/ops/arithmetic.hpp"
#include "agon/autograd/ops/both.hpp"
#include "agon/autograd/ops/map.hpp"
#include "agon/autograd/record.hpp"
#include "agon/kernels/map.hpp"

namespace agon {
namespace ops {

template <class T>
BasicVar<T> add(const BasicVar<T>& a, const BasicVar<T>& b) {
  const auto value = kernels::map(
      "add", [](auto u, auto v) { return u + v; }, a.value(), b.value());
  return record<T>("add", value, {link(a), link(b)}, [](Rule<T>& r) {
    r.give(0, r.grad());
    r.give(1, r.grad());
  });
}

template <class T>
BasicVar<T> subtract(const BasicVar<T>& a, const BasicVar<T>& b) {
  const auto value = kernels::map(
      "sub", [](auto u, auto v) { return u - v; }, a.value(), b.value());
  return record<T>("sub", value, {link(a), link(b)}, [](Rule<T>& r) {
    r.give(0, r.grad());
    if (r.wants(1)) r.give(1, -r.grad());
  });
}

// A product keeps an operand only where the other one is tracked.
template <class T>
BasicVar<T> multiply(const BasicVar<T>& a, const BasicVar<T>& b) {
  const auto value = kernels::map(
      "mul", [](auto u, auto v) { return u * v; }, a.value(), b.value());
  return record<T>("mul", value, {keep_if(b.tracked(), a), keep_if(a.tracked(), b)}, [](Rule<T>& r) {
    if (r.wants(0)) r.give(0, r.grad() * r.input(1));
    if (r.wants(1)) r.give(1, r.grad() * r.input(0));
  });
}

template <class T>
BasicVar<T> divide(const BasicVar<T>& a, const BasicVar<T>& b) {
  const auto value = kernels::map(
      "div", [](auto u, auto v) { return u / v; }, a.value(), b.value());
  return record<T>(
      "div", value, {link(a), keep(b)},
      [](Rule<T>& r) {
        const BasicVar<T> quotient = r.grad() / r.input(1);
        r.give(0, quotient);
        if (r.wants(1)) r.give(1, -(quotient * r.output()));
      },
      b.tracked() ? Output::kept : Output::dropped);
}

template <class T>
BasicVar<T> affine(const BasicVar<T>& x, T scale, T shift) {
  const auto value = kernels::map(
      "affine", [scale, shift](auto v) { return scale * v + shift; }, x.value());
  return record<T>("affine", value, {link(x)}, [scale](Rule<T>& r) { r.give(0, r.grad() * scale); });
}

template <class T>
BasicVar<T> divide(T c, const BasicVar<T>& x) {
  return agon::map(
      "div", [c](auto v) { return c / v; }, x);
}

template <class T>
BasicVar<T> square(const BasicVar<T>& x) {
  return agon::map(
      "square", [](auto v) { return v * v; }, x);
}

template <class T>
BasicVar<T> sqrt(const BasicVar<T>& x) {
  return agon::map(
      "sqrt", [](auto v) { return sqrt(v); }, x);
}

template <class T>
BasicVar<T> reciprocal_or_zero(const BasicVar<T>& x) {
  return agon::map(
      "reciprocal_or_zero", [](auto v) { return reciprocal_or_zero(v); }, x);
}

// The result is what the next operation keeps anyway.
template <class T>
BasicVar<T> exp(const BasicVar<T>& x) {
  return record<T>(
      "exp",
      kernels::map(
          "exp", [](auto v) { return exp(v); }, x.value()),
      {link(x)}, [](Rule<T>& r) { r.give(0, r.grad() * r.output()); }, Output::kept);
}

template <class T>
BasicVar<T> log(const BasicVar<T>& x) {
  return agon::map(
      "log", [](auto v) { return log(v); }, x);
}

template <class T>
BasicVar<T> abs(const BasicVar<T>& x) {
  return agon::map(
      "abs", [](auto v) { return abs(v); }, x);
}

template <class T>
BasicVar<T> sign(const BasicVar<T>& x) {
  return agon::map(
      "sign", [](auto v) { return sign(v); }, x);
}

// Powers that are products, quotients and roots are worked out as these.
template <class T>
BasicVar<T> pow(const BasicVar<T>& x, T power) {
  if (power == 2)
    return agon::map(
        "pow", [](auto v) { return v * v; }, x);
  if (power == 1)
    return agon::map(
        "pow", [](auto v) { return v; }, x);
  if (power == 0)
    return agon::map(
        "pow", [](auto v) { return decltype(v)(1); }, x);
  if (power == 3)
    return agon::map(
        "pow", [](auto v) { return v * v * v; }, x);
  if (power == -1)
    return agon::map(
        "pow", [](auto v) { return 1 / v; }, x);
  if (power == T(0.5))
    return agon::map(
        "pow", [](auto v) { return sqrt(v); }, x);
  return agon::map(
      "pow", [power](auto v) { return pow(v, static_cast<double>(power)); }, x);
}

template <class T>
BasicVar<T> lerp(const BasicVar<T>& a, const BasicVar<T>& b, const BasicVar<T>& t) {
  kernels::broadcast_shape("lerp", kernels::broadcast_shape("lerp", a.shape(), b.shape()), t.shape());
  return a + t * (b - a);
}

}  // namespace ops

AGON_BINARY_OP(operator+, add)
AGON_BINARY_OP(operator-, subtract)
AGON_BINARY_OP(operator*, multiply)
AGON_BINARY_OP(operator/, divide)
AGON_UNARY_OP(square)
AGON_UNARY_OP(sqrt)
AGON_UNARY_OP(reciprocal_or_zero)
AGON_UNARY_OP(exp)
AGON_UNARY_OP(log)
AGON_UNARY_OP(abs)
AGON_UNARY_OP(sign)

AGON_INLINE Var affine(const Var& x, float scale, float shift) { return ops::affine<float>(x, scale, shift); }
AGON_INLINE f64::Var affine(const f64::Var& x, double scale, double shift) {
  return ops::affine<double>(x, scale, shift);
}
AGON_INLINE Var operator/(float c, const Var& x) { return ops::divide<float>(c, x); }
AGON_INLINE f64::Var operator/(double c, const f64::Var& x) { return ops::divide<double>(c, x); }
AGON_INLINE Var pow(const Var& x, float power) { return ops::pow<float>(x, power); }
AGON_INLINE f64::Var pow(const f64::Var& x, double power) { return ops::pow<double>(x, power); }

AGON_INLINE Var lerp(const Var& a, const Var& b, const Var& t) { return ops::lerp<float>(a, b, t); }
AGON_INLINE f64::Var lerp(const f64::Var& a, const f64::Var& b, const f64::Var& t) {
  return ops::lerp<double>(a, b, t);
}

}  // namespace agon
