#pragma once

#include <cstddef>

#include "agon/autograd/variable.hpp"

namespace agon {

/// PacGAN's packing (Lin et al. 2018): x [N, ..., C] -> [N / m, ..., m C], as the operation pack does; a
/// discriminator that begins with it judges m samples of one kind together, and has m times as many input
/// channels. `Pack{2}`. Throws Error where m < 1 or does not divide the batch.
template <class T>
struct BasicPack {
  explicit BasicPack(std::int64_t samples);

  BasicVar<T> operator()(const BasicVar<T>& x) const;

  std::int64_t m;

  using Scalar = T;
  static constexpr std::size_t agon_members = 1;
};

using Pack = BasicPack<float>;
namespace f64 {
using Pack = BasicPack<double>;
}

}  // namespace agon

#ifdef AGON_HEADER_ONLY
#include "agon/nn/layers/pack-inl.h"
#endif
