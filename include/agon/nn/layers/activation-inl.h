#pragma once

#include <cmath>
#include <string>

#include "agon/autograd/ops/activation.hpp"
#include "agon/core/error.hpp"
#include "agon/nn/layers/activation.hpp"

namespace agon {

template <class T>
BasicVar<T> BasicReLU<T>::operator()(const BasicVar<T>& x) const {
  return relu(x);
}

template <class T>
BasicLeakyReLU<T>::BasicLeakyReLU(double slope_below) : slope(slope_below) {
  if (!(slope >= 0) || !std::isfinite(slope))
    fail("LeakyReLU", "expected a finite slope >= 0, got " + std::to_string(slope));
}

template <class T>
BasicVar<T> BasicLeakyReLU<T>::operator()(const BasicVar<T>& x) const {
  return leaky_relu(x, static_cast<T>(slope));
}

template <class T>
BasicVar<T> BasicTanh<T>::operator()(const BasicVar<T>& x) const {
  return tanh(x);
}

template <class T>
BasicVar<T> BasicSigmoid<T>::operator()(const BasicVar<T>& x) const {
  return sigmoid(x);
}

template <class T>
BasicVar<T> BasicSoftplus<T>::operator()(const BasicVar<T>& x) const {
  return softplus(x);
}

}  // namespace agon
