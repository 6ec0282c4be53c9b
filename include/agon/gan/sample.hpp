#pragma once

#include "agon/autograd/variable.hpp"
#include "agon/core/modes.hpp"

namespace agon {

/// What a generator makes of latents z, for looking at: nothing is recorded, normalisation uses the running
/// statistics and stochastic layers do not draw. A generator that takes more (labels) is given it: sample(g,
/// z, y).
template <class G, class T, class... Given>
BasicTensor<T> sample(const G& generator, const BasicTensor<T>& z, const Given&... given) {
  const Inference inference;
  return generator(BasicVar<T>(z), given...).value();
}

}  // namespace agon
