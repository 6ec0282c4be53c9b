#pragma once

#include "agon/kernels/raw/prelude-inl.h"
#include "agon/kernels/raw/vmath-inl.h"

// Optimiser steps over all parameters of a network in one parallel pass.
#ifdef __clang__
#pragma clang diagnostic push
#pragma clang diagnostic ignored "-Wpass-failed"  // under a user's -O0 or -O1 the loops stay plain
#endif

namespace agon::kernels::AGON_ISA_NAMESPACE {

constexpr Index update_block = 4096;

/// Calls body(piece) on fixed pieces of the spans.
template <class T, class Body>
void for_each_piece(const UpdateSpan<T>* spans, Index count, const Body& body) {
  const Scratch<Index> first(count + 1);  // the number of a span's first block
  first[0] = 0;
  for (Index s = 0; s < count; ++s) first[s + 1] = first[s] + blocks_of(spans[s].n, update_block);
  for_each_block(first[count], 4, [&](Index block) {
    Index low = 0, high = count;
    while (high - low > 1) {
      const Index middle = (low + high) / 2;
      (first[middle] <= block ? low : high) = middle;
    }
    const UpdateSpan<T>& span = spans[low];
    const Index begin = (block - first[low]) * update_block;
    const auto at = [begin](auto* pointer) { return pointer ? pointer + begin : nullptr; };
    body(UpdateSpan<T>{at(span.p_out), at(span.p), at(span.g), at(span.m), at(span.v),
                       min_of(update_block, span.n - begin)});
  });
}

template <class T>
void adam(const UpdateSpan<T>* spans, Index count, const AdamNumbers& numbers, double correction1,
          double correction2) {
  const T beta1 = static_cast<T>(numbers.beta1), beta2 = static_cast<T>(numbers.beta2);
  const T rest1 = static_cast<T>(1 - numbers.beta1), rest2 = static_cast<T>(1 - numbers.beta2);
  const T rate = static_cast<T>(numbers.lr / correction1), eps = static_cast<T>(numbers.eps);
  const T inverse_root = static_cast<T>(1 / __builtin_sqrt(correction2));
  const T decay = static_cast<T>(numbers.weight_decay);
  for_each_piece(spans, count, [=](const UpdateSpan<T>& s) {
    T *AGON_RESTRICT m = s.m, *AGON_RESTRICT v = s.v;
    const T *AGON_RESTRICT gradient = s.g, *p = s.p;
    T* p_out = s.p_out;
    AGON_INDEPENDENT_ITERATIONS
    for (Index i = 0; i < s.n; ++i) {
      const T g = gradient[i] + decay * p[i];
      m[i] = beta1 * m[i] + rest1 * g;
      v[i] = beta2 * v[i] + rest2 * (g * g);
      p_out[i] = p[i] - rate * m[i] / (sqrt_of(v[i]) * inverse_root + eps);
    }
  });
}

template <class T>
void sgd(const UpdateSpan<T>* spans, Index count, const SgdNumbers& numbers) {
  const T rate = static_cast<T>(numbers.lr), momentum = static_cast<T>(numbers.momentum);
  const T decay = static_cast<T>(numbers.weight_decay);
  for_each_piece(spans, count, [=](const UpdateSpan<T>& s) {
    const T *AGON_RESTRICT gradient = s.g, *p = s.p;
    T *AGON_RESTRICT m = s.m, *p_out = s.p_out;
    if (momentum == 0) {
      AGON_INDEPENDENT_ITERATIONS
      for (Index i = 0; i < s.n; ++i) p_out[i] = p[i] - rate * (gradient[i] + decay * p[i]);
      return;
    }
    AGON_INDEPENDENT_ITERATIONS
    for (Index i = 0; i < s.n; ++i) {
      m[i] = momentum * m[i] + (gradient[i] + decay * p[i]);
      p_out[i] = p[i] - rate * m[i];
    }
  });
}

template <class T>
void rmsprop(const UpdateSpan<T>* spans, Index count, const RmspropNumbers& numbers) {
  const T rate = static_cast<T>(numbers.lr), alpha = static_cast<T>(numbers.alpha);
  const T rest = static_cast<T>(1 - numbers.alpha), eps = static_cast<T>(numbers.eps);
  const T momentum = static_cast<T>(numbers.momentum), decay = static_cast<T>(numbers.weight_decay);
  for_each_piece(spans, count, [=](const UpdateSpan<T>& s) {
    const T *AGON_RESTRICT gradient = s.g, *p = s.p;
    T *AGON_RESTRICT m = s.m, *AGON_RESTRICT v = s.v, *p_out = s.p_out;
    if (momentum == 0) {
      AGON_INDEPENDENT_ITERATIONS
      for (Index i = 0; i < s.n; ++i) {
        const T g = gradient[i] + decay * p[i];
        v[i] = alpha * v[i] + rest * (g * g);
        p_out[i] = p[i] - rate * g / (sqrt_of(v[i]) + eps);
      }
      return;
    }
    AGON_INDEPENDENT_ITERATIONS
    for (Index i = 0; i < s.n; ++i) {
      const T g = gradient[i] + decay * p[i];
      v[i] = alpha * v[i] + rest * (g * g);
      m[i] = momentum * m[i] + g / (sqrt_of(v[i]) + eps);
      p_out[i] = p[i] - rate * m[i];
    }
  });
}

/// p_out = p limited to [-limit, limit]; NaN stays.
template <class T>
void clip(const UpdateSpan<T>* spans, Index count, T limit) {
  for_each_piece(spans, count, [=](const UpdateSpan<T>& s) {
    const T* p = s.p;
    T* p_out = s.p_out;
    AGON_INDEPENDENT_ITERATIONS
    for (Index i = 0; i < s.n; ++i) {
      const T capped = p[i] > limit ? limit : p[i];
      p_out[i] = capped < -limit ? -limit : capped;
    }
  });
}

}  // namespace agon::kernels::AGON_ISA_NAMESPACE

#ifdef __clang__
#pragma clang diagnostic pop
#endif
