#pragma once

#include <cstddef>
#include <cstdint>

#include "agon/nn/parameter.hpp"

namespace agon {

/// StyleGAN's noise (Karras et al. 2019): x [N, H, W, C] -> x + strength * noise, with a standard normal
/// number for each pixel, the same for its channels, drawn from `current_random()` at every pass. Under a
/// Deterministic guard it draws nothing and returns x. The strength is one number, as in StyleGAN2, or, where
/// channels is named, one a channel, as in StyleGAN.
///
/// Starts with a strength of 0, as there. Differentiable to order 3. Throws Error on channels < 1 and on
/// input of another rank or channel count.
template <class T>
struct BasicNoiseInjection {
  BasicNoiseInjection();
  explicit BasicNoiseInjection(std::int64_t channels);

  BasicVar<T> operator()(const BasicVar<T>& x) const;

  BasicParameter<T> strength;  ///< [1] or [C]
  bool per_channel;

  using Scalar = T;
  static constexpr std::size_t agon_members = 2;
};

using NoiseInjection = BasicNoiseInjection<float>;
namespace f64 {
using NoiseInjection = BasicNoiseInjection<double>;
}

}  // namespace agon

#ifdef AGON_HEADER_ONLY
#include "agon/nn/layers/noise_injection-inl.h"
#endif
