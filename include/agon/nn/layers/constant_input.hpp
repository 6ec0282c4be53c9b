#pragma once

#include <cstddef>
#include <cstdint>

#include "agon/core/size2.hpp"
#include "agon/nn/parameter.hpp"

namespace agon {

struct ConstantInputOptions {
  Size2 size = 4;
  std::int64_t channels = 0;
};

/// A learned picture that every sample starts from (Karras et al. 2019, StyleGAN): samples -> [samples, H, W,
/// C]. In place of the number may stand the batch of that size that the pictures are to go with, such as
/// styles.
///
/// Starts with standard normal numbers, drawn from `current_random()`. Throws Error on sizes < 1, on samples
/// < 0 and on a batch without an axis.
template <class T>
struct BasicConstantInput {
  explicit BasicConstantInput(const ConstantInputOptions& options);

  BasicVar<T> operator()(std::int64_t samples) const;
  BasicVar<T> operator()(const BasicVar<T>& batch) const;

  BasicParameter<T> value;  ///< [1, H, W, C]

  using Scalar = T;
  static constexpr std::size_t agon_members = 1;
};

using ConstantInput = BasicConstantInput<float>;
namespace f64 {
using ConstantInput = BasicConstantInput<double>;
}

}  // namespace agon

#ifdef AGON_HEADER_ONLY
#include "agon/nn/layers/constant_input-inl.h"
#endif
