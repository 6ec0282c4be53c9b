#pragma once

#include "agon/autograd/ops/map.hpp"
#include "agon/nn/layers/gru.hpp"
#include "agon/nn/layers/recurrent-inl.h"

namespace agon {
namespace detail {

/// A step whose share of the gates from its input is known.
template <class T>
BasicVar<T> gru_step(const BasicGRUCell<T>& cell, const BasicVar<T>& from_input, const BasicVar<T>& h) {
  const std::vector<BasicVar<T>> a = split(from_input, 1, 3),
                                 b = split(linear(h, cell.weight_hh, cell.bias_hh), 1, 3);
  const BasicVar<T> candidate = map(
      "gru", [](auto ar, auto br, auto an, auto bn) { return tanh(an + sigmoid(ar + br) * bn); }, a[0], b[0],
      a[2], b[2]);
  return map(
      "gru", [](auto az, auto bz, auto n, auto before) { return n + sigmoid(az + bz) * (before - n); }, a[1],
      b[1], candidate, h);
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
  return detail::sequence_of(std::move(steps));
}

template <class T>
BasicVar<T> BasicGRU<T>::operator()(const BasicVar<T>& x) const {
  detail::check_sequence("GRU", x.shape(), cell.weight_ih.dim(1));
  return (*this)(x, detail::zero_state(x, cell.hidden()));
}

}  // namespace agon
