#pragma once

#include "agon/autograd/branches.hpp"
#include "agon/autograd/ops/arithmetic.hpp"
#include "agon/autograd/ops/both.hpp"
#include "agon/autograd/record.hpp"
#include "agon/kernels/map.hpp"

namespace agon {
namespace ops {

using kernels::Binary;
using kernels::Unary;

template <class T>
BasicVar<T> add(const BasicVar<T>& a, const BasicVar<T>& b) {
  return record<T>("add", kernels::binary(Binary::add, a.value(), b.value()), {link(a), link(b)},
                   [](Rule<T>& r) {
                     r.give(0, r.grad());
                     r.give(1, r.grad());
                   });
}

template <class T>
BasicVar<T> subtract(const BasicVar<T>& a, const BasicVar<T>& b) {
  return record<T>("sub", kernels::binary(Binary::sub, a.value(), b.value()), {link(a), link(b)},
                   [](Rule<T>& r) {
                     r.give(0, r.grad());
                     if (r.wants(1)) r.give(1, -r.grad());
                   });
}

// A product keeps an operand only where the other one is tracked.
template <class T>
BasicVar<T> multiply(const BasicVar<T>& a, const BasicVar<T>& b) {
  return record<T>("mul", kernels::binary(Binary::mul, a.value(), b.value()),
                   {keep_if(b.tracked(), a), keep_if(a.tracked(), b)}, [](Rule<T>& r) {
                     if (r.wants(0)) r.give(0, r.grad() * r.input(1));
                     if (r.wants(1)) r.give(1, r.grad() * r.input(0));
                   });
}

template <class T>
BasicVar<T> divide(const BasicVar<T>& a, const BasicVar<T>& b) {
  return record<T>(
      "div", kernels::binary(Binary::div, a.value(), b.value()), {link(a), keep(b)},
      [](Rule<T>& r) {
        const BasicVar<T> quotient = r.grad() / r.input(1);
        r.give(0, quotient);
        if (r.wants(1)) r.give(1, -(quotient * r.output()));
      },
      b.tracked() ? Output::kept : Output::dropped);
}

template <class T>
BasicVar<T> affine(const BasicVar<T>& x, T scale, T shift) {
  return record<T>("affine", kernels::unary(Unary::affine, x.value(), scale, shift), {link(x)},
                   [scale](Rule<T>& r) { r.give(0, r.grad() * scale); });
}

template <class T>
BasicVar<T> divide(T c, const BasicVar<T>& x) {
  return divide<T>(BasicVar<T>(BasicTensor<T>::scalar(c)), x);
}

template <class T>
BasicVar<T> square(const BasicVar<T>& x) {
  return record<T>("square", kernels::unary(Unary::square, x.value()), {keep(x)},
                   [](Rule<T>& r) { r.give(0, r.grad() * (r.input(0) * T{2})); });
}

template <class T>
BasicVar<T> sqrt(const BasicVar<T>& x) {
  return record<T>(
      "sqrt", kernels::unary(Unary::sqrt, x.value()), {link(x)},
      [](Rule<T>& r) { r.give(0, r.grad() * (agon::reciprocal_or_zero(r.output()) * T{0.5})); },
      Output::kept);
}

template <class T>
BasicVar<T> reciprocal_or_zero(const BasicVar<T>& x) {
  return record<T>(
      "reciprocal_or_zero", kernels::unary(Unary::reciprocal_or_zero, x.value()), {link(x)},
      [](Rule<T>& r) { r.give(0, -(r.grad() * agon::square(r.output()))); }, Output::kept);
}

template <class T>
BasicVar<T> exp(const BasicVar<T>& x) {
  return record<T>(
      "exp", kernels::unary(Unary::exp, x.value()), {link(x)},
      [](Rule<T>& r) { r.give(0, r.grad() * r.output()); }, Output::kept);
}

template <class T>
BasicVar<T> log(const BasicVar<T>& x) {
  return record<T>("log", kernels::unary(Unary::log, x.value()), {keep(x)},
                   [](Rule<T>& r) { r.give(0, r.grad() / r.input(0)); });
}

template <class T>
BasicVar<T> abs(const BasicVar<T>& x) {
  observe_signs(x.value());
  return record<T>("abs", kernels::unary(Unary::abs, x.value()), {keep(x)},
                   [](Rule<T>& r) { r.give(0, r.grad() * agon::sign(r.input(0))); });
}

template <class T>
BasicVar<T> sign(const BasicVar<T>& x) {
  observe_signs(x.value());
  return record<T>("sign", kernels::unary(Unary::sign, x.value()), {link(x)},
                   [](Rule<T>& r) { r.give_zero(0); });
}

template <class T>
BasicVar<T> pow(const BasicVar<T>& x, T power) {
  return record<T>("pow", kernels::unary(Unary::pow, x.value(), power), {keep(x)}, [power](Rule<T>& r) {
    if (power == 0) return r.give_zero(0);
    r.give(0, r.grad() * (agon::pow(r.input(0), power - 1) * power));
  });
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
