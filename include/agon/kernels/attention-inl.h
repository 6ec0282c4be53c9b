#pragma once

#include <string>

#include "agon/core/error.hpp"
#include "agon/kernels/attention.hpp"
#include "agon/kernels/isa.hpp"
#include "agon/kernels/table.hpp"

namespace agon::kernels {
namespace detail {

inline Shape query_shape(const AttentionShape& s, std::int64_t size) {
  return {s.samples, s.queries, s.heads * size};
}
inline Shape key_shape(const AttentionShape& s, std::int64_t size) {
  return {s.samples, s.keys, s.heads * size};
}

template <class T>
void check_attention(const char* what, const Shape& expected, const BasicTensor<T>& got) {
  check_defined("attention", got.erased());
  if (got.shape() != expected)
    fail("attention",
         std::string("expected ") + what + " " + to_string(expected) + ", got " + to_string(got.shape()));
}

template <class T>
void check_attention(const AttentionShape& s, const BasicTensor<T>& q, const BasicTensor<T>& k,
                     const BasicTensor<T>& v) {
  check_attention("q", query_shape(s, s.depth), q);
  check_attention("k", key_shape(s, s.depth), k);
  check_attention("v", key_shape(s, s.width), v);
  if (s.keys == 0 && s.queries > 0)
    fail("attention", "expected at least one key, got k " + to_string(k.shape()));
}

}  // namespace detail

template <class T>
Attention<T> attention(const AttentionShape& s, const BasicTensor<T>& q, const BasicTensor<T>& k,
                       const BasicTensor<T>& v) {
  detail::check_attention(s, q, k, v);
  Attention<T> result{BasicTensor<T>(detail::query_shape(s, s.width)),
                      BasicTensor<T>(Shape{s.samples, s.heads, s.queries})};
  if (result.y.size() > 0)
    table<T>().attention(s, q.data(), k.data(), v.data(), result.y.mutable_data(),
                         result.log_sums.mutable_data());
  return result;
}

template <class T>
AttentionGrad<T> attention_grad(const AttentionShape& s, const BasicTensor<T>& gy, const BasicTensor<T>& q,
                                const BasicTensor<T>& k, const BasicTensor<T>& v, const Attention<T>& left) {
  detail::check_attention(s, q, k, v);
  detail::check_attention("gy", detail::query_shape(s, s.width), gy);
  detail::check_attention("y", detail::query_shape(s, s.width), left.y);
  detail::check_attention("log_sums", Shape{s.samples, s.heads, s.queries}, left.log_sums);
  if (left.y.size() == 0)
    return {BasicTensor<T>::zeros(q.shape()), BasicTensor<T>::zeros(k.shape()),
            BasicTensor<T>::zeros(v.shape())};
  AttentionGrad<T> result{BasicTensor<T>(q.shape()), BasicTensor<T>(k.shape()), BasicTensor<T>(v.shape())};
  table<T>().attention_grad(s, gy.data(), q.data(), k.data(), v.data(), left.y.data(), left.log_sums.data(),
                            result.gq.mutable_data(), result.gk.mutable_data(), result.gv.mutable_data());
  return result;
}

}  // namespace agon::kernels
