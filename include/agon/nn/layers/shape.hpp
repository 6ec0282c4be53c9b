#pragma once

#include <cstddef>
#include <initializer_list>

#include "agon/autograd/variable.hpp"

namespace agon {

/// x [N, ...] -> [N, shape]: each sample's elements in another shape, of which one axis may be -1.
/// `Reshape{7, 7, 128}`. Throws Error where the shape has two axes of -1 or one < -1, and where a sample does
/// not fit it.
template <class T>
struct BasicReshape {
  explicit BasicReshape(const Shape& sample);
  BasicReshape(std::initializer_list<std::int64_t> sample) : BasicReshape(Shape(sample)) {}

  BasicVar<T> operator()(const BasicVar<T>& x) const;

  Shape shape;  ///< of one sample

  using Scalar = T;
  static constexpr std::size_t agon_members = 1;
};

/// x [N, ...] -> [N, the rest]. Throws Error for a scalar.
template <class T>
struct BasicFlatten {
  BasicVar<T> operator()(const BasicVar<T>& x) const;
  using Scalar = T;
};

using Reshape = BasicReshape<float>;
using Flatten = BasicFlatten<float>;
namespace f64 {
using Reshape = BasicReshape<double>;
using Flatten = BasicFlatten<double>;
}  // namespace f64

}  // namespace agon

#ifdef AGON_HEADER_ONLY
#include "agon/nn/layers/shape-inl.h"
#endif
