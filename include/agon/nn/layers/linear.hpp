#pragma once

#include <optional>

#include "agon/autograd/ops/activation.hpp"
#include "agon/nn/parameter.hpp"

namespace agon {

struct LinearOptions {
  bool bias = true;
};

/// x [N, in] -> x weight' + bias [N, out], then the activation that the call names.
///
/// Starts with weights uniform on [-1, 1) / sqrt(in), drawn from `current_random()`, and a bias of 0. Throws
/// Error on sizes < 1 and on input of another rank or width.
template <class T>
struct BasicLinear {
  BasicLinear(std::int64_t in, std::int64_t out, LinearOptions options = {});

  BasicVar<T> operator()(const BasicVar<T>& x, Activation then = {}) const;

  BasicParameter<T> weight;               ///< [out, in]
  std::optional<BasicParameter<T>> bias;  ///< [out]

  using Scalar = T;
  static constexpr std::size_t agon_members = 2;
};

using Linear = BasicLinear<float>;
namespace f64 {
using Linear = BasicLinear<double>;
}

}  // namespace agon

#ifdef AGON_HEADER_ONLY
#include "agon/nn/layers/linear-inl.h"
#endif
