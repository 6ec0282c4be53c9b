#pragma once

#include <cstddef>
#include <cstdint>

#include "agon/nn/parameter.hpp"

namespace agon {

/// One step of a long short-term memory (Hochreiter and Schmidhuber 1997, with forget gates): x [N, in] and
/// the state h, c [N, hidden] give, with gates i, f, g, o = x weight_ih' + bias_ih + h weight_hh' + bias_hh,
///
///     c <- sigmoid(f) c + sigmoid(i) tanh(g),    h <- sigmoid(o) tanh(c).
///
/// Names, order of the gates and the two biases are PyTorch's, so that its weights mean the same here.
///
/// Starts with weights uniform on [-1, 1) / sqrt(hidden), drawn from `current_random()`, and biases of 0.
/// Throws Error on sizes < 1 and on input and states of another shape. Differentiable to order 3.
template <class T>
struct BasicLSTMCell {
  struct State {
    BasicVar<T> h, c;  ///< [N, hidden]; h is the output
  };

  BasicLSTMCell(std::int64_t in, std::int64_t hidden);

  State operator()(const BasicVar<T>& x, const State& state) const;
  /// From a state of zeros.
  State operator()(const BasicVar<T>& x) const;

  std::int64_t hidden() const { return weight_hh.dim(1); }

  BasicParameter<T> weight_ih;  ///< [4 hidden, in]
  BasicParameter<T> weight_hh;  ///< [4 hidden, hidden]
  BasicParameter<T> bias_ih;    ///< [4 hidden]
  BasicParameter<T> bias_hh;    ///< [4 hidden]

  using Scalar = T;
  static constexpr std::size_t agon_members = 4;
};

/// LSTMCell along a sequence: x [N, L, in] -> [N, L, hidden], the h of every step. What the steps take from x
/// is one product for all of them. Throws Error on sizes < 1, on input of another rank or width or without a
/// step, and on states of another shape.
template <class T>
struct BasicLSTM {
  using State = typename BasicLSTMCell<T>::State;
  struct Sequence {
    BasicVar<T> y;  ///< [N, L, hidden]
    State last;     ///< after the last step
  };

  BasicLSTM(std::int64_t in, std::int64_t hidden);

  /// From a state of zeros.
  BasicVar<T> operator()(const BasicVar<T>& x) const;
  Sequence operator()(const BasicVar<T>& x, const State& state) const;

  BasicLSTMCell<T> cell;

  using Scalar = T;
  static constexpr std::size_t agon_members = 1;
  static constexpr bool agon_transparent = true;
};

using LSTMCell = BasicLSTMCell<float>;
using LSTM = BasicLSTM<float>;
namespace f64 {
using LSTMCell = BasicLSTMCell<double>;
using LSTM = BasicLSTM<double>;
}  // namespace f64

}  // namespace agon

#ifdef AGON_HEADER_ONLY
#include "agon/nn/layers/lstm-inl.h"
#endif
