#pragma once

#include "agon/kernels/raw/prelude-inl.h"

// Elementary functions without branches, so that a loop over them is vectorised for whatever instruction set
// it is compiled for. Relative error is a few units in the last place, down to and including subnormal
// results.
namespace agon::kernels::AGON_ISA_NAMESPACE {

template <class T>
struct Format;

template <>
struct Format<float> {
  using Bits = std::uint32_t;
  static constexpr int mantissa = 23;
  static constexpr Bits bias = 127;
  static constexpr Bits inverse_root_guess = 0x5f3759dfu;
  static constexpr Bits one = 0x3f800000u, sqrt_half = 0x3f3504f3u, mantissa_mask = 0x007fffffu;
  static constexpr float magic = 0x1.8p23f;        // adding it rounds to an integer in the low bits
  static constexpr float integer_magic = 0x1p23f;  // its bits plus a small integer are 2^23 plus that integer
  static constexpr float smallest = 0x1p-126f, subnormal_scale = 0x1p24f, subnormal_exponent = 24.f;
  static constexpr float ln2_high = 0x1.62e4p-1f, ln2_low = 0x1.7f7d1cp-20f;
  static constexpr float exp_low = -104.f, exp_high = 89.f, tanh_high = 10.f;
  static constexpr int exp_degree = 7, log_terms = 6, log1p_terms = 9;
};

template <>
struct Format<double> {
  using Bits = std::uint64_t;
  static constexpr int mantissa = 52;
  static constexpr Bits bias = 1023;
  static constexpr Bits inverse_root_guess = 0x5fe6eb50c7b537a9u;
  static constexpr Bits one = 0x3ff0000000000000u, sqrt_half = 0x3fe6a09e667f3bcdu,
                        mantissa_mask = 0x000fffffffffffffu;
  static constexpr double magic = 0x1.8p52;
  static constexpr double integer_magic = 0x1p52;
  static constexpr double smallest = 0x1p-1022, subnormal_scale = 0x1p54, subnormal_exponent = 54.;
  static constexpr double ln2_high = 0x1.62e42fee00000p-1, ln2_low = 0x1.a39ef35793c76p-33;
  static constexpr double exp_low = -746., exp_high = 710., tanh_high = 20.;
  static constexpr int exp_degree = 13, log_terms = 11, log1p_terms = 17;
};

template <class T>
using BitsOf = typename Format<T>::Bits;

template <class T>
AGON_ALWAYS_INLINE BitsOf<T> bits_of(T x) {
  return __builtin_bit_cast(BitsOf<T>, x);
}
template <class T>
AGON_ALWAYS_INLINE T from_bits(BitsOf<T> bits) {
  return __builtin_bit_cast(T, bits);
}

/// `a` where the condition holds, else `b`; both are computed. g++ keeps a branch where comparisons may trap,
/// unless the choice is made bit by bit; clang makes it a blend by itself.
template <class T>
AGON_ALWAYS_INLINE T pick(bool condition, T a, T b) {
#ifdef __clang__
  return condition ? a : b;
#else
  const BitsOf<T> mask = condition ? ~BitsOf<T>{0} : BitsOf<T>{0};
  return from_bits<T>((bits_of(a) & mask) | (bits_of(b) & ~mask));
#endif
}

template <class T>
AGON_ALWAYS_INLINE T abs_of(T x) {
  return from_bits<T>(bits_of(x) & ~(BitsOf<T>{1} << (sizeof(T) * 8 - 1)));
}
template <class T>
AGON_ALWAYS_INLINE T with_sign_of(T magnitude, T sign) {
  const BitsOf<T> mask = BitsOf<T>{1} << (sizeof(T) * 8 - 1);
  return from_bits<T>((bits_of(magnitude) & ~mask) | (bits_of(sign) & mask));
}

/// 1 / (1 * 2 * ... * n).
template <class T>
constexpr T inverse_factorial(int n) {
  double product = 1;
  for (int i = 2; i <= n; ++i) product *= i;
  return static_cast<T>(1 / product);
}

/// x = n ln 2 + r with |r| <= ln 2 / 2; the power 2^n comes as two factors, so that subnormal results are
/// right.
template <class T>
struct Reduced {
  T r, power1, power2;
};

template <class T>
AGON_ALWAYS_INLINE Reduced<T> reduce_exponent(T x) {
  using F = Format<T>;
  using Bits = typename F::Bits;
  const T shifted = x * static_cast<T>(1.4426950408889634074) + F::magic;
  const T n = shifted - F::magic;
  // Biased by twice the format's bias, n is never negative and may be halved by a shift.
  const Bits biased = bits_of(shifted) - bits_of(F::magic) + 2 * F::bias;
  const Bits half = biased >> 1;
  return {(x - n * F::ln2_high) - n * F::ln2_low, from_bits<T>(half << F::mantissa),
          from_bits<T>((biased - half) << F::mantissa)};
}

// The series are recursions of templates rather than loops, because compilers unroll those before they
// vectorise.

/// 1/i! + r/(i+1)! + ... up to r^(last-i)/last!.
template <int i, int last, class T>
AGON_ALWAYS_INLINE T exp_horner(T r) {
  if constexpr (i == last)
    return inverse_factorial<T>(last);
  else
    return exp_horner<i + 1, last>(r) * r + inverse_factorial<T>(i);
}

/// 1/(2i+1) + square/(2i+3) + ... up to square^(last-i)/(2last+1).
template <int i, int last, class T>
AGON_ALWAYS_INLINE T atanh_horner(T square) {
  constexpr T coefficient = static_cast<T>(1.0 / (2 * i + 1));
  if constexpr (i == last)
    return coefficient;
  else
    return atanh_horner<i + 1, last>(square) * square + coefficient;
}

/// e^r - 1 = r + r^2 / 2 + ... for small r.
template <class T>
AGON_ALWAYS_INLINE T expm1_series(T r) {
  return exp_horner<2, Format<T>::exp_degree>(r) * (r * r) + r;
}

/// e^x.
template <class T>
AGON_ALWAYS_INLINE T exp_of(T x) {
  using F = Format<T>;
  T clamped = pick(x < F::exp_low, F::exp_low, x);
  clamped = pick(clamped > F::exp_high, F::exp_high, clamped);
  const Reduced<T> reduced = reduce_exponent(clamped);
  return (T{1} + expm1_series(reduced.r)) * reduced.power1 * reduced.power2;
}

/// e^x - 1, which keeps its digits near 0.
template <class T>
AGON_ALWAYS_INLINE T expm1_of(T x) {
  using F = Format<T>;
  T clamped = pick(x < F::exp_low, F::exp_low, x);
  clamped = pick(clamped > F::exp_high, F::exp_high, clamped);
  const Reduced<T> reduced = reduce_exponent(clamped);
  const T series = expm1_series(reduced.r), power = reduced.power1 * reduced.power2;
  return pick(abs_of(x) < 1, series * power + (power - 1),
              (T{1} + series) * reduced.power1 * reduced.power2 - 1);
}

/// (log(1 + u) - log(1 - u)) / (2u) - 1 = u^2 / 3 + u^4 / 5 + ..., with `terms` terms.
template <class T, int terms>
AGON_ALWAYS_INLINE T atanh_tail(T square) {
  return atanh_horner<1, terms>(square) * square;
}

/// Natural logarithm; -inf at 0, NaN below.
template <class T>
AGON_ALWAYS_INLINE T log_of(T x) {
  using F = Format<T>;
  using Bits = typename F::Bits;
  const bool subnormal = x < F::smallest;
  const T normal = pick(subnormal, x * F::subnormal_scale, x);
  const Bits shifted = bits_of(normal) + (F::one - F::sqrt_half);
  const Bits biased_exponent = shifted >> F::mantissa;
  const T m = from_bits<T>((shifted & F::mantissa_mask) + F::sqrt_half);
  T e = from_bits<T>(bits_of(F::integer_magic) | biased_exponent) -
        (F::integer_magic + static_cast<T>(F::bias));
  e = pick(subnormal, e - F::subnormal_exponent, e);
  const T u = (m - 1) / (m + 1);
  const T tail = 2 * u * atanh_tail<T, F::log_terms>(u * u);
  const T result = e * F::ln2_high + (2 * u + (tail + e * F::ln2_low));
  const T infinity = static_cast<T>(__builtin_inf());
  const T not_below = pick(x == 0, -infinity, static_cast<T>(__builtin_nan("")));
  return pick(x > 0, pick(x < infinity, result, infinity), not_below);
}

/// log(1 + e) for e in [0, 1].
template <class T>
AGON_ALWAYS_INLINE T log1p_of_unit(T e) {
  const T u = e / (2 + e), twice = (2 * e) / (2 + e);
  return twice + twice * atanh_tail<T, Format<T>::log1p_terms>(u * u);
}

template <class T>
AGON_ALWAYS_INLINE T sigmoid_of(T x) {
  const T e = exp_of(-abs_of(x)), s = 1 / (1 + e);
  return pick(x < 0, e * s, s);
}

template <class T>
AGON_ALWAYS_INLINE T softplus_of(T x) {
  const T tail = log1p_of_unit(exp_of(-abs_of(x)));
  return pick(x > 0, x + tail, tail);
}

/// tanh from e^2|x| - 1, which keeps its digits near 0.
template <class T>
AGON_ALWAYS_INLINE T tanh_of(T x) {
  using F = Format<T>;
  const T magnitude = abs_of(x);
  const T clamped = pick(magnitude > F::tanh_high, F::tanh_high, magnitude);
  const Reduced<T> reduced = reduce_exponent(2 * clamped);
  const T power = reduced.power1 * reduced.power2;
  const T expm1 = expm1_series(reduced.r) * power + (power - 1);
  return with_sign_of(expm1 / (expm1 + 2), x);
}

#ifdef __NO_MATH_ERRNO__
template <class T>
AGON_ALWAYS_INLINE T sqrt_of(T x) {
  if constexpr (sizeof(T) == sizeof(float))
    return __builtin_sqrtf(x);
  else
    return __builtin_sqrt(x);
}
#else
/// The square root by Newton's method on its inverse: under flags that let the builtin set errno, no loop
/// with it is vectorised.
template <class T>
AGON_ALWAYS_INLINE T sqrt_of(T x) {
  using F = Format<T>;
  const bool subnormal = x < F::smallest;
  const T normal = pick(subnormal, x * (F::subnormal_scale * F::subnormal_scale), x), half = normal / 2;
  T inverse = from_bits<T>(F::inverse_root_guess - (bits_of(normal) >> 1));
  inverse *= T(1.5) - half * inverse * inverse;
  inverse *= T(1.5) - half * inverse * inverse;
  inverse *= T(1.5) - half * inverse * inverse;
  if constexpr (sizeof(T) > sizeof(float)) inverse *= T(1.5) - half * inverse * inverse;
  T root = normal * inverse;
  root += (normal - root * root) * (inverse / 2);
  root = pick(subnormal, root / F::subnormal_scale, root);
  const T at_edges = pick((x == 0) | (x > 0), x, static_cast<T>(__builtin_nan("")));
  return pick((x > 0) & (x < static_cast<T>(__builtin_inf())), root, at_edges);
}
#endif

template <class T>
AGON_ALWAYS_INLINE T pow_of(T x, T p) {
  if constexpr (sizeof(T) == sizeof(float))
    return __builtin_powf(x, p);
  else
    return __builtin_pow(x, p);
}

}  // namespace agon::kernels::AGON_ISA_NAMESPACE
