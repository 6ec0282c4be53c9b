#pragma once

#include "agon/core/tensor.hpp"

namespace agon {

/// What a loader of plain tensors yields: samples x [N, ...].
template <class T>
struct BasicBatch {
  BasicTensor<T> x;
  std::int64_t size() const { return x.dim(0); }
};

/// What a loader of labelled pictures yields: samples x [N, ...] and their labels y [N].
template <class T>
struct BasicLabelledBatch {
  BasicTensor<T> x;
  LabelTensor y;
  std::int64_t size() const { return x.dim(0); }
};

using Batch = BasicBatch<float>;
using LabelledBatch = BasicLabelledBatch<float>;
namespace f64 {
using Batch = BasicBatch<double>;
using LabelledBatch = BasicLabelledBatch<double>;
}  // namespace f64

}  // namespace agon
