#pragma once

#include <concepts>
#include <type_traits>

#include "agon/kernels/raw/erf-inl.h"
#include "agon/kernels/raw/trigonometry-inl.h"
#include "agon/kernels/raw/vmath-inl.h"

/// What the lambdas of `map` compute with. The same lambda is compiled for `Number` (an element), for `Dual`
/// (an element and its derivative along a direction, nested for higher orders) and for `Trace` (which finds
/// out on which arguments derivatives depend), so it is written for `auto` and uses the operators + - * / and
/// comparisons, the functions below, and plain numbers. A condition chooses by `select(condition, a, b)`, not
/// by `if` or `?:`. Functions are without branches, so that loops over them are vectorised.
namespace agon {

namespace kernels {
namespace vmath = AGON_ISA_NAMESPACE;
}

template <class A>
concept PlainNumber = std::is_arithmetic_v<A>;

/// What a comparison of elements says; only `select` reads it.
struct Condition {
  bool holds;
  friend AGON_ALWAYS_INLINE constexpr Condition operator&(Condition a, Condition b) {
    return {static_cast<bool>(a.holds & b.holds)};
  }
  friend AGON_ALWAYS_INLINE constexpr Condition operator|(Condition a, Condition b) {
    return {static_cast<bool>(a.holds | b.holds)};
  }
  friend AGON_ALWAYS_INLINE constexpr Condition operator!(Condition a) { return {!a.holds}; }
};

/// One element of type T. Plain numbers convert to it.
template <class T>
struct Number {
  T value;

  Number() = default;
  template <PlainNumber A>
  AGON_ALWAYS_INLINE constexpr Number(A number) : value(static_cast<T>(number)) {}

  friend AGON_ALWAYS_INLINE constexpr Number operator+(Number a, Number b) { return a.value + b.value; }
  friend AGON_ALWAYS_INLINE constexpr Number operator-(Number a, Number b) { return a.value - b.value; }
  friend AGON_ALWAYS_INLINE constexpr Number operator*(Number a, Number b) { return a.value * b.value; }
  friend AGON_ALWAYS_INLINE constexpr Number operator/(Number a, Number b) { return a.value / b.value; }
  friend AGON_ALWAYS_INLINE constexpr Number operator-(Number a) { return -a.value; }

  friend AGON_ALWAYS_INLINE constexpr Condition operator<(Number a, Number b) { return {a.value < b.value}; }
  friend AGON_ALWAYS_INLINE constexpr Condition operator>(Number a, Number b) { return {a.value > b.value}; }
  friend AGON_ALWAYS_INLINE constexpr Condition operator<=(Number a, Number b) {
    return {a.value <= b.value};
  }
  friend AGON_ALWAYS_INLINE constexpr Condition operator>=(Number a, Number b) {
    return {a.value >= b.value};
  }
  friend AGON_ALWAYS_INLINE constexpr Condition operator==(Number a, Number b) {
    return {a.value == b.value};
  }
  friend AGON_ALWAYS_INLINE constexpr Condition operator!=(Number a, Number b) {
    return {a.value != b.value};
  }

  friend AGON_ALWAYS_INLINE Number select(Condition condition, Number a, Number b) {
    return kernels::vmath::pick(condition.holds, a.value, b.value);
  }
};

template <class T>
AGON_ALWAYS_INLINE Number<T> exp(Number<T> x) {
  return kernels::vmath::exp_of(x.value);
}
/// e^x - 1, which keeps its digits near 0.
template <class T>
AGON_ALWAYS_INLINE Number<T> expm1(Number<T> x) {
  return kernels::vmath::expm1_of(x.value);
}
/// The natural logarithm; -inf at 0, NaN below.
template <class T>
AGON_ALWAYS_INLINE Number<T> log(Number<T> x) {
  return kernels::vmath::log_of(x.value);
}
/// The square root, with derivative 0 at 0; NaN below.
template <class T>
AGON_ALWAYS_INLINE Number<T> sqrt(Number<T> x) {
  return kernels::vmath::sqrt_of(x.value);
}
template <class T>
AGON_ALWAYS_INLINE Number<T> tanh(Number<T> x) {
  return kernels::vmath::tanh_of(x.value);
}
/// 1 / (1 + e^-x), exact in both tails.
template <class T>
AGON_ALWAYS_INLINE Number<T> sigmoid(Number<T> x) {
  return kernels::vmath::sigmoid_of(x.value);
}
/// log(1 + e^x), exact in both tails.
template <class T>
AGON_ALWAYS_INLINE Number<T> softplus(Number<T> x) {
  return kernels::vmath::softplus_of(x.value);
}
/// The error function.
template <class T>
AGON_ALWAYS_INLINE Number<T> erf(Number<T> x) {
  return kernels::vmath::erf_of(x.value);
}
/// Exact up to |x| of 30,000 in float, 1,000,000 in double.
template <class T>
AGON_ALWAYS_INLINE Number<T> sin(Number<T> x) {
  return kernels::vmath::sin_of(x.value);
}
template <class T>
AGON_ALWAYS_INLINE Number<T> cos(Number<T> x) {
  return kernels::vmath::cos_of(x.value);
}
/// |x|, with derivative 0 at 0.
template <class T>
AGON_ALWAYS_INLINE Number<T> abs(Number<T> x) {
  return kernels::vmath::abs_of(x.value);
}
/// -1, 0 or 1; its derivative is 0.
template <class T>
AGON_ALWAYS_INLINE Number<T> sign(Number<T> x) {
  return kernels::vmath::pick(x.value > 0, T{1}, kernels::vmath::pick(x.value < 0, T{-1}, x.value));
}
/// 1 / x, and 0 where x is 0.
template <class T>
AGON_ALWAYS_INLINE Number<T> reciprocal_or_zero(Number<T> x) {
  return kernels::vmath::pick(x.value == 0, T{0}, 1 / x.value);
}
/// x to a constant power, by the C library: not vectorised.
template <class T>
AGON_ALWAYS_INLINE Number<T> pow(Number<T> x, double power) {
  return kernels::vmath::pow_of(x.value, static_cast<T>(power));
}

/// A value and its derivative along a direction; S is Number or Dual itself.
template <class S>
struct Dual {
  S value, slope;

  template <PlainNumber A>
  AGON_ALWAYS_INLINE constexpr Dual(A number) : value(number), slope(0) {}
  AGON_ALWAYS_INLINE constexpr Dual(S v, S s) : value(v), slope(s) {}

  friend AGON_ALWAYS_INLINE constexpr Dual operator+(Dual a, Dual b) {
    return {a.value + b.value, a.slope + b.slope};
  }
  friend AGON_ALWAYS_INLINE constexpr Dual operator-(Dual a, Dual b) {
    return {a.value - b.value, a.slope - b.slope};
  }
  friend AGON_ALWAYS_INLINE constexpr Dual operator*(Dual a, Dual b) {
    return {a.value * b.value, a.slope * b.value + a.value * b.slope};
  }
  friend AGON_ALWAYS_INLINE constexpr Dual operator/(Dual a, Dual b) {
    const S quotient = a.value / b.value;
    return {quotient, (a.slope - quotient * b.slope) / b.value};
  }
  friend AGON_ALWAYS_INLINE constexpr Dual operator-(Dual a) { return {-a.value, -a.slope}; }

  friend AGON_ALWAYS_INLINE constexpr auto operator<(Dual a, Dual b) { return a.value < b.value; }
  friend AGON_ALWAYS_INLINE constexpr auto operator>(Dual a, Dual b) { return a.value > b.value; }
  friend AGON_ALWAYS_INLINE constexpr auto operator<=(Dual a, Dual b) { return a.value <= b.value; }
  friend AGON_ALWAYS_INLINE constexpr auto operator>=(Dual a, Dual b) { return a.value >= b.value; }
  friend AGON_ALWAYS_INLINE constexpr auto operator==(Dual a, Dual b) { return a.value == b.value; }
  friend AGON_ALWAYS_INLINE constexpr auto operator!=(Dual a, Dual b) { return a.value != b.value; }

  friend AGON_ALWAYS_INLINE Dual select(Condition condition, Dual a, Dual b) {
    return {select(condition, a.value, b.value), select(condition, a.slope, b.slope)};
  }
};

template <class S>
AGON_ALWAYS_INLINE Dual<S> exp(Dual<S> x) {
  const S y = exp(x.value);
  return {y, y * x.slope};
}
template <class S>
AGON_ALWAYS_INLINE Dual<S> expm1(Dual<S> x) {
  const S y = expm1(x.value);
  return {y, (y + 1) * x.slope};
}
template <class S>
AGON_ALWAYS_INLINE Dual<S> log(Dual<S> x) {
  return {log(x.value), x.slope / x.value};
}
template <class S>
AGON_ALWAYS_INLINE Dual<S> sqrt(Dual<S> x) {
  const S y = sqrt(x.value);
  return {y, x.slope * (reciprocal_or_zero(y) * 0.5)};
}
template <class S>
AGON_ALWAYS_INLINE Dual<S> tanh(Dual<S> x) {
  const S y = tanh(x.value);
  return {y, (1 - y) * (1 + y) * x.slope};
}
template <class S>
AGON_ALWAYS_INLINE Dual<S> sigmoid(Dual<S> x) {
  const S y = sigmoid(x.value);
  return {y, y * (1 - y) * x.slope};
}
template <class S>
AGON_ALWAYS_INLINE Dual<S> softplus(Dual<S> x) {
  return {softplus(x.value), sigmoid(x.value) * x.slope};
}
template <class S>
AGON_ALWAYS_INLINE Dual<S> erf(Dual<S> x) {
  constexpr double two_over_root_pi = 1.12837916709551257390;
  return {erf(x.value), two_over_root_pi * exp(-(x.value * x.value)) * x.slope};
}
template <class S>
AGON_ALWAYS_INLINE Dual<S> sin(Dual<S> x) {
  return {sin(x.value), cos(x.value) * x.slope};
}
template <class S>
AGON_ALWAYS_INLINE Dual<S> cos(Dual<S> x) {
  return {cos(x.value), -(sin(x.value) * x.slope)};
}
template <class S>
AGON_ALWAYS_INLINE Dual<S> abs(Dual<S> x) {
  return {abs(x.value), sign(x.value) * x.slope};
}
template <class S>
AGON_ALWAYS_INLINE Dual<S> sign(Dual<S> x) {
  return {sign(x.value), S(0)};
}
template <class S>
AGON_ALWAYS_INLINE Dual<S> reciprocal_or_zero(Dual<S> x) {
  const S y = reciprocal_or_zero(x.value);
  return {y, -(y * y * x.slope)};
}
template <class S>
AGON_ALWAYS_INLINE Dual<S> pow(Dual<S> x, double power) {
  return {pow(x.value, power), power * pow(x.value, power - 1) * x.slope};
}

/// An element of any order.
template <class E>
concept MapElement = requires(E a) {
  { a + a } -> std::same_as<E>;
  { reciprocal_or_zero(a) } -> std::same_as<E>;
};

template <MapElement E>
AGON_ALWAYS_INLINE E square(E x) {
  return x * x;
}
/// max(x, 0), with derivative 0 at 0.
template <MapElement E>
AGON_ALWAYS_INLINE E relu(E x) {
  return select(x <= 0, 0, x);
}
/// x where x > 0, slope * x elsewhere.
template <MapElement E>
AGON_ALWAYS_INLINE E leaky_relu(E x, double slope) {
  return select(x > 0, x, x * slope);
}
/// The larger one; a where they are equal.
template <MapElement E>
AGON_ALWAYS_INLINE E max(E a, E b) {
  return select(a >= b, a, b);
}
template <MapElement E>
AGON_ALWAYS_INLINE E min(E a, E b) {
  return select(a <= b, a, b);
}

}  // namespace agon
