#pragma once

#include "agon/autograd/ops/shape.hpp"
#include "agon/core/error.hpp"
#include "agon/nn/layers/check.hpp"
#include "agon/nn/layers/shape.hpp"

namespace agon {
namespace detail {

AGON_INLINE Shape sample_shape(const Shape& batch) { return Shape(batch.begin() + 1, batch.end()); }

}  // namespace detail

template <class T>
BasicReshape<T>::BasicReshape(const Shape& sample) : shape(sample) {
  int unknowns = 0;
  bool possible = shape.rank() < Shape::max_rank;
  for (std::int64_t size : shape) {
    unknowns += size == -1;
    possible = possible && size >= -1;
  }
  if (!possible || unknowns > 1)
    fail("Reshape",
         "expected a sample's shape of at most 7 axes with at most one -1, got " + to_string(shape));
}

template <class T>
BasicVar<T> BasicReshape<T>::operator()(const BasicVar<T>& x) const {
  if (x.rank() == 0) detail::fail_input("Reshape", "[N, ...]", x.shape());
  Shape sample = shape;
  if (!infer_size(sample, detail::sample_shape(x.shape()).size()))
    detail::fail_input("Reshape", "of samples that fit " + to_string(shape), x.shape());
  Shape target{x.dim(0)};
  for (std::int64_t size : sample) target.push_back(size);
  return reshape(x, target);
}

template <class T>
BasicVar<T> BasicFlatten<T>::operator()(const BasicVar<T>& x) const {
  if (x.rank() == 0) detail::fail_input("Flatten", "[N, ...]", x.shape());
  return flatten(x);
}

}  // namespace agon
