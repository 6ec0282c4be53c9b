#include <cmath>

#include "agon/autograd/grad.hpp"
#include "agon/autograd/ops/arithmetic.hpp"
#include "agon/autograd/ops/reduce.hpp"
#include "agon/autograd/ops/shape.hpp"
#include "agon/core/random.hpp"
#include "agon/nn/layers/gru.hpp"
#include "agon/nn/layers/lstm.hpp"
#include "agon/nn/module.hpp"
#include "agon_test.hpp"

using namespace agon;
using namespace agon_test;

namespace {

using Numbers = std::vector<double>;

std::size_t at(std::int64_t i) { return static_cast<std::size_t>(i); }
double sigmoid_of(double x) { return 1 / (1 + std::exp(-x)); }

/// Row `row` of x weight' + bias.
Numbers affine_row(const f64::Tensor& x, std::int64_t row, const f64::Tensor& weight,
                   const f64::Tensor& bias) {
  const std::int64_t out = weight.dim(0), in = weight.dim(1);
  Numbers result(bias.values().begin(), bias.values().end());
  for (std::int64_t o = 0; o < out; ++o)
    for (std::int64_t i = 0; i < in; ++i) result[at(o)] += x.at({row, i}) * weight.at({o, i});
  return result;
}

template <class Cell>
void draw_all(Cell& cell) {
  std::uint64_t seed = 1;
  for (f64::Slot& slot : slots(cell)) *slot.parameter = Random(seed++).normal<double>(slot.value().shape());
}

/// One step of an LSTM by PyTorch's documentation.
void lstm_reference(const f64::LSTMCell& cell, const f64::Tensor& x, f64::Tensor& h, f64::Tensor& c) {
  const std::int64_t hidden = h.dim(1);
  f64::Tensor new_h = h, new_c = c;
  for (std::int64_t n = 0; n < x.dim(0); ++n) {
    const Numbers a = affine_row(x, n, cell.weight_ih.value(), cell.bias_ih.value());
    const Numbers b = affine_row(h, n, cell.weight_hh.value(), cell.bias_hh.value());
    for (std::int64_t j = 0; j < hidden; ++j) {
      const auto gate = [&](std::int64_t i) { return a[at(i * hidden + j)] + b[at(i * hidden + j)]; };
      const double now = sigmoid_of(gate(1)) * c.at({n, j}) + sigmoid_of(gate(0)) * std::tanh(gate(2));
      new_c.mutable_values()[at(n * hidden + j)] = now;
      new_h.mutable_values()[at(n * hidden + j)] = sigmoid_of(gate(3)) * std::tanh(now);
    }
  }
  h = new_h;
  c = new_c;
}

void gru_reference(const f64::GRUCell& cell, const f64::Tensor& x, f64::Tensor& h) {
  const std::int64_t hidden = h.dim(1);
  f64::Tensor new_h = h;
  for (std::int64_t n = 0; n < x.dim(0); ++n) {
    const Numbers a = affine_row(x, n, cell.weight_ih.value(), cell.bias_ih.value());
    const Numbers b = affine_row(h, n, cell.weight_hh.value(), cell.bias_hh.value());
    for (std::int64_t j = 0; j < hidden; ++j) {
      const double r = sigmoid_of(a[at(j)] + b[at(j)]), z = sigmoid_of(a[at(hidden + j)] + b[at(hidden + j)]);
      const double candidate = std::tanh(a[at(2 * hidden + j)] + r * b[at(2 * hidden + j)]);
      new_h.mutable_values()[at(n * hidden + j)] = (1 - z) * candidate + z * h.at({n, j});
    }
  }
  h = new_h;
}

f64::Tensor step_of(const f64::Tensor& sequence, std::int64_t step) {
  const f64::Var x = sequence;
  return reshape(slice(x, 1, step, step + 1), {sequence.dim(0), sequence.dim(2)}).value();
}

void require_close(const f64::Tensor& a, const f64::Tensor& b) {
  REQUIRE(a.shape() == b.shape());
  for (std::size_t i = 0; i < a.values().size(); ++i)
    REQUIRE(a.values()[i] == Approx(b.values()[i]).margin(1e-12));
}

}  // namespace

TEST_CASE("LSTM steps by PyTorch's formulas", "[nn][recurrent]") {
  f64::LSTM lstm{3, 4};
  draw_all(lstm);
  const f64::Tensor x = Random(9).normal<double>({2, 5, 3});
  f64::Tensor h = Random(10).normal<double>({2, 4}), c = Random(11).normal<double>({2, 4});
  const auto [y, last] = lstm(x, {h, c});
  REQUIRE(y.shape() == Shape{2, 5, 4});
  f64::LSTM::State state{h, c};
  for (std::int64_t step = 0; step < 5; ++step) {
    lstm_reference(lstm.cell, step_of(x, step), h, c);
    state = lstm.cell(step_of(x, step), state);
    require_close(step_of(y.value(), step), h);
    require_close(state.h.value(), h);
    require_close(state.c.value(), c);
  }
  require_close(last.h.value(), h);
  require_close(last.c.value(), c);
  const f64::Tensor none({2, 4}, 0.0);
  require_close(lstm(x).value(), lstm(x, {none, none}).y.value());
  require_close(lstm.cell(step_of(x, 0)).h.value(), step_of(lstm(x).value(), 0));
}

TEST_CASE("GRU steps by PyTorch's formulas", "[nn][recurrent]") {
  f64::GRU gru{3, 4};
  draw_all(gru);
  const f64::Tensor x = Random(9).normal<double>({2, 5, 3});
  f64::Tensor h = Random(10).normal<double>({2, 4});
  const f64::Tensor y = gru(x, h).value();
  f64::Var state = h;
  for (std::int64_t step = 0; step < 5; ++step) {
    gru_reference(gru.cell, step_of(x, step), h);
    state = gru.cell(step_of(x, step), state);
    require_close(step_of(y, step), h);
    require_close(state.value(), h);
  }
  require_close(gru(x).value(), gru(x, f64::Tensor({2, 4}, 0.0)).value());
  require_close(gru.cell(step_of(x, 0)).value(), step_of(gru(x).value(), 0));
}

TEST_CASE("recurrent layers start and name their weights as PyTorch does", "[nn][recurrent]") {
  Random random(1);
  const RandomGuard guard(random);
  const LSTM lstm{3, 16};
  REQUIRE(parameters(lstm).names() ==
          std::vector<std::string>{"weight_ih", "weight_hh", "bias_ih", "bias_hh"});
  REQUIRE(lstm.cell.weight_ih.shape() == Shape{64, 3});
  REQUIRE(GRUCell{3, 16}.weight_hh.shape() == Shape{48, 16});
  float largest = 0;
  for (float w : lstm.cell.weight_hh.value().values()) largest = std::max(largest, std::abs(w));
  REQUIRE((largest > 0.24f && largest <= 0.25f));
}

TEST_CASE("gradients reach every step of a long sequence", "[nn][recurrent]") {
  const f64::GRU gru{2, 3};
  const f64::Var x = variable(Random(2).normal<double>({1, 33, 2}));
  const f64::Tensor g = grad(sum(slice(gru(x), 1, 32, 33)), {x})[0].value();
  for (std::int64_t step = 0; step < 33; ++step) REQUIRE(std::abs(g.at({0, step, 0})) > 0);
}

TEST_CASE("recurrent layers refuse what does not fit", "[nn][recurrent]") {
  const Tensor x({2, 3}, 0.0f), h({2, 4}, 0.0f), wrong({3, 4}, 0.0f), sequence({2, 5, 3}, 0.0f);
  REQUIRE_ERROR((LSTMCell{0, 4}), "[LSTMCell] expected in >= 1, got 0");
  REQUIRE_ERROR((LSTM{3, 0}), "[LSTM] expected hidden >= 1, got 0");
  REQUIRE_ERROR((GRUCell{3, -1}), "[GRUCell] expected hidden >= 1, got -1");
  REQUIRE_ERROR((GRU{0, 4}), "[GRU] expected in >= 1, got 0");
  const LSTM lstm{3, 4};
  REQUIRE_ERROR(lstm.cell(h), "[LSTMCell] expected input [N, 3], got [2, 4]");
  REQUIRE_ERROR(lstm.cell(x, {h, wrong}), "[LSTMCell] expected a state [2, 4], got [3, 4]");
  REQUIRE_ERROR(lstm(x), "[LSTM] expected input [N, L >= 1, 3], got [2, 3]");
  REQUIRE_ERROR(lstm(Tensor({2, 0, 3}, 0.0f)), "[LSTM] expected input [N, L >= 1, 3], got [2, 0, 3]");
  REQUIRE_ERROR(lstm(sequence, {wrong, h}), "[LSTM] expected a state [2, 4], got [3, 4]");
  const GRU gru{3, 4};
  REQUIRE_ERROR(gru.cell(h), "[GRUCell] expected input [N, 3], got [2, 4]");
  REQUIRE_ERROR(gru.cell(x, wrong), "[GRUCell] expected a state [2, 4], got [3, 4]");
  REQUIRE_ERROR(gru(Tensor({2, 5, 4}, 0.0f)), "[GRU] expected input [N, L >= 1, 3], got [2, 5, 4]");
  REQUIRE_ERROR(gru(sequence, wrong), "[GRU] expected a state [2, 4], got [3, 4]");
}
