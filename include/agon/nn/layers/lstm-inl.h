#pragma once

#include "agon/autograd/ops/activation.hpp"
#include "agon/autograd/ops/arithmetic.hpp"
#include "agon/autograd/ops/map.hpp"
#include "agon/autograd/ops/shape.hpp"
#include "agon/nn/layers/lstm.hpp"
#include "agon/nn/layers/recurrent-inl.h"

namespace agon {
namespace detail {

/// A step whose share of the gates from its input is known.
template <class T>
typename BasicLSTMCell<T>::State lstm_step(const BasicLSTMCell<T>& cell, const BasicVar<T>& from_input,
                                           const typename BasicLSTMCell<T>::State& state) {
  // Activations keep their results, which the products after them need anyway.
  const std::vector<BasicVar<T>> halves =
      split(from_input + linear(state.h, cell.weight_hh, cell.bias_hh), 1, 2);
  const std::vector<BasicVar<T>> input_forget = split(sigmoid(halves[0]), 1, 2),
                                 cell_output = split(halves[1], 1, 2);
  const BasicVar<T> c = map(
      "lstm", [](auto i, auto f, auto g, auto before) { return f * before + i * g; }, input_forget[0],
      input_forget[1], tanh(cell_output[0]), state.c);
  return {sigmoid(cell_output[1]) * tanh(c), c};
}

template <class T>
void check_lstm_state(std::string_view layer, const typename BasicLSTMCell<T>::State& state,
                      std::int64_t samples, std::int64_t hidden) {
  check_state(layer, state.h.shape(), samples, hidden);
  check_state(layer, state.c.shape(), samples, hidden);
}

template <class T>
typename BasicLSTMCell<T>::State lstm_start(const BasicLSTMCell<T>& cell, const BasicVar<T>& x) {
  return {zero_state(x, cell.hidden()), zero_state(x, cell.hidden())};
}

}  // namespace detail

template <class T>
BasicLSTMCell<T>::BasicLSTMCell(std::int64_t in, std::int64_t hidden) {
  detail::start_cell(*this, "LSTMCell", 4, in, hidden);
}

template <class T>
typename BasicLSTMCell<T>::State BasicLSTMCell<T>::operator()(const BasicVar<T>& x,
                                                              const State& state) const {
  detail::check_rows("LSTMCell", x.shape(), weight_ih.dim(1));
  detail::check_lstm_state<T>("LSTMCell", state, x.dim(0), hidden());
  return detail::lstm_step(*this, linear(x, weight_ih, bias_ih), state);
}

template <class T>
typename BasicLSTMCell<T>::State BasicLSTMCell<T>::operator()(const BasicVar<T>& x) const {
  detail::check_rows("LSTMCell", x.shape(), weight_ih.dim(1));
  return (*this)(x, detail::lstm_start(*this, x));
}

template <class T>
BasicLSTM<T>::BasicLSTM(std::int64_t in, std::int64_t hidden)
    : cell(detail::at_least_one("LSTM", "in", in), detail::at_least_one("LSTM", "hidden", hidden)) {}

template <class T>
typename BasicLSTM<T>::Sequence BasicLSTM<T>::operator()(const BasicVar<T>& x, const State& state) const {
  detail::check_sequence("LSTM", x.shape(), cell.weight_ih.dim(1));
  detail::check_lstm_state<T>("LSTM", state, x.dim(0), cell.hidden());
  State now = state;
  std::vector<BasicVar<T>> steps;
  for (const BasicVar<T>& gates : detail::input_gates(cell, x)) {
    now = detail::lstm_step(cell, gates, now);
    steps.push_back(now.h);
  }
  return {stack(steps, 1), now};
}

template <class T>
BasicVar<T> BasicLSTM<T>::operator()(const BasicVar<T>& x) const {
  detail::check_sequence("LSTM", x.shape(), cell.weight_ih.dim(1));
  return (*this)(x, detail::lstm_start(cell, x)).y;
}

}  // namespace agon
