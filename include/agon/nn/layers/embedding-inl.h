#pragma once

#include <string>

#include "agon/autograd/ops/index.hpp"
#include "agon/core/error.hpp"
#include "agon/kernels/index.hpp"
#include "agon/nn/init.hpp"
#include "agon/nn/layers/check.hpp"
#include "agon/nn/layers/embedding.hpp"

namespace agon {

template <class T>
BasicEmbedding<T>::BasicEmbedding(const EmbeddingOptions& o) {
  detail::check_at_least("Embedding", "count", o.count, 1);
  detail::check_at_least("Embedding", "dim", o.dim, 1);
  // A label is one input: whatever the count, one row reaches the result.
  const double fan_out = static_cast<double>(o.dim);
  weight = BasicParameter<T>(normal(0, 1).draw<T>({o.count, o.dim}, 1, fan_out),
                             {ParameterRole::weight, 1, fan_out});
}

template <class T>
BasicVar<T> BasicEmbedding<T>::operator()(const LabelTensor& labels) const {
  if (!labels.defined()) fail("Embedding", "expected labels, got an undefined tensor");
  kernels::check_labels("Embedding", "labels", labels, weight.dim(0));
  return take(weight, labels);
}

}  // namespace agon
