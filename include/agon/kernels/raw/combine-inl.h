#pragma once

#include "agon/kernels/raw/prelude-inl.h"

#ifdef __clang__
#pragma clang diagnostic push
#pragma clang diagnostic ignored "-Wpass-failed"  // under a user's -O0 or -O1 the loops stay plain
#endif

// Weighted sums of rows, which resampling of pictures consists of.
namespace agon::kernels::AGON_ISA_NAMESPACE {

/// Rows that one pass over the result reads.
constexpr Index combine_width = 4;

/// y = the sum of w[k] * x[k] over `count` rows, added to y where `add`.
template <int count, bool add, class T>
AGON_ALWAYS_INLINE void combine_few(Index n, const T* const* x, const T* w, T* AGON_RESTRICT y) {
  const T *x0 = x[0], *x1 = x[count > 1 ? 1 : 0], *x2 = x[count > 2 ? 2 : 0], *x3 = x[count > 3 ? 3 : 0];
  const T w0 = w[0], w1 = w[count > 1 ? 1 : 0], w2 = w[count > 2 ? 2 : 0], w3 = w[count > 3 ? 3 : 0];
  AGON_INDEPENDENT_ITERATIONS
  for (Index i = 0; i < n; ++i) {
    T sum = w0 * x0[i];
    if constexpr (count > 1) sum += w1 * x1[i];
    if constexpr (count > 2) sum += w2 * x2[i];
    if constexpr (count > 3) sum += w3 * x3[i];
    y[i] = add ? y[i] + sum : sum;
  }
}

/// The same of 0 to combine_width rows.
template <bool add, class T>
AGON_ALWAYS_INLINE void combine(Index n, Index count, const T* const* x, const T* w, T* y) {
  switch (count) {
    case 0:
      return add ? void() : zero_n(y, n);
    case 1:
      return !add && w[0] == 1 ? copy_n(x[0], n, y) : combine_few<1, add>(n, x, w, y);
    case 2:
      return combine_few<2, add>(n, x, w, y);
    case 3:
      return combine_few<3, add>(n, x, w, y);
    default:
      return combine_few<4, add>(n, x, w, y);
  }
}

/// y = the sum of weights[t] times row sources[t] of x, in order; sources below 0 are left out.
template <class T>
AGON_ALWAYS_INLINE void combine_rows(Index n, Index taps, const Index* sources, const T* weights, const T* x,
                                     T* y) {
  const T* rows[combine_width];
  T factors[combine_width];
  Index count = 0;
  bool add = false;
  for (Index t = 0; t < taps; ++t) {
    if (sources[t] < 0) continue;
    if (count == combine_width) {
      add ? combine<true>(n, count, rows, factors, y) : combine<false>(n, count, rows, factors, y);
      add = true;
      count = 0;
    }
    rows[count] = x + sources[t] * n;
    factors[count++] = weights[t];
  }
  add ? combine<true>(n, count, rows, factors, y) : combine<false>(n, count, rows, factors, y);
}

}  // namespace agon::kernels::AGON_ISA_NAMESPACE

#ifdef __clang__
#pragma clang diagnostic pop
#endif
