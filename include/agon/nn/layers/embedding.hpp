#pragma once

#include <cstddef>
#include <cstdint>

#include "agon/nn/parameter.hpp"

namespace agon {

struct EmbeddingOptions {
  std::int64_t count = 0;  ///< labels
  std::int64_t dim = 0;    ///< features of each
};

/// A row of features for each label: labels [...] in [0, count) -> [..., dim].
///
/// Starts with standard normal weights, drawn from `current_random()`. Throws Error on sizes < 1 and on
/// labels out of range.
template <class T>
struct BasicEmbedding {
  explicit BasicEmbedding(const EmbeddingOptions& options);

  BasicVar<T> operator()(const LabelTensor& labels) const;

  BasicParameter<T> weight;  ///< [count, dim]

  using Scalar = T;
  static constexpr std::size_t agon_members = 1;
};

using Embedding = BasicEmbedding<float>;
namespace f64 {
using Embedding = BasicEmbedding<double>;
}

}  // namespace agon

#ifdef AGON_HEADER_ONLY
#include "agon/nn/layers/embedding-inl.h"
#endif
