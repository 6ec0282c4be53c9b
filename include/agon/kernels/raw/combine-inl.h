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

/// y[i] = the sum of w[k] * x[k][i] over `count` rows, added to y[i] where `add`.
template <int count, bool add, class T>
AGON_ALWAYS_INLINE void combine_at(Index i, const T* const* x, const T* w, T* AGON_RESTRICT y) {
  T sum = w[0] * x[0][i];
  if constexpr (count > 1) sum += w[1] * x[1][i];
  if constexpr (count > 2) sum += w[2] * x[2][i];
  if constexpr (count > 3) sum += w[3] * x[3][i];
  y[i] = add ? y[i] + sum : sum;
}

/// The same of n elements. Pieces of fixed length start without delay, and pixels are short.
template <int count, bool add, class T>
AGON_ALWAYS_INLINE void combine_few(Index n, const T* const* rows, const T* weights, T* AGON_RESTRICT y) {
  constexpr Index piece = 64 / sizeof(T);
  const T* x[count];
  T w[count];
  for (int k = 0; k < count; ++k) x[k] = rows[k], w[k] = weights[k];
  Index i = 0;
  for (; i + piece <= n; i += piece) {
    AGON_INDEPENDENT_ITERATIONS
    for (Index j = 0; j < piece; ++j) combine_at<count, add>(i + j, x, w, y);
  }
  for (; i < n; ++i) combine_at<count, add>(i, x, w, y);
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
