#pragma once

#include "agon/kernels/raw/vmath-inl.h"

// The error function, without branches, to a few units in the last place.
namespace agon::kernels::AGON_ISA_NAMESPACE {

/// Polynomials through Chebyshev's nodes: `small` of erf(x) / x in x^2 on [0, 1], and `large` of
/// (x + 2) e^(x^2) (1 - erf(x)) in (x - 2) / (x + 2) on [1, 6], beyond which erf is 1.
template <class T>
struct ErfSeries;

template <>
struct ErfSeries<float> {
  static constexpr float small[] = {0x1.20dd74p+0f, -0x1.81273ep-2f,  0x1.ce2d1p-4f, -0x1.b7fabap-6f,
                                    0x1.54127p-8f,  -0x1.a45088p-11f, 0x1.4a569p-14f};
  static constexpr float large[] = {0x1.058672p+0f,  -0x1.5fd384p-1f, 0x1.1e2deep-2f, -0x1.2a9308p-5f,
                                    -0x1.605de6p-6f, 0x1.adbcfp-8f,   0x1.876fd6p-9f, -0x1.3b5f6ep-10f};
};

template <>
struct ErfSeries<double> {
  static constexpr double small[] = {0x1.20dd750429b6dp+0,   -0x1.812746b0379c1p-2,  0x1.ce2f21a040f66p-4,
                                     -0x1.b82ce31203772p-6,  0x1.565bccfa44156p-8,   -0x1.c02db0665e53dp-11,
                                     0x1.f9a2be4f731a1p-14,  -0x1.f4ca838adb73bp-17, 0x1.b981d78881a5dp-20,
                                     -0x1.5c131500d3f88p-23, 0x1.d76af6ca49787p-27,  -0x1.ac9585a44fe29p-31};
  static constexpr double large[] = {
      0x1.058671b52c776p+0,   -0x1.5fd386754eff9p-1,  0x1.1e2deea6b107bp-2,   -0x1.2a88e6107cd8ep-5,
      -0x1.606e4154ae355p-6,  0x1.a89eaff4b7228p-8,   0x1.9517bab8fd98fp-9,   -0x1.b6fbf222fceadp-11,
      -0x1.5ba3f94b4ad5fp-11, 0x1.2046f7a2177b9p-15,  0x1.2ef0169437598p-13,  0x1.1f2c1d04f6965p-15,
      -0x1.6afe7cbfc4336p-16, -0x1.18073517130ddp-16, -0x1.b71f35226a45bp-21, 0x1.581a78efdeeb8p-18};
};

/// c[i] + x c[i + 1] + ... up to the last one, `count` in all.
template <int i, class T, int count>
AGON_ALWAYS_INLINE T polynomial(const T (&c)[count], T x) {
  if constexpr (i + 1 == count)
    return c[i];
  else
    return polynomial<i + 1>(c, x) * x + c[i];
}

template <class T>
AGON_ALWAYS_INLINE T erf_of(T x) {
  using S = ErfSeries<T>;
  const T magnitude = abs_of(x), clamped = pick(magnitude > 6, T{6}, magnitude), square = clamped * clamped;
  const T inner = clamped * polynomial<0>(S::small, square);
  const T inverse = 1 / (clamped + 2);
  const T outer = 1 - exp_of(-square) * inverse * polynomial<0>(S::large, (clamped - 2) * inverse);
  return with_sign_of(pick(clamped < 1, inner, outer), x);
}

}  // namespace agon::kernels::AGON_ISA_NAMESPACE
