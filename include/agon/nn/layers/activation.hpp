#pragma once

#include <cstddef>

#include "agon/autograd/variable.hpp"

/// Activations as layers, for Sequential and its like; each applies the operation of its name to every
/// element.
namespace agon {

template <class T>
struct BasicReLU {
  BasicVar<T> operator()(const BasicVar<T>& x) const;
  using Scalar = T;
};

/// x where x > 0, slope * x elsewhere. Throws Error unless slope >= 0 and finite.
template <class T>
struct BasicLeakyReLU {
  explicit BasicLeakyReLU(double slope = 0.01);
  BasicVar<T> operator()(const BasicVar<T>& x) const;

  double slope;

  using Scalar = T;
  static constexpr std::size_t agon_members = 1;
};

template <class T>
struct BasicTanh {
  BasicVar<T> operator()(const BasicVar<T>& x) const;
  using Scalar = T;
};

template <class T>
struct BasicSigmoid {
  BasicVar<T> operator()(const BasicVar<T>& x) const;
  using Scalar = T;
};

template <class T>
struct BasicSoftplus {
  BasicVar<T> operator()(const BasicVar<T>& x) const;
  using Scalar = T;
};

using ReLU = BasicReLU<float>;
using LeakyReLU = BasicLeakyReLU<float>;
using Tanh = BasicTanh<float>;
using Sigmoid = BasicSigmoid<float>;
using Softplus = BasicSoftplus<float>;
namespace f64 {
using ReLU = BasicReLU<double>;
using LeakyReLU = BasicLeakyReLU<double>;
using Tanh = BasicTanh<double>;
using Sigmoid = BasicSigmoid<double>;
using Softplus = BasicSoftplus<double>;
}  // namespace f64

}  // namespace agon

#ifdef AGON_HEADER_ONLY
#include "agon/nn/layers/activation-inl.h"
#endif
