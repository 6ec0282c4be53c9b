#pragma once

#include <cmath>
#include <string>

#include "agon/autograd/ops/activation.hpp"
#include "agon/core/error.hpp"
#include "agon/nn/layers/activation.hpp"
#include "agon/nn/layers/check.hpp"

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

template <class T>
BasicPReLU<T>::BasicPReLU(std::int64_t channels, double start) {
  detail::check_at_least("PReLU", "channels", channels, 1);
  if (!std::isfinite(start)) fail("PReLU", "expected a finite start, got " + std::to_string(start));
  slope = BasicParameter<T>(BasicTensor<T>({channels}, static_cast<T>(start)), {ParameterRole::other});
}

template <class T>
BasicVar<T> BasicPReLU<T>::operator()(const BasicVar<T>& x) const {
  const std::int64_t channels = slope.dim(0);
  if (channels > 1 && (x.rank() == 0 || x.dim(-1) != channels))
    detail::fail_input("PReLU", "[..., " + std::to_string(channels) + "]", x.shape());
  return prelu(x, slope);
}

template <class T>
BasicELU<T>::BasicELU(double below) : alpha(below) {
  if (!std::isfinite(alpha)) fail("ELU", "expected a finite alpha, got " + std::to_string(alpha));
}

template <class T>
BasicVar<T> BasicELU<T>::operator()(const BasicVar<T>& x) const {
  return elu(x, static_cast<T>(alpha));
}

template <class T>
BasicVar<T> BasicSELU<T>::operator()(const BasicVar<T>& x) const {
  return selu(x);
}

template <class T>
BasicVar<T> BasicGELU<T>::operator()(const BasicVar<T>& x) const {
  return gelu(x, form);
}

template <class T>
BasicVar<T> BasicSiLU<T>::operator()(const BasicVar<T>& x) const {
  return silu(x);
}

template <class T>
BasicVar<T> BasicMish<T>::operator()(const BasicVar<T>& x) const {
  return mish(x);
}

template <class T>
BasicHardtanh<T>::BasicHardtanh(double least, double most) : low(least), high(most) {
  if (!(low < high) || !std::isfinite(low) || !std::isfinite(high))
    fail("Hardtanh",
         "expected finite low < high, got " + std::to_string(low) + " and " + std::to_string(high));
}

template <class T>
BasicVar<T> BasicHardtanh<T>::operator()(const BasicVar<T>& x) const {
  return hardtanh(x, static_cast<T>(low), static_cast<T>(high));
}

template <class T>
BasicMaxout<T>::BasicMaxout(std::int64_t count) : pieces(count) {
  detail::check_at_least("Maxout", "pieces", pieces, 1);
}

template <class T>
BasicVar<T> BasicMaxout<T>::operator()(const BasicVar<T>& x) const {
  if (x.rank() == 0 || x.dim(-1) % pieces != 0)
    detail::fail_input("Maxout", "[..., " + std::to_string(pieces) + " * C]", x.shape());
  return maxout(x, pieces);
}

template <class T>
BasicVar<T> BasicGLU<T>::operator()(const BasicVar<T>& x) const {
  if (x.rank() == 0 || x.dim(-1) % 2 != 0) detail::fail_input("GLU", "[..., 2 * C]", x.shape());
  return glu(x);
}

template <class T>
BasicVar<T> BasicSoftmax<T>::operator()(const BasicVar<T>& x) const {
  if (x.rank() == 0) detail::fail_input("Softmax", "[..., C]", x.shape());
  return softmax(x);
}

template <class T>
BasicVar<T> BasicLogSoftmax<T>::operator()(const BasicVar<T>& x) const {
  if (x.rank() == 0) detail::fail_input("LogSoftmax", "[..., C]", x.shape());
  return log_softmax(x);
}

}  // namespace agon
