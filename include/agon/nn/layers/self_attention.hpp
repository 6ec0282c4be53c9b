#pragma once

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <type_traits>

#include "agon/nn/layers/conv.hpp"
#include "agon/nn/reflect.hpp"

namespace agon {

struct SelfAttentionOptions {
  std::int64_t channels = 0;  ///< a multiple of 8
  bool pooled = false;        ///< whether keys and values are 2x2 max-pooled, as in the authors' code
};

namespace detail {

void check_self_attention(const SelfAttentionOptions& options);
void check_self_attention(const Shape& x, std::int64_t channels, bool pooled);

/// What each place of a picture sees of all places, or of all 2x2 places: q, k [N, H, W, d] and v [N, H, W,
/// e] -> [N, H, W, e].
template <class T>
BasicVar<T> attend(const BasicVar<T>& q, const BasicVar<T>& k, const BasicVar<T>& v, bool pooled);

/// x + gamma * seen, in one pass.
template <class T>
BasicVar<T> add_attention(const BasicVar<T>& x, const BasicVar<T>& seen, const BasicVar<T>& gamma);

}  // namespace detail

/// Self-attention between the places of a picture (Zhang et al. 2019, "Self-attention generative adversarial
/// networks"): x [N, H, W, C] -> x + gamma * out(softmax(query(x) key(x)') value(x)), with C / 8 channels of
/// queries and keys and C / 2 of values. With `pooled`, keys and values are those of 2x2 places, which
/// costs a quarter. The weights of all pairs of places are never held, unless a second derivative is asked
/// for.
///
/// The projections are 1x1 convolutions without a bias, or layers around these: `SelfAttention<>
/// attention{{.channels = 64}}`, `SelfAttention<SpectralNorm<Conv2d>>`. Any other kind is made by a function
/// of a projection's channels: `SelfAttention attention{{.channels = 64}, [](std::int64_t in, std::int64_t
/// out) { return Mine{in, out}; }}`.
///
/// gamma starts at 0, so that the layer starts as the identity; projections as they are made. Differentiable
/// to order 3. Throws Error unless channels is a multiple of 8 and > 0, and on input of another rank or
/// channel count or without places (2x2 of them where pooled).
template <class Projection = Conv2d>
struct SelfAttention {
  using Scalar = network_scalar_t<Projection>;

  explicit SelfAttention(
      const SelfAttentionOptions& options) requires std::constructible_from<Projection, BasicConv2d<Scalar>>
      : SelfAttention(options, [](std::int64_t from, std::int64_t to) {
        return Projection(BasicConv2d<Scalar>({.in = from, .out = to, .kernel = 1, .bias = false}));
      }) {}

  template <class Make>
  requires std::is_invocable_r_v<Projection, const Make&, std::int64_t, std::int64_t> SelfAttention(
      const SelfAttentionOptions& options, const Make& make)
      : query(make(checked(options), options.channels / 8)),
        key(make(options.channels, options.channels / 8)),
        value(make(options.channels, options.channels / 2)),
        out(make(options.channels / 2, options.channels)),
        gamma(BasicTensor<Scalar>::zeros({1}), ParameterInfo{}),
        channels(options.channels),
        pooled(options.pooled) {}

  BasicVar<Scalar> operator()(const BasicVar<Scalar>& x) const {
    detail::check_self_attention(x.shape(), channels, pooled);
    return detail::add_attention<Scalar>(x, out(detail::attend<Scalar>(query(x), key(x), value(x), pooled)),
                                         gamma);
  }

  Projection query;
  Projection key;
  Projection value;
  Projection out;
  BasicParameter<Scalar> gamma;  ///< [1]
  std::int64_t channels;
  bool pooled;

  static constexpr std::size_t agon_members = 7;

 private:
  static std::int64_t checked(const SelfAttentionOptions& options) {
    detail::check_self_attention(options);
    return options.channels;
  }
};

template <class Make>
SelfAttention(const SelfAttentionOptions&, const Make&)
    -> SelfAttention<std::invoke_result_t<const Make&, std::int64_t, std::int64_t>>;

namespace f64 {
using agon::SelfAttention;
}

}  // namespace agon

#ifdef AGON_HEADER_ONLY
#include "agon/nn/layers/self_attention-inl.h"
#endif
