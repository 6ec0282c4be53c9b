#pragma once

#include <cmath>
#include <string>

#include "agon/autograd/ops/activation.hpp"
#include "agon/autograd/ops/arithmetic.hpp"
#include "agon/autograd/ops/both.hpp"
#include "agon/autograd/ops/straight_through.hpp"
#include "agon/autograd/record.hpp"
#include "agon/core/error.hpp"
#include "agon/core/random.hpp"
#include "agon/kernels/map.hpp"
#include "agon/kernels/softmax.hpp"

namespace agon {
namespace ops {

/// A value whose gradient is that of `soft`.
template <class T>
BasicVar<T> estimate(const char* name, const BasicTensor<T>& hard, const BasicVar<T>& soft) {
  return record<T>(name, hard, {link(soft)}, [](Rule<T>& r) { r.give(0, r.grad()); });
}

template <class T>
BasicVar<T> straight_through(const BasicVar<T>& hard, const BasicVar<T>& soft) {
  if (hard.shape() != soft.shape())
    fail("straight_through",
         "expected equal shapes, got " + to_string(hard.shape()) + " and " + to_string(soft.shape()));
  return estimate("straight_through", hard.value(), soft);
}

// Adding the power of two from which on floating numbers are whole rounds to those.
template <class T>
BasicVar<T> round_ste(const BasicVar<T>& x) {
  const T whole = sizeof(T) == sizeof(float) ? T(0x1p23) : T(0x1p52);
  const auto rounded = [whole](auto v) {
    const auto magnitude = abs(v) + whole - whole;
    return select(abs(v) < whole, select(v < 0, -magnitude, magnitude), v);
  };
  return estimate("round_ste", kernels::map("round_ste", rounded, x.value()), x);
}

template <class T>
BasicVar<T> sign_ste(const BasicVar<T>& x) {
  const auto either = [](auto v) { return select(v >= 0, decltype(v)(1), decltype(v)(-1)); };
  return estimate("sign_ste", kernels::map("sign_ste", either, x.value()), agon::hardtanh(x));
}

/// Standard Gumbel numbers. They are drawn in double, so that both precisions draw the same.
template <class T>
BasicTensor<T> gumbel_noise(const Shape& shape) {
  return agon::cast<T>(kernels::map(
      "gumbel_softmax", [](auto u) { return -log(-log(select(u > 0, u, decltype(u)(0x1p-54)))); },
      current_random().uniform<double>(shape)));
}

template <class T>
BasicVar<T> gumbel_softmax(const BasicVar<T>& logits, T temperature, bool hard) {
  if (logits.rank() == 0) fail("gumbel_softmax", "expected logits [..., choices], got []");
  if (!(temperature > 0) || !std::isfinite(temperature))
    fail("gumbel_softmax", "expected a finite temperature > 0, got " + std::to_string(temperature));
  const BasicVar<T> soft = agon::softmax((logits + gumbel_noise<T>(logits.shape())) / temperature);
  return hard ? estimate("gumbel_softmax", kernels::hardmax(soft.value()), soft) : soft;
}

}  // namespace ops

AGON_BINARY_OP(straight_through, straight_through)
AGON_UNARY_OP(round_ste)
AGON_UNARY_OP(sign_ste)
AGON_INLINE Var gumbel_softmax(const Var& logits, float temperature, bool hard) {
  return ops::gumbel_softmax<float>(logits, temperature, hard);
}
AGON_INLINE f64::Var gumbel_softmax(const f64::Var& logits, double temperature, bool hard) {
  return ops::gumbel_softmax<double>(logits, temperature, hard);
}

}  // namespace agon
