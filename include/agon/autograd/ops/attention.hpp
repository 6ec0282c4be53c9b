#pragma once

#include <cstdint>
#include <optional>

#include "agon/autograd/variable.hpp"

namespace agon {

struct AttentionOptions {
  std::int64_t heads = 1;         ///< parts that the features are cut into, each with weights of its own
  std::optional<double> scale{};  ///< of the scores; 1 / sqrt(d / heads) where it is not set
  bool causal = false;            ///< whether a query sees only its own place and those before it
};

/// Scaled dot-product attention (Vaswani et al. 2017) of queries q [N, L, d], keys k [N, M, d] and values v
/// [N, M, e], for each head's share of the features
///
///     softmax(scale * q k') v,
///
/// the heads' results side by side: [N, L, e]. Values and first gradients run in a fused kernel, which never
/// holds the L by M weights of a head; beyond, the same mathematics in plain operations is differentiated, to
/// any order. Throws Error where shapes do not fit or have no keys or features, heads do not divide d and e,
/// the scale is not finite, or a causal query has no place among the keys (L and M differ).
Var attention(const Var& q, const Var& k, const Var& v, const AttentionOptions& options = {});
f64::Var attention(const f64::Var& q, const f64::Var& k, const f64::Var& v,
                   const AttentionOptions& options = {});

/// The same in plain operations: the reference that the fused kernel is held against.
Var attention_composed(const Var& q, const Var& k, const Var& v, const AttentionOptions& options = {});
f64::Var attention_composed(const f64::Var& q, const f64::Var& k, const f64::Var& v,
                            const AttentionOptions& options = {});

}  // namespace agon

#ifdef AGON_HEADER_ONLY
#include "agon/autograd/ops/attention-inl.h"
#endif
