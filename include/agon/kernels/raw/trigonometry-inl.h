#pragma once

#include "agon/kernels/raw/vmath-inl.h"

// Sine and cosine, without branches: absolute error of a unit in the last place of 1 for |x| up to 30,000 in
// float and 1,000,000 in double; beyond, digits are lost.
namespace agon::kernels::AGON_ISA_NAMESPACE {

/// pi / 2 in three parts, of which the first ones times a whole number are exact; and the last powers of the
/// series.
template <class T>
struct QuarterTurn;

template <>
struct QuarterTurn<float> {
  static constexpr float high = 0x1.92p0f, middle = 0x1.fbp-12f, low = 0x1.5110b4p-22f;
  static constexpr int sine_degree = 9, cosine_degree = 10;
};

template <>
struct QuarterTurn<double> {
  static constexpr double high = 0x1.921fb544p0, middle = 0x1.0b4611a6p-34, low = 0x1.3198a2e037073p-69;
  static constexpr int sine_degree = 17, cosine_degree = 18;
};

/// 1/i! - s/(i+2)! + ... up to 1/last!.
template <int i, int last, class T>
AGON_ALWAYS_INLINE T alternating_horner(T s) {
  if constexpr (i == last)
    return inverse_factorial<T>(last);
  else
    return inverse_factorial<T>(i) - s * alternating_horner<i + 2, last>(s);
}

/// The sine of x plus some quarter turns.
template <class T>
AGON_ALWAYS_INLINE T sine_of_turned(T x, unsigned turns) {
  using Q = QuarterTurn<T>;
  const T shifted = x * static_cast<T>(0.63661977236758134308) + Format<T>::magic;
  const T n = shifted - Format<T>::magic;
  const T r = ((x - n * Q::high) - n * Q::middle) - n * Q::low, square = r * r;
  const T sine = r - r * square * alternating_horner<3, Q::sine_degree>(square);
  const T cosine = alternating_horner<0, Q::cosine_degree>(square);
  const BitsOf<T> quadrant = bits_of(shifted) + turns;
  const T magnitude = pick((quadrant & 1) != 0, cosine, sine);
  return from_bits<T>(bits_of(magnitude) ^ ((quadrant & 2) << (sizeof(T) * 8 - 2)));
}

template <class T>
AGON_ALWAYS_INLINE T sin_of(T x) {
  return sine_of_turned(x, 0);
}
template <class T>
AGON_ALWAYS_INLINE T cos_of(T x) {
  return sine_of_turned(x, 1);
}

}  // namespace agon::kernels::AGON_ISA_NAMESPACE
