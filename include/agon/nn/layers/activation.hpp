#pragma once

#include <cstddef>
#include <cstdint>

#include "agon/autograd/ops/activation.hpp"
#include "agon/nn/parameter.hpp"

/// Activations as layers, for Sequential and its like; each applies the operation of its name, to every
/// element unless said otherwise.
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

/// x where x > 0, slope * x elsewhere, with a learned slope for each channel of x [..., channels], or one for
/// all (He et al. 2015). Initialisers leave the slopes alone. Throws Error on channels < 1, a start that is
/// not finite, and input of another last axis where there are several slopes.
template <class T>
struct BasicPReLU {
  explicit BasicPReLU(std::int64_t channels = 1, double start = 0.25);
  BasicVar<T> operator()(const BasicVar<T>& x) const;

  BasicParameter<T> slope;  ///< [channels]

  using Scalar = T;
  static constexpr std::size_t agon_members = 1;
};

/// x where x > 0, alpha * (e^x - 1) elsewhere. Throws Error unless alpha is finite.
template <class T>
struct BasicELU {
  explicit BasicELU(double alpha = 1);
  BasicVar<T> operator()(const BasicVar<T>& x) const;

  double alpha;

  using Scalar = T;
  static constexpr std::size_t agon_members = 1;
};

template <class T>
struct BasicSELU {
  BasicVar<T> operator()(const BasicVar<T>& x) const;
  using Scalar = T;
};

template <class T>
struct BasicGELU {
  explicit BasicGELU(GeluForm how = GeluForm::exact) : form(how) {}
  BasicVar<T> operator()(const BasicVar<T>& x) const;

  GeluForm form;

  using Scalar = T;
  static constexpr std::size_t agon_members = 1;
};

template <class T>
struct BasicSiLU {
  BasicVar<T> operator()(const BasicVar<T>& x) const;
  using Scalar = T;
};

template <class T>
struct BasicMish {
  BasicVar<T> operator()(const BasicVar<T>& x) const;
  using Scalar = T;
};

/// x held to [low, high]. Throws Error unless low < high and both are finite.
template <class T>
struct BasicHardtanh {
  explicit BasicHardtanh(double low = -1, double high = 1);
  BasicVar<T> operator()(const BasicVar<T>& x) const;

  double low;
  double high;

  using Scalar = T;
  static constexpr std::size_t agon_members = 2;
};

/// The largest of `pieces` features each: x [..., pieces * C] -> [..., C], where feature c chooses among c,
/// C + c, 2C + c and so on. After Linear{in, pieces * out} it is the maxout layer of Goodfellow et al. 2013.
/// Throws Error on pieces < 1 and on a last axis that is not a multiple of them.
template <class T>
struct BasicMaxout {
  explicit BasicMaxout(std::int64_t pieces);
  BasicVar<T> operator()(const BasicVar<T>& x) const;

  std::int64_t pieces;

  using Scalar = T;
  static constexpr std::size_t agon_members = 1;
};

/// x [..., 2C] -> [..., C]: the first half of the last axis times the sigmoid of the second. Throws Error
/// where the last axis is odd.
template <class T>
struct BasicGLU {
  BasicVar<T> operator()(const BasicVar<T>& x) const;
  using Scalar = T;
};

/// Along the last axis. Throws Error for a scalar.
template <class T>
struct BasicSoftmax {
  BasicVar<T> operator()(const BasicVar<T>& x) const;
  using Scalar = T;
};

/// Along the last axis. Throws Error for a scalar.
template <class T>
struct BasicLogSoftmax {
  BasicVar<T> operator()(const BasicVar<T>& x) const;
  using Scalar = T;
};

using ReLU = BasicReLU<float>;
using LeakyReLU = BasicLeakyReLU<float>;
using Tanh = BasicTanh<float>;
using Sigmoid = BasicSigmoid<float>;
using Softplus = BasicSoftplus<float>;
using PReLU = BasicPReLU<float>;
using ELU = BasicELU<float>;
using SELU = BasicSELU<float>;
using GELU = BasicGELU<float>;
using SiLU = BasicSiLU<float>;
using Mish = BasicMish<float>;
using Hardtanh = BasicHardtanh<float>;
using Maxout = BasicMaxout<float>;
using GLU = BasicGLU<float>;
using Softmax = BasicSoftmax<float>;
using LogSoftmax = BasicLogSoftmax<float>;
namespace f64 {
using ReLU = BasicReLU<double>;
using LeakyReLU = BasicLeakyReLU<double>;
using Tanh = BasicTanh<double>;
using Sigmoid = BasicSigmoid<double>;
using Softplus = BasicSoftplus<double>;
using PReLU = BasicPReLU<double>;
using ELU = BasicELU<double>;
using SELU = BasicSELU<double>;
using GELU = BasicGELU<double>;
using SiLU = BasicSiLU<double>;
using Mish = BasicMish<double>;
using Hardtanh = BasicHardtanh<double>;
using Maxout = BasicMaxout<double>;
using GLU = BasicGLU<double>;
using Softmax = BasicSoftmax<double>;
using LogSoftmax = BasicLogSoftmax<double>;
}  // namespace f64

}  // namespace agon

#ifdef AGON_HEADER_ONLY
#include "agon/nn/layers/activation-inl.h"
#endif
