#pragma once

#include <cstddef>
#include <cstdint>

#include "agon/nn/parameter.hpp"

namespace agon {

/// One step of a gated recurrent unit (Cho et al. 2014): x [N, in] and the state h [N, hidden] give, with a
/// = x weight_ih' + bias_ih and b = h weight_hh' + bias_hh, each cut into the gates r, z, n,
///
///     n = tanh(a_n + sigmoid(a_r + b_r) b_n),    h <- (1 - z) n + z h with z = sigmoid(a_z + b_z).
///
/// Names, order of the gates and the place of the reset gate are PyTorch's, so that its weights mean the same
/// here.
///
/// Starts with weights uniform on [-1, 1) / sqrt(hidden), drawn from `current_random()`, and biases of 0.
/// Throws Error on sizes < 1 and on input and states of another shape. Differentiable to order 3.
template <class T>
struct BasicGRUCell {
  BasicGRUCell(std::int64_t in, std::int64_t hidden);

  BasicVar<T> operator()(const BasicVar<T>& x, const BasicVar<T>& h) const;
  /// From a state of zeros.
  BasicVar<T> operator()(const BasicVar<T>& x) const;

  std::int64_t hidden() const { return weight_hh.dim(1); }

  BasicParameter<T> weight_ih;  ///< [3 hidden, in]
  BasicParameter<T> weight_hh;  ///< [3 hidden, hidden]
  BasicParameter<T> bias_ih;    ///< [3 hidden]
  BasicParameter<T> bias_hh;    ///< [3 hidden]

  using Scalar = T;
  static constexpr std::size_t agon_members = 4;
};

/// GRUCell along a sequence: x [N, L, in], from the state h [N, hidden] or zeros -> [N, L, hidden], the state
/// after every step. What the steps take from x is one product for all of them. Throws Error on sizes < 1, on
/// input of another rank or width or without a step, and on states of another shape.
template <class T>
struct BasicGRU {
  BasicGRU(std::int64_t in, std::int64_t hidden);

  BasicVar<T> operator()(const BasicVar<T>& x) const;
  BasicVar<T> operator()(const BasicVar<T>& x, const BasicVar<T>& h) const;

  BasicGRUCell<T> cell;

  using Scalar = T;
  static constexpr std::size_t agon_members = 1;
  static constexpr bool agon_transparent = true;
};

using GRUCell = BasicGRUCell<float>;
using GRU = BasicGRU<float>;
namespace f64 {
using GRUCell = BasicGRUCell<double>;
using GRU = BasicGRU<double>;
}  // namespace f64

}  // namespace agon

#ifdef AGON_HEADER_ONLY
#include "agon/nn/layers/gru-inl.h"
#endif
