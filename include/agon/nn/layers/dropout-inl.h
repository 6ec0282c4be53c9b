#pragma once

#include <string>

#include "agon/autograd/ops/arithmetic.hpp"
#include "agon/core/error.hpp"
#include "agon/core/modes.hpp"
#include "agon/core/random.hpp"
#include "agon/nn/layers/dropout.hpp"

namespace agon {

template <class T>
BasicDropout<T>::BasicDropout(double probability) : p(probability) {
  if (!(p >= 0 && p < 1)) fail("Dropout", "expected a probability in [0, 1), got " + std::to_string(p));
}

template <class T>
BasicVar<T> BasicDropout<T>::operator()(const BasicVar<T>& x) const {
  if (!stochastic() || p == 0) return x;
  BasicTensor<T> factors = current_random().uniform<T>(x.shape());
  const T below = static_cast<T>(p), kept = static_cast<T>(1 / (1 - p));
  for (T& factor : factors.mutable_values()) factor = factor < below ? T{0} : kept;
  return x * factors;
}

}  // namespace agon
