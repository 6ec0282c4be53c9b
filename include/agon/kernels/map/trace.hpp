#pragma once

#include <cmath>
#include <cstdint>

#include "agon/kernels/map/number.hpp"

namespace agon {

/// An element that remembers how it came from the arguments of a lambda, one bit an argument; and which sides
/// of comparisons it took. `map` runs a lambda on it to find out what its derivatives read, and which of them
/// are zero everywhere.
struct Trace {
  double value = 0;
  std::uint8_t reads = 0;      ///< arguments that the value depends on
  std::uint8_t slopes = 0;     ///< those with a derivative that is not zero everywhere
  std::uint8_t keeps = 0;      ///< those that some first derivative depends on
  std::uint8_t curved = 0;     ///< those with a second derivative that is not zero everywhere
  std::uint64_t branches = 0;  ///< a hash of the comparisons' outcomes

  Trace() = default;
  template <PlainNumber A>
  Trace(A number) : value(static_cast<double>(number)) {}
  static Trace argument(int i, double value) {
    Trace x(value);
    x.reads = x.slopes = static_cast<std::uint8_t>(1 << i);
    return x;
  }
};

namespace detail {

inline std::uint64_t mix_branches(std::uint64_t a, std::uint64_t b) {
  return (a ^ (b + 0x9E3779B97F4A7C15)) * 0x100000001B3;
}

inline Trace joined(double value, const Trace& a, const Trace& b) {
  Trace y(value);
  y.reads = a.reads | b.reads;
  y.slopes = a.slopes | b.slopes;
  y.keeps = a.keeps | b.keeps;
  y.curved = a.curved | b.curved;
  if (a.branches || b.branches) y.branches = mix_branches(a.branches, b.branches);
  return y;
}

/// f(x) with f'' that is not zero everywhere.
inline Trace bent(double value, Trace x) {
  x.value = value;
  if (x.slopes) x.keeps |= x.reads;
  x.curved |= x.slopes;
  return x;
}

/// f(x) with a kink at 0 and straight on either side.
inline Trace kinked(double value, Trace x) {
  const std::uint64_t side = x.value > 0 ? 1 : x.value < 0 ? 2 : 3;
  x.branches = mix_branches(x.branches, side);
  if (x.slopes) x.keeps |= x.reads;
  x.value = value;
  return x;
}

}  // namespace detail

/// The outcome of a comparison, and what it depends on.
struct TraceCondition {
  bool holds;
  std::uint8_t reads;
  std::uint64_t branches;
  friend TraceCondition operator&(TraceCondition a, TraceCondition b) {
    return both(a, b, a.holds && b.holds);
  }
  friend TraceCondition operator|(TraceCondition a, TraceCondition b) {
    return both(a, b, a.holds || b.holds);
  }
  friend TraceCondition operator!(TraceCondition a) { return {!a.holds, a.reads, a.branches}; }

 private:
  static TraceCondition both(const TraceCondition& a, const TraceCondition& b, bool holds) {
    return {holds, static_cast<std::uint8_t>(a.reads | b.reads),
            detail::mix_branches(a.branches, b.branches)};
  }
};

namespace detail {
inline TraceCondition compared(bool holds, const Trace& a, const Trace& b) {
  const std::uint64_t before = mix_branches(a.branches, b.branches);
  return {holds, static_cast<std::uint8_t>(a.reads | b.reads), mix_branches(before, holds ? 1 : 2)};
}
}  // namespace detail

inline Trace operator+(Trace a, Trace b) { return detail::joined(a.value + b.value, a, b); }
inline Trace operator-(Trace a, Trace b) { return detail::joined(a.value - b.value, a, b); }
inline Trace operator-(Trace a) {
  a.value = -a.value;
  return a;
}
inline Trace operator*(Trace a, Trace b) {
  Trace y = detail::joined(a.value * b.value, a, b);
  if (a.slopes) y.keeps |= b.reads;
  if (b.slopes) y.keeps |= a.reads;
  if (a.slopes && b.slopes) y.curved |= a.slopes | b.slopes;
  return y;
}
inline Trace operator/(Trace a, Trace b) { return a * detail::bent(1 / b.value, b); }
inline TraceCondition operator<(Trace a, Trace b) { return detail::compared(a.value < b.value, a, b); }
inline TraceCondition operator>(Trace a, Trace b) { return detail::compared(a.value > b.value, a, b); }
inline TraceCondition operator<=(Trace a, Trace b) { return detail::compared(a.value <= b.value, a, b); }
inline TraceCondition operator>=(Trace a, Trace b) { return detail::compared(a.value >= b.value, a, b); }
inline TraceCondition operator==(Trace a, Trace b) { return detail::compared(a.value == b.value, a, b); }
inline TraceCondition operator!=(Trace a, Trace b) { return detail::compared(a.value != b.value, a, b); }

inline Trace select(TraceCondition condition, Trace a, Trace b) {
  Trace y = detail::joined(condition.holds ? a.value : b.value, a, b);
  y.reads |= condition.reads;
  if (y.slopes) y.keeps |= condition.reads;
  y.branches = detail::mix_branches(y.branches, condition.branches);
  return y;
}
inline Trace exp(Trace x) { return detail::bent(std::exp(x.value), x); }
inline Trace expm1(Trace x) { return detail::bent(std::expm1(x.value), x); }
inline Trace log(Trace x) { return detail::bent(std::log(x.value), x); }
inline Trace sqrt(Trace x) { return detail::bent(std::sqrt(x.value), x); }
inline Trace tanh(Trace x) { return detail::bent(std::tanh(x.value), x); }
inline Trace sigmoid(Trace x) { return detail::bent(1 / (1 + std::exp(-x.value)), x); }
inline Trace softplus(Trace x) { return detail::bent(std::log1p(std::exp(x.value)), x); }
inline Trace erf(Trace x) { return detail::bent(std::erf(x.value), x); }
inline Trace sin(Trace x) { return detail::bent(std::sin(x.value), x); }
inline Trace cos(Trace x) { return detail::bent(std::cos(x.value), x); }
inline Trace abs(Trace x) { return detail::kinked(std::abs(x.value), x); }
inline Trace sign(Trace x) {
  Trace y = detail::kinked(x.value > 0 ? 1 : x.value < 0 ? -1 : 0, x);
  y.slopes = y.keeps = y.curved = 0;
  return y;
}
inline Trace reciprocal_or_zero(Trace x) { return detail::bent(x.value == 0 ? 0 : 1 / x.value, x); }
inline Trace pow(Trace x, double power) { return detail::bent(std::pow(x.value, power), x); }

}  // namespace agon
