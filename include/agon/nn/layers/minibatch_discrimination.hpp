#pragma once

#include <cstddef>

#include "agon/nn/parameter.hpp"

namespace agon {

/// Minibatch discrimination (Salimans et al. 2016, section 3.2): x [N, in] -> [N, in + kernels], the input
/// followed by how close each sample is to the others of its batch. With M = x weight in rows of B =
/// `kernels` by C = `dims`,
///
///     o[i, b] = sum over j != i of exp(-|M[i, b] - M[j, b]|_1).
///
/// The paper's sum also has j = i; that term is always 1 and without gradient, so it is left out: a sample
/// alone in its batch gets features of 0. Holds N * N * B * C numbers during a pass.
///
/// Starts with weights uniform on [-1, 1) / sqrt(in), drawn from `current_random()`. Throws Error on sizes <
/// 1 and on input of another rank or width.
template <class T>
struct BasicMinibatchDiscrimination {
  BasicMinibatchDiscrimination(std::int64_t in, std::int64_t kernels, std::int64_t dims);

  BasicVar<T> operator()(const BasicVar<T>& x) const;

  BasicParameter<T> weight;  ///< [in, kernels * dims], the paper's T
  std::int64_t kernels;
  std::int64_t dims;

  using Scalar = T;
  static constexpr std::size_t agon_members = 3;
};

using MinibatchDiscrimination = BasicMinibatchDiscrimination<float>;
namespace f64 {
using MinibatchDiscrimination = BasicMinibatchDiscrimination<double>;
}

}  // namespace agon

#ifdef AGON_HEADER_ONLY
#include "agon/nn/layers/minibatch_discrimination-inl.h"
#endif
