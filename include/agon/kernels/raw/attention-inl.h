#pragma once

#include "agon/kernels/raw/product-inl.h"
#include "agon/kernels/raw/reduce-inl.h"
#include "agon/kernels/raw/softmax-inl.h"

// Scaled dot-product attention, a block of queries at a time: the matrix of weights, queries by keys, is
// never stored whole. The gradient works the weights out again from the logarithms of their rows' sums (Dao
// et al. 2022, "FlashAttention").
namespace agon::kernels::AGON_ISA_NAMESPACE {

/// How the queries of a head are cut into blocks whose weights stay in the near caches.
struct AttentionBlocks {
  Index queries, length, count;

  explicit AttentionBlocks(const AttentionShape& s) : queries(s.queries) {
    constexpr Index weights = 1 << 16, least = 32, most = 256;
    const Index wanted = blocks_of(queries, max_of(least, min_of(most, weights / s.keys)));
    length = blocks_of(blocks_of(queries, wanted), tile_rows) * tile_rows;
    count = blocks_of(queries, length);
  }
  Range range(Index i) const { return {i * length, min_of(queries, (i + 1) * length)}; }
};

/// One head of one sample.
struct AttentionHead {
  const AttentionShape& shape;
  Index sample, head;

  AttentionHead(const AttentionShape& s, Index i) : shape(s), sample(i / s.heads), head(i % s.heads) {}

  /// Its part of one row of a tensor with `rows` rows a sample and `size` numbers a head.
  template <class T>
  T* at(T* data, Index rows, Index size, Index row = 0) const {
    return data + ((sample * rows + row) * shape.heads + head) * size;
  }
  template <class T>
  T* log_sums(T* data, Index query) const {
    return data + (sample * shape.heads + head) * shape.queries + query;
  }
  /// How many keys a query sees.
  Index seen(Index query) const { return shape.causal ? min_of(shape.keys, query + 1) : shape.keys; }
};

/// c = op(a) op(b), or c += where `add`, on the calling thread.
template <class T>
void small_product(Index m, Index n, Index k, Operand<T> a, Operand<T> b, T* c, Index c_stride,
                   bool add = false) {
  multiply<T>({0, m}, {0, n}, {0, k}, MatrixLeft<T>{a}, MatrixRight<T>{b, m <= 128}, c, c_stride, add);
}

/// The largest of x, found in packets.
template <class T>
T max_in_packets(Index n, const T* x) {
  using namespace Eigen::internal;
  constexpr Index size = packet_size<T>;
  if (n < size) return max_in_row(n, x);
  Packet<T> most = ploadu<Packet<T>>(x);
  for (Index i = size; i + size <= n; i += size) most = pmax(most, ploadu<Packet<T>>(x + i));
  return predux_max(pmax(most, ploadu<Packet<T>>(x + n - size)));
}

/// to = the scale times `rows` rows of one head's queries.
template <class T>
void scale_rows(const AttentionShape& s, Index rows, const T* from, Index from_stride, T* to,
                Index to_stride) {
  const T scale = static_cast<T>(s.scale);
  for (Index i = 0; i < rows; ++i) {
    AGON_INDEPENDENT_ITERATIONS
    for (Index j = 0; j < s.depth; ++j) to[i * to_stride + j] = scale * from[i * from_stride + j];
  }
}

/// The inner product of two rows, in lanes too.
template <class T>
double inner_product(Index n, const T* a, const T* b) {
  constexpr Index lanes = 8;
  double sums[lanes] = {}, sum = 0;
  Index i = 0;
  for (; i + lanes <= n; i += lanes)
    for (Index j = 0; j < lanes; ++j)
      sums[j] += static_cast<double>(a[i + j]) * static_cast<double>(b[i + j]);
  for (; i < n; ++i) sum += static_cast<double>(a[i]) * static_cast<double>(b[i]);
  for (Index j = 0; j < lanes; ++j) sum += sums[j];
  return sum;
}

/// Rows of scores become exponentials less their largest; `factors` is what makes them sum to 1.
template <class T>
void attention_weights(const AttentionHead& at, Range queries, Index columns, T* weights, T* factors,
                       T* log_sums) {
  for (Index i = 0; i < queries.size(); ++i) {
    T* AGON_RESTRICT row = weights + i * columns;
    const Index seen = at.seen(queries.begin + i);
    const T most = max_in_packets(seen, row);
    for (Index j = 0; j < seen; ++j) row[j] = exp_of(row[j] - most);
    zero_n(row + seen, columns - seen);
    const double sum = contiguous_sum(seen, row, Identity{});
    factors[i] = static_cast<T>(1 / sum);
    log_sums[i] = static_cast<T>(static_cast<double>(most) + log_of(sum));
  }
}

/// A block of y. Rows are divided by their sums at the end, where they are shorter.
template <class T>
void attention_block(const AttentionHead& at, Range queries, const T* q, const T* k, const T* v, T* y,
                     T* log_sums) {
  const AttentionShape& s = at.shape;
  const Index rows = queries.size(), columns = at.seen(queries.end - 1);
  const Index inner = s.heads * s.depth, outer = s.heads * s.width;
  const Scratch<T> weights(rows * columns), factors(rows), scaled(rows * s.depth);
  scale_rows(s, rows, at.at(q, s.queries, s.depth, queries.begin), inner, scaled.data(), s.depth);
  small_product<T>(rows, columns, s.depth, {scaled.data(), s.depth}, {at.at(k, s.keys, s.depth), inner, true},
                   weights.data(), columns);
  attention_weights(at, queries, columns, weights.data(), factors.data(),
                    at.log_sums(log_sums, queries.begin));
  T* out = at.at(y, s.queries, s.width, queries.begin);
  small_product<T>(rows, s.width, columns, {weights.data(), columns}, {at.at(v, s.keys, s.width), outer}, out,
                   outer);
  for (Index i = 0; i < rows; ++i)
    for (Index j = 0; j < s.width; ++j) out[i * outer + j] *= factors[i];
}

/// How many blocks are worth a thread.
constexpr Index attention_grain(const AttentionShape& s, Index rows) {
  constexpr Index worth = 1 << 18;  // multiplications
  return max_of(1, worth / max_of(1, rows * s.keys * (s.depth + s.width)));
}

template <class T>
void attention(const AttentionShape& s, const T* q, const T* k, const T* v, T* y, T* log_sums) {
  const AttentionBlocks blocks(s);
  for_each_block(s.samples * s.heads * blocks.count, attention_grain(s, blocks.length), [&](Index task) {
    attention_block({s, task / blocks.count}, blocks.range(task % blocks.count), q, k, v, y, log_sums);
  });
}

template <class T>
struct AttentionInputs {
  const T *gy, *q, *k, *v, *y, *log_sums;
};

/// Rows of scores become weights, and the weights' gradients the scores'.
template <class T>
void attention_score_grads(const AttentionHead& at, Range queries, Index columns,
                           const AttentionInputs<T>& in, T* weights, T* gradients) {
  const AttentionShape& s = at.shape;
  for (Index i = 0; i < queries.size(); ++i) {
    T *AGON_RESTRICT row = weights + i * columns, *AGON_RESTRICT gradient = gradients + i * columns;
    const Index query = queries.begin + i, seen = at.seen(query);
    const T log_sum = *at.log_sums(in.log_sums, query);
    const T along = static_cast<T>(inner_product(s.width, at.at(in.gy, s.queries, s.width, query),
                                                 at.at(in.y, s.queries, s.width, query)));
    for (Index j = 0; j < seen; ++j) {
      const T weight = exp_of(row[j] - log_sum);
      row[j] = weight;
      gradient[j] = weight * (gradient[j] - along);
    }
    zero_n(row + seen, columns - seen);
    zero_n(gradient + seen, columns - seen);
  }
}

/// A block of gq, and what it adds to gk and gv.
template <class T>
void attention_grad_block(const AttentionHead& at, Range queries, const AttentionInputs<T>& in, T* gq, T* gk,
                          T* gv) {
  const AttentionShape& s = at.shape;
  const Index rows = queries.size(), columns = at.seen(queries.end - 1);
  const Index inner = s.heads * s.depth, outer = s.heads * s.width;
  const Operand<T> k{at.at(in.k, s.keys, s.depth), inner}, v{at.at(in.v, s.keys, s.width), outer},
      gy{at.at(in.gy, s.queries, s.width, queries.begin), outer};
  const Scratch<T> weights(rows * columns), gradients(rows * columns), scaled(rows * s.depth);
  scale_rows(s, rows, at.at(in.q, s.queries, s.depth, queries.begin), inner, scaled.data(), s.depth);
  small_product<T>(rows, columns, s.depth, {scaled.data(), s.depth}, {k.data, inner, true}, weights.data(),
                   columns);
  small_product<T>(rows, columns, s.width, gy, {v.data, outer, true}, gradients.data(), columns);
  attention_score_grads(at, queries, columns, in, weights.data(), gradients.data());
  small_product<T>(columns, s.depth, rows, {gradients.data(), columns, true}, {scaled.data(), s.depth},
                   at.at(gk, s.keys, s.depth), inner, true);
  small_product<T>(columns, s.width, rows, {weights.data(), columns, true}, gy, at.at(gv, s.keys, s.width),
                   outer, true);
  T* out = at.at(gq, s.queries, s.depth, queries.begin);
  small_product<T>(rows, s.depth, columns, {gradients.data(), columns}, k, out, inner);
  scale_rows<T>(s, rows, out, inner, out, inner);
}

/// The blocks of a head add to the same gk and gv, in order. Where heads are few their blocks are cut into
/// parts, each with sums of its own, which are added afterwards.
template <class T>
void attention_grad(const AttentionShape& s, const T* gy, const T* q, const T* k, const T* v, const T* y,
                    const T* log_sums, T* gq, T* gk, T* gv) {
  constexpr Index tasks = 16;
  const AttentionBlocks blocks(s);
  const Index heads = s.samples * s.heads, parts = min_of(blocks.count, blocks_of(tasks, heads));
  const Index k_size = heads * s.keys * s.depth, v_size = heads * s.keys * s.width;
  const Scratch<T> partial(parts > 1 ? parts * (k_size + v_size) : 0);
  T* gks = parts > 1 ? partial.data() : gk;
  T* gvs = parts > 1 ? partial.data() + parts * k_size : gv;
  zero_n(gks, parts * k_size);
  zero_n(gvs, parts * v_size);
  for_each_block(heads * parts, attention_grain(s, s.queries / parts), [&](Index task) {
    const Index part = task % parts;
    for (Index i = blocks.count * part / parts; i < blocks.count * (part + 1) / parts; ++i)
      attention_grad_block<T>({s, task / parts}, blocks.range(i), {gy, q, k, v, y, log_sums}, gq,
                              gks + part * k_size, gvs + part * v_size);
  });
  if (parts == 1) return;
  sum(1, parts, k_size, static_cast<const T*>(gks), gk);
  sum(1, parts, v_size, static_cast<const T*>(gvs), gv);
}

}  // namespace agon::kernels::AGON_ISA_NAMESPACE
