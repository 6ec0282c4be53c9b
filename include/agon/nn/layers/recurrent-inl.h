#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "agon/autograd/ops/linear.hpp"
#include "agon/autograd/ops/shape.hpp"
#include "agon/autograd/ops/split.hpp"
#include "agon/core/error.hpp"
#include "agon/nn/init.hpp"
#include "agon/nn/layers/check.hpp"
#include "agon/nn/parameter.hpp"

/// What the recurrent layers share. A cell has weight_ih, weight_hh, bias_ih and bias_hh, its gates one above
/// the other in each.
namespace agon::detail {

/// A size of a layer that checks it before its cell does.
inline std::int64_t at_least_one(std::string_view layer, std::string_view name, std::int64_t size) {
  check_at_least(layer, name, size, 1);
  return size;
}

template <class Cell>
void start_cell(Cell& cell, std::string_view layer, std::int64_t gates, std::int64_t in,
                std::int64_t hidden) {
  using T = typename Cell::Scalar;
  check_at_least(layer, "in", in, 1);
  check_at_least(layer, "hidden", hidden, 1);
  const double fan = static_cast<double>(hidden);
  const auto weight = [&](std::int64_t columns) {
    return BasicParameter<T>(layer_default().draw<T>({gates * hidden, columns}, fan, fan),
                             {ParameterRole::weight, static_cast<double>(columns), fan});
  };
  cell.weight_ih = weight(in);
  cell.weight_hh = weight(hidden);
  for (BasicParameter<T>* bias : {&cell.bias_ih, &cell.bias_hh})
    *bias = BasicParameter<T>(BasicTensor<T>::zeros({gates * hidden}), {ParameterRole::bias});
}

inline void check_state(std::string_view layer, const Shape& state, std::int64_t samples,
                        std::int64_t hidden) {
  const Shape expected{samples, hidden};
  if (state != expected) fail(layer, "expected a state " + to_string(expected) + ", got " + to_string(state));
}

inline void check_sequence(std::string_view layer, const Shape& input, std::int64_t features) {
  if (input.rank() != 3 || input[1] < 1 || input[2] != features)
    fail_input(layer, "[N, L >= 1, " + std::to_string(features) + "]", input);
}

template <class T>
BasicVar<T> zero_state(const BasicVar<T>& x, std::int64_t hidden) {
  return BasicTensor<T>::zeros({x.dim(0), hidden});
}

/// What each step of a sequence [N, L, in] takes from its input: L times [N, gates].
template <class Cell, class T>
std::vector<BasicVar<T>> input_gates(const Cell& cell, const BasicVar<T>& x) {
  const std::int64_t samples = x.dim(0), steps = x.dim(1), gates = cell.weight_ih.dim(0);
  const BasicVar<T> all = linear(reshape(x, {samples * steps, x.dim(2)}), cell.weight_ih, cell.bias_ih);
  std::vector<BasicVar<T>> each = split(reshape(all, {samples, steps, gates}), 1, steps);
  for (BasicVar<T>& step : each) step = reshape(step, {samples, gates});
  return each;
}

}  // namespace agon::detail
