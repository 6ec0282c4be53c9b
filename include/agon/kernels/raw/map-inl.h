#pragma once

#include "agon/kernels/raw/vmath-inl.h"

// Elementwise kernels. Each works on fixed blocks, inside which one plain loop is vectorised by the compiler.
#ifdef __clang__
#pragma clang diagnostic push
#pragma clang diagnostic ignored "-Wpass-failed"  // under a user's -O0 or -O1 the loops stay plain
#endif

namespace agon::kernels::AGON_ISA_NAMESPACE {

template <class T, class F>
void map_contiguous(Index n, const T* x, T* y, const F& f) {
  for_each_range(n, map_block, map_grain, [=](Index begin, Index end) {
    const T* AGON_RESTRICT in = x + begin;
    T* AGON_RESTRICT out = y + begin;
    for (Index i = 0; i < end - begin; ++i) out[i] = f(in[i]);
  });
}

template <class T>
void pow_map(Index n, const T* x, T p, T* y) {
  if (p == 2) return map_contiguous(n, x, y, [](T v) { return v * v; });
  if (p == 1) return map_contiguous(n, x, y, [](T v) { return v; });
  if (p == 0) return map_contiguous(n, x, y, [](T) { return T{1}; });
  if (p == 3) return map_contiguous(n, x, y, [](T v) { return v * v * v; });
  if (p == -1) return map_contiguous(n, x, y, [](T v) { return 1 / v; });
  if (p == T(0.5)) return map_contiguous(n, x, y, [](T v) { return sqrt_of(v); });
  map_contiguous(n, x, y, [p](T v) { return pow_of(v, p); });
}

template <class T>
void unary(Unary op, Index n, const T* x, T p0, T p1, T* y) {
  switch (op) {
    case Unary::affine:
      return map_contiguous(n, x, y, [p0, p1](T v) { return p0 * v + p1; });
    case Unary::exp:
      return map_contiguous(n, x, y, [](T v) { return exp_of(v); });
    case Unary::log:
      return map_contiguous(n, x, y, [](T v) { return log_of(v); });
    case Unary::sqrt:
      return map_contiguous(n, x, y, [](T v) { return sqrt_of(v); });
    case Unary::square:
      return map_contiguous(n, x, y, [](T v) { return v * v; });
    case Unary::abs:
      return map_contiguous(n, x, y, [](T v) { return abs_of(v); });
    case Unary::sign:
      return map_contiguous(n, x, y, [](T v) { return v > 0 ? T{1} : (v < 0 ? T{-1} : v); });
    case Unary::tanh:
      return map_contiguous(n, x, y, [](T v) { return tanh_of(v); });
    case Unary::sigmoid:
      return map_contiguous(n, x, y, [](T v) { return sigmoid_of(v); });
    case Unary::softplus:
      return map_contiguous(n, x, y, [](T v) { return softplus_of(v); });
    case Unary::leaky_relu:
      // Written out for 0, because 0 * -inf is not 0.
      if (p0 == 0) return map_contiguous(n, x, y, [](T v) { return v < 0 ? T{0} : v; });
      return map_contiguous(n, x, y, [p0](T v) {
        const T scaled = p0 * v;
        return v > 0 ? v : scaled;
      });
    case Unary::pow:
      return pow_map(n, x, p0, y);
    case Unary::reciprocal_or_zero:
      return map_contiguous(n, x, y, [](T v) { return v == 0 ? T{0} : 1 / v; });
  }
}

/// A run of the output along its innermost axis; steps are 0 or 1.
template <class T, class F>
AGON_ALWAYS_INLINE void map_run(Index n, const T* AGON_RESTRICT a, Index a_step, const T* AGON_RESTRICT b,
                                Index b_step, T* AGON_RESTRICT y, const F& f) {
  if (a_step == 1 && b_step == 1) {
    for (Index i = 0; i < n; ++i) y[i] = f(a[i], b[i]);
  } else if (a_step == 1) {
    const T other = *b;
    for (Index i = 0; i < n; ++i) y[i] = f(a[i], other);
  } else if (b_step == 1) {
    const T other = *a;
    for (Index i = 0; i < n; ++i) y[i] = f(other, b[i]);
  } else {
    const T value = f(*a, *b);
    for (Index i = 0; i < n; ++i) y[i] = value;
  }
}

/// Copies `n` elements of a repeated operand, from linear output position `begin`, into contiguous memory.
template <class T>
void expand(const StridedLoop& loop, const Index* strides, Index begin, Index n, const T* x, T* out) {
  Index at[StridedLoop::max_rank] = {}, offset = 0, rest = begin;
  for (int d = loop.rank - 1; d >= 0; --d) {
    at[d] = rest % loop.sizes[d];
    rest /= loop.sizes[d];
    offset += at[d] * strides[d];
  }
  const int last = loop.rank - 1;
  for (Index done = 0; done < n;) {
    const Index run = min_of(n - done, loop.sizes[last] - at[last]);
    for (Index i = 0; i < run; ++i) out[done + i] = x[offset + i * strides[last]];
    done += run;
    at[last] += run;
    offset += run * strides[last];
    for (int d = last; d > 0 && at[d] == loop.sizes[d]; --d) {
      offset += strides[d - 1] - at[d] * strides[d];
      at[d] = 0;
      ++at[d - 1];
    }
  }
}

/// Broadcasting over short rows: whatever repeats is written out a piece at a time, so that loops stay long.
template <class T, class F>
void map_short_rows(const StridedLoop& loop, Index begin, Index end, const T* a, bool a_whole, const T* b,
                    bool b_whole, T* y, const F& f) {
  constexpr Index piece = 512;
  T a_piece[piece], b_piece[piece];
  for (Index i = begin; i < end; i += piece) {
    const Index n = min_of(piece, end - i);
    if (!a_whole) expand(loop, loop.a_strides, i, n, a, a_piece);
    if (!b_whole) expand(loop, loop.b_strides, i, n, b, b_piece);
    map_run(n, a_whole ? a + i : a_piece, 1, b_whole ? b + i : b_piece, 1, y + i, f);
  }
}

/// Broadcasting over rows that are worth a loop each.
template <class T, class F>
void map_long_rows(const StridedLoop& loop, Index begin, Index end, const T* a, const T* b, T* y,
                   const F& f) {
  const int last = loop.rank - 1;
  Index at[StridedLoop::max_rank] = {}, a_at = 0, b_at = 0, rest = begin;
  for (int d = last; d >= 0; --d) {
    at[d] = rest % loop.sizes[d];
    rest /= loop.sizes[d];
    a_at += at[d] * loop.a_strides[d];
    b_at += at[d] * loop.b_strides[d];
  }
  while (begin < end) {
    const Index run = min_of(end - begin, loop.sizes[last] - at[last]);
    map_run(run, a + a_at, loop.a_strides[last], b + b_at, loop.b_strides[last], y + begin, f);
    begin += run;
    at[last] += run;
    a_at += run * loop.a_strides[last];
    b_at += run * loop.b_strides[last];
    for (int d = last; d > 0 && at[d] == loop.sizes[d]; --d) {
      a_at += loop.a_strides[d - 1] - at[d] * loop.a_strides[d];
      b_at += loop.b_strides[d - 1] - at[d] * loop.b_strides[d];
      at[d] = 0;
      ++at[d - 1];
    }
  }
}

inline bool is_whole(const StridedLoop& loop, const Index* strides) {
  Index expected = 1;
  for (int d = loop.rank - 1; d >= 0; --d) {
    if (strides[d] != expected) return false;
    expected *= loop.sizes[d];
  }
  return true;
}

/// `loop` has at least one axis, sizes above 0, and an innermost axis along which each operand runs or rests.
template <class T, class F>
void map_pairs(const StridedLoop& loop, const T* a, const T* b, T* y, const F& f) {
  Index n = 1;
  for (int d = 0; d < loop.rank; ++d) n *= loop.sizes[d];
  const bool a_whole = is_whole(loop, loop.a_strides), b_whole = is_whole(loop, loop.b_strides);
  const bool short_rows = loop.rank > 1 && loop.sizes[loop.rank - 1] < 48;
  for_each_range(n, map_block, map_grain, [&](Index begin, Index end) {
    if (short_rows)
      map_short_rows(loop, begin, end, a, a_whole, b, b_whole, y, f);
    else
      map_long_rows(loop, begin, end, a, b, y, f);
  });
}

template <class T>
void binary(Binary op, const StridedLoop& loop, const T* a, const T* b, T p0, T* y) {
  switch (op) {
    case Binary::add:
      return map_pairs(loop, a, b, y, [](T u, T v) { return u + v; });
    case Binary::sub:
      return map_pairs(loop, a, b, y, [](T u, T v) { return u - v; });
    case Binary::mul:
      return map_pairs(loop, a, b, y, [](T u, T v) { return u * v; });
    case Binary::div:
      return map_pairs(loop, a, b, y, [](T u, T v) { return u / v; });
    case Binary::leaky_relu_grad:
      if (p0 == 0) return map_pairs(loop, a, b, y, [](T u, T v) { return v > 0 ? u : T{0}; });
      return map_pairs(loop, a, b, y, [p0](T u, T v) {
        const T scaled = p0 * u;
        return v > 0 ? u : scaled;
      });
    case Binary::tanh_grad:
      return map_pairs(loop, a, b, y, [](T u, T v) { return u * ((1 - v) * (1 + v)); });
    case Binary::sigmoid_grad:
      return map_pairs(loop, a, b, y, [](T u, T v) { return u * (v * (1 - v)); });
    case Binary::softplus_grad:
      return map_pairs(loop, a, b, y, [](T u, T v) { return u * sigmoid_of(v); });
  }
}

/// x may be `into` itself.
template <class T>
void accumulate(Index n, const T* x, T* into) {
  for_each_range(n, map_block, map_grain, [=](Index begin, Index end) {
    AGON_INDEPENDENT_ITERATIONS
    for (Index i = begin; i < end; ++i) into[i] += x[i];
  });
}

}  // namespace agon::kernels::AGON_ISA_NAMESPACE

#ifdef __clang__
#pragma clang diagnostic pop
#endif
