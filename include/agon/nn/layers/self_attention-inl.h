#pragma once

#include <string>

#include "agon/autograd/ops/attention.hpp"
#include "agon/autograd/ops/map.hpp"
#include "agon/autograd/ops/pool.hpp"
#include "agon/autograd/ops/shape.hpp"
#include "agon/core/error.hpp"
#include "agon/nn/layers/check.hpp"
#include "agon/nn/layers/self_attention.hpp"

namespace agon::detail {

AGON_INLINE void check_self_attention(const SelfAttentionOptions& options) {
  if (options.channels < 8 || options.channels % 8 != 0)
    fail("SelfAttention",
         "expected channels to be a multiple of 8 and > 0, got " + std::to_string(options.channels));
}

AGON_INLINE void check_self_attention(const Shape& x, std::int64_t channels, bool pooled) {
  check_pictures("SelfAttention", x, channels);
  const std::int64_t least = pooled ? 2 : 1;
  const std::string text = std::to_string(least);
  if (x[1] < least || x[2] < least)
    fail_input("SelfAttention", "[N, H >= " + text + ", W >= " + text + ", " + std::to_string(channels) + "]",
               x);
}

template <class T>
BasicVar<T> attend(const BasicVar<T>& q, const BasicVar<T>& k, const BasicVar<T>& v, bool pooled) {
  const auto places = [](const BasicVar<T>& x) {
    return reshape(x, {x.dim(0), x.dim(1) * x.dim(2), x.dim(3)});
  };
  const auto source = [&](const BasicVar<T>& x) {
    return places(pooled ? max_pool2d(x, MaxPoolOptions{.kernel = 2}) : x);
  };
  return reshape(attention(places(q), source(k), source(v), {.scale = 1.0}),
                 {q.dim(0), q.dim(1), q.dim(2), v.dim(3)});
}

template <class T>
BasicVar<T> add_attention(const BasicVar<T>& x, const BasicVar<T>& seen, const BasicVar<T>& gamma) {
  return map(
      "self_attention", [](auto v, auto s, auto g) { return v + g * s; }, x, seen, gamma);
}

}  // namespace agon::detail
