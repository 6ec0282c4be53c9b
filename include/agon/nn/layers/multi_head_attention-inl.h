#pragma once

#include <string>

#include "agon/autograd/ops/attention.hpp"
#include "agon/autograd/ops/shape.hpp"
#include "agon/core/error.hpp"
#include "agon/nn/layers/check.hpp"
#include "agon/nn/layers/multi_head_attention.hpp"

namespace agon {
namespace detail {

AGON_INLINE const MultiHeadAttentionOptions& checked(const MultiHeadAttentionOptions& o) {
  check_at_least("MultiHeadAttention", "dim", o.dim, 1);
  check_at_least("MultiHeadAttention", "heads", o.heads, 1);
  check_at_least("MultiHeadAttention", "context", o.context, 0);
  if (o.dim % o.heads != 0)
    fail("MultiHeadAttention",
         "expected heads that divide dim " + std::to_string(o.dim) + ", got " + std::to_string(o.heads));
  return o;
}

AGON_INLINE std::int64_t context_of(const MultiHeadAttentionOptions& o) {
  return o.context > 0 ? o.context : o.dim;
}

/// A linear layer at every place of a sequence.
template <class T>
BasicVar<T> at_each_place(const BasicLinear<T>& layer, const BasicVar<T>& x) {
  return reshape(layer(reshape(x, {x.dim(0) * x.dim(1), x.dim(2)})),
                 {x.dim(0), x.dim(1), layer.weight.dim(0)});
}

}  // namespace detail

template <class T>
BasicMultiHeadAttention<T>::BasicMultiHeadAttention(const MultiHeadAttentionOptions& o)
    : query(detail::checked(o).dim, o.dim, {.bias = o.bias}),
      key(detail::context_of(o), o.dim, {.bias = o.bias}),
      value(detail::context_of(o), o.dim, {.bias = o.bias}),
      out(o.dim, o.dim, {.bias = o.bias}),
      heads(o.heads),
      causal(o.causal) {}

template <class T>
BasicVar<T> BasicMultiHeadAttention<T>::operator()(const BasicVar<T>& x) const {
  return (*this)(x, x);
}

template <class T>
BasicVar<T> BasicMultiHeadAttention<T>::operator()(const BasicVar<T>& x, const BasicVar<T>& context) const {
  const std::int64_t dim = query.weight.dim(1), features = key.weight.dim(1);
  if (x.rank() != 3 || x.dim(2) != dim)
    detail::fail_input("MultiHeadAttention", "[N, L, " + std::to_string(dim) + "]", x.shape());
  const Shape& from = context.shape();
  if (from.rank() != 3 || from[0] != x.dim(0) || from[1] < 1 || from[2] != features ||
      (causal && from[1] != x.dim(1)))
    fail("MultiHeadAttention", "expected a context [" + std::to_string(x.dim(0)) +
                                   (causal ? ", " + std::to_string(x.dim(1)) : std::string(", M >= 1")) +
                                   ", " + std::to_string(features) + "] for input " + to_string(x.shape()) +
                                   ", got " + to_string(from));
  const BasicVar<T> seen =
      attention(detail::at_each_place(query, x), detail::at_each_place(key, context),
                detail::at_each_place(value, context), {.heads = heads, .causal = causal});
  return detail::at_each_place(out, seen);
}

}  // namespace agon
