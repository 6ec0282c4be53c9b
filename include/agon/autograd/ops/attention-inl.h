#pragma once

#include <cmath>
#include <limits>
#include <string>

#include "agon/autograd/ops/activation.hpp"
#include "agon/autograd/ops/arithmetic.hpp"
#include "agon/autograd/ops/attention.hpp"
#include "agon/autograd/ops/linear.hpp"
#include "agon/autograd/ops/reduce.hpp"
#include "agon/autograd/ops/shape.hpp"
#include "agon/autograd/record.hpp"
#include "agon/core/error.hpp"
#include "agon/kernels/attention.hpp"

namespace agon {
namespace ops {

/// The sizes of an attention, once they are known to fit.
inline kernels::AttentionShape attention_shape(const Shape& q, const Shape& k, const Shape& v,
                                               const AttentionOptions& options) {
  const auto text = [&] { return to_string(q) + ", " + to_string(k) + " and " + to_string(v); };
  if (q.rank() != 3 || k.rank() != 3 || v.rank() != 3 || k[0] != q[0] || v[0] != q[0] || k[2] != q[2] ||
      v[1] != k[1] || k[1] < 1 || k[2] < 1 || v[2] < 1)
    fail("attention",
         "expected q [N, L, d], k [N, M, d] and v [N, M, e] with M, d and e >= 1, got " + text());
  const std::int64_t heads = options.heads;
  if (heads < 1 || q[2] % heads != 0 || v[2] % heads != 0)
    fail("attention", "expected heads >= 1 that divide the features of q, k and v, got " +
                          std::to_string(heads) + " for " + text());
  const double depth = static_cast<double>(q[2] / heads),
               scale = options.scale.value_or(1 / std::sqrt(depth));
  if (!std::isfinite(scale)) fail("attention", "expected a finite scale, got " + std::to_string(scale));
  if (options.causal && q[1] != k[1])
    fail("attention", "expected as many keys as queries for causal attention, got " + text());
  return {.samples = q[0],
          .heads = heads,
          .queries = q[1],
          .keys = k[1],
          .depth = q[2] / heads,
          .width = v[2] / heads,
          .scale = scale,
          .causal = options.causal};
}

/// [N, L, heads * size] -> [N * heads, L, size].
template <class T>
BasicVar<T> split_heads(const BasicVar<T>& x, std::int64_t heads) {
  if (heads == 1) return x;
  const std::int64_t n = x.dim(0), length = x.dim(1), size = x.dim(2) / heads;
  return agon::reshape(agon::transpose(agon::reshape(x, {n, length, heads, size}), {0, 2, 1, 3}),
                       {n * heads, length, size});
}

/// [N * heads, L, size] -> [N, L, heads * size].
template <class T>
BasicVar<T> join_heads(const BasicVar<T>& x, std::int64_t heads) {
  if (heads == 1) return x;
  const std::int64_t n = x.dim(0) / heads, length = x.dim(1), size = x.dim(2);
  return agon::reshape(agon::transpose(agon::reshape(x, {n, heads, length, size}), {0, 2, 1, 3}),
                       {n, length, heads * size});
}

/// 0 where the query of a row sees the key of a column, else minus infinity.
template <class T>
BasicTensor<T> causal_mask(std::int64_t length) {
  BasicTensor<T> mask({length, length}, T{0});
  std::int64_t i = 0;
  for (T& value : mask.mutable_values()) {
    if (i % length > i / length) value = -std::numeric_limits<T>::infinity();
    ++i;
  }
  return mask;
}

/// The weights of all keys for all queries, [N * heads, L, M].
template <class T>
BasicVar<T> attention_weights(const BasicVar<T>& q, const BasicVar<T>& k, const kernels::AttentionShape& s) {
  const BasicVar<T> scores = agon::batch_matmul(q, k, false, true) * static_cast<T>(s.scale);
  return agon::softmax(s.causal ? scores + causal_mask<T>(s.keys) : scores);
}

template <class T>
BasicVar<T> attention_composed(const BasicVar<T>& q, const BasicVar<T>& k, const BasicVar<T>& v,
                               const AttentionOptions& options) {
  const kernels::AttentionShape s = attention_shape(q.shape(), k.shape(), v.shape(), options);
  const BasicVar<T> weights = attention_weights(split_heads(q, s.heads), split_heads(k, s.heads), s);
  return join_heads(agon::batch_matmul(weights, split_heads(v, s.heads)), s.heads);
}

// With a graph: plain operations.
template <class T>
void recorded_attention_rule(Rule<T>& r, const kernels::AttentionShape& s) {
  const BasicVar<T> q = split_heads(r.input(0), s.heads), k = split_heads(r.input(1), s.heads),
                    v = split_heads(r.input(2), s.heads), gy = split_heads(r.grad(), s.heads);
  const BasicVar<T> weights = attention_weights(q, k, s);
  if (r.wants(2)) r.give(2, join_heads(agon::batch_matmul(weights, gy, true), s.heads));
  if (!r.wants(0) && !r.wants(1)) return;
  const BasicVar<T> gw = agon::batch_matmul(gy, v, false, true);
  const BasicVar<T> scores_grad =
      weights * (gw - agon::sum(weights * gw, {-1}, true)) * static_cast<T>(s.scale);
  if (r.wants(0)) r.give(0, join_heads(agon::batch_matmul(scores_grad, k), s.heads));
  if (r.wants(1)) r.give(1, join_heads(agon::batch_matmul(scores_grad, q, true), s.heads));
}

// Without: one kernel.
template <class T>
void fused_attention_rule(Rule<T>& r, const kernels::AttentionShape& s) {
  const auto gradients =
      kernels::attention_grad<T>(s, r.grad().value(), r.input(0).value(), r.input(1).value(),
                                 r.input(2).value(), {r.output().value(), r.input(3).value()});
  r.give(0, BasicVar<T>(gradients.gq));
  r.give(1, BasicVar<T>(gradients.gk));
  r.give(2, BasicVar<T>(gradients.gv));
}

template <class T>
BasicVar<T> attention(const BasicVar<T>& q, const BasicVar<T>& k, const BasicVar<T>& v,
                      const AttentionOptions& options) {
  const kernels::AttentionShape s = attention_shape(q.shape(), k.shape(), v.shape(), options);
  const kernels::Attention<T> result = kernels::attention(s, q.value(), k.value(), v.value());
  const BasicVar<T> log_sums = result.log_sums;
  return record<T>(
      "attention", result.y, {keep(q), keep(k), keep(v), keep(log_sums)},
      [s](Rule<T>& r) { recording() ? recorded_attention_rule(r, s) : fused_attention_rule(r, s); },
      Output::kept);
}

}  // namespace ops

AGON_INLINE Var attention(const Var& q, const Var& k, const Var& v, const AttentionOptions& options) {
  return ops::attention<float>(q, k, v, options);
}
AGON_INLINE f64::Var attention(const f64::Var& q, const f64::Var& k, const f64::Var& v,
                               const AttentionOptions& options) {
  return ops::attention<double>(q, k, v, options);
}
AGON_INLINE Var attention_composed(const Var& q, const Var& k, const Var& v,
                                   const AttentionOptions& options) {
  return ops::attention_composed<float>(q, k, v, options);
}
AGON_INLINE f64::Var attention_composed(const f64::Var& q, const f64::Var& k, const f64::Var& v,
                                        const AttentionOptions& options) {
  return ops::attention_composed<double>(q, k, v, options);
}

}  // namespace agon
