#pragma once

#include <cstddef>
#include <cstdint>

#include "agon/nn/layers/linear.hpp"

namespace agon {

struct MultiHeadAttentionOptions {
  std::int64_t dim = 0;      ///< features of the queries and of the result
  std::int64_t heads = 1;    ///< divide dim
  std::int64_t context = 0;  ///< features of what keys and values are made from; 0 stands for dim
  bool bias = true;          ///< of the four projections
  bool causal = false;       ///< whether a place sees only itself and those before it
};

/// Multi-head attention (Vaswani et al. 2017): queries, keys and values are projected to dim features, cut
/// into heads of dim / heads, and each head's softmax(q k' / sqrt(dim / heads)) v is projected once more. Of
/// itself, x [N, L, dim] -> [N, L, dim], or of a context: x [N, L, dim] and context [N, M, context] -> [N, L,
/// dim]. The weights of all pairs of places are never held, unless a second derivative is asked for.
///
/// Starts as its Linear layers do. Throws Error on sizes < 1, on heads that do not divide dim, on input of
/// another rank, batch or width or without places, and, where causal, on a context of another length than x.
template <class T>
struct BasicMultiHeadAttention {
  explicit BasicMultiHeadAttention(const MultiHeadAttentionOptions& options);

  BasicVar<T> operator()(const BasicVar<T>& x) const;
  BasicVar<T> operator()(const BasicVar<T>& x, const BasicVar<T>& context) const;

  BasicLinear<T> query;
  BasicLinear<T> key;
  BasicLinear<T> value;
  BasicLinear<T> out;
  std::int64_t heads;
  bool causal;

  using Scalar = T;
  static constexpr std::size_t agon_members = 6;
};

using MultiHeadAttention = BasicMultiHeadAttention<float>;
namespace f64 {
using MultiHeadAttention = BasicMultiHeadAttention<double>;
}

}  // namespace agon

#ifdef AGON_HEADER_ONLY
#include "agon/nn/layers/multi_head_attention-inl.h"
#endif
