#pragma once

#include "agon/autograd/ops/activation.hpp"
#include "agon/autograd/ops/arithmetic.hpp"
#include "agon/autograd/ops/map.hpp"
#include "agon/autograd/ops/shape.hpp"
#include "agon/nn/layers/gru.hpp"
#include "agon/nn/layers/recurrent-inl.h"

namespace agon {
namespace detail {

/// A step whose share of the gates from its input is known.
template <class T>
BasicVar<T> gru_step(const BasicGRUCell<T>& cell, const BasicVar<T>& from_input, const BasicVar<T>& h) {
  const BasicVar<T> from_state = linear(h, cell.weight_hh, cell.bias_hh);
  const std::int64_t both = 2 * cell.hidden(), all = 3 * cell.hidden();
  const std::vector<BasicVar<T>> reset_update =
      split(sigmoid(slice(from_input, 1, 0, both) + slice(from_state, 1, 0, both)), 1, 2);
  const BasicVar<T> candidate = tanh(map(
      "gru", [](auto r, auto a, auto b) { return a + r * b; }, reset_update[0],
      slice(from_input, 1, both, all), slice(from_state, 1, both, all)));
  return map(
      "gru", [](auto z, auto n, auto before) { return n + z * (before - n); }, reset_update[1], candidate, h);
}

}  // namespace detail

template <class T>
BasicGRUCell<T>::BasicGRUCell(std::int64_t in, std::int64_t hidden) {
  detail::start_cell(*this, "GRUCell", 3, in, hidden);
}

template <class T>
BasicVar<T> BasicGRUCell<T>::operator()(const BasicVar<T>& x, const BasicVar<T>& h) const {
  detail::check_rows("GRUCell", x.shape(), weight_ih.dim(1));
  detail::check_state("GRUCell", h.shape(), x.dim(0), hidden());
  return detail::gru_step(*this, linear(x, weight_ih, bias_ih), h);
}

template <class T>
BasicVar<T> BasicGRUCell<T>::operator()(const BasicVar<T>& x) const {
  detail::check_rows("GRUCell", x.shape(), weight_ih.dim(1));
  return (*this)(x, detail::zero_state(x, hidden()));
}

template <class T>
BasicGRU<T>::BasicGRU(std::int64_t in, std::int64_t hidden)
    : cell(detail::at_least_one("GRU", "in", in), detail::at_least_one("GRU", "hidden", hidden)) {}

template <class T>
BasicVar<T> BasicGRU<T>::operator()(const BasicVar<T>& x, const BasicVar<T>& h) const {
  detail::check_sequence("GRU", x.shape(), cell.weight_ih.dim(1));
  detail::check_state("GRU", h.shape(), x.dim(0), cell.hidden());
  BasicVar<T> now = h;
  std::vector<BasicVar<T>> steps;
  for (const BasicVar<T>& gates : detail::input_gates(cell, x)) {
    now = detail::gru_step(cell, gates, now);
    steps.push_back(now);
  }
  return stack(steps, 1);
}

template <class T>
BasicVar<T> BasicGRU<T>::operator()(const BasicVar<T>& x) const {
  detail::check_sequence("GRU", x.shape(), cell.weight_ih.dim(1));
  return (*this)(x, detail::zero_state(x, cell.hidden()));
}

}  // namespace agon
