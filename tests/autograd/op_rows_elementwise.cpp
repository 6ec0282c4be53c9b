#include "agon/autograd/ops.hpp"
#include "op_table.hpp"

namespace agon_test {
namespace {

template <class Draw>
std::vector<Sample> unary_samples(Draw draw) {
  return {{"matrix", {draw({3, 5})}},
          {"scalar", {draw({})}},
          {"one element", {draw({1, 1})}},
          {"pictures", {draw({2, 3, 5, 2})}},
          {"beyond the grain", {draw(large())}}};
}

template <class DrawA, class DrawB>
std::vector<Sample> binary_samples(DrawA a, DrawB b) {
  return {{"same shape", {a({3, 5}), b({3, 5})}},      {"scalar right", {a({3, 5}), b({})}},
          {"scalar left", {a({}), b({3, 5})}},         {"row", {a({2, 3, 5}), b({5})}},
          {"column", {a({4, 1}), b({4, 6})}},          {"both repeat", {a({3, 1, 4}), b({2, 1})}},
          {"batch of one", {a({1, 2, 3, 2}), b({2})}}, {"beyond the grain", {a(large()), b({large()[1]})}}};
}

const auto any_number = [](const Shape& shape) { return any(shape); };
const auto positive_number = [](const Shape& shape) { return positive(shape); };
const auto nonzero = [](const Shape& shape) { return away_from_zero(shape); };

}  // namespace

std::vector<OpRow> arithmetic_rows() {
  return {
      op_row(
          "operator+", [](const auto& x) { return x[0] + x[1]; }, binary_samples(any_number, any_number)),
      op_row(
          "operator-", [](const auto& x) { return x[0] - x[1]; }, binary_samples(any_number, any_number)),
      op_row(
          "operator*", [](const auto& x) { return x[0] * x[1]; }, binary_samples(any_number, any_number)),
      op_row(
          "operator/", [](const auto& x) { return x[0] / x[1]; }, binary_samples(any_number, nonzero)),
      op_row(
          "operator+", [](const auto& x) { return 2 + (x[0] + 3) - 0.5f; }, unary_samples(any_number)),
      op_row(
          "operator-", [](const auto& x) { return 2 - (-x[0]); }, unary_samples(any_number)),
      op_row(
          "operator*", [](const auto& x) { return x[0] * 3 + 0.5f * x[0]; }, unary_samples(any_number)),
      op_row(
          "operator/", [](const auto& x) { return x[0] / 4 + 2 / x[0]; }, unary_samples(nonzero)),
      op_row(
          "affine", [](const auto& x) { return affine(x[0], 3, -1); }, unary_samples(any_number)),
      op_row(
          "square", [](const auto& x) { return square(x[0]); }, unary_samples(any_number)),
      op_row(
          "sqrt", [](const auto& x) { return sqrt(x[0]); }, unary_samples(positive_number)),
      op_row(
          "reciprocal_or_zero", [](const auto& x) { return reciprocal_or_zero(x[0]); },
          unary_samples(nonzero)),
      op_row(
          "exp", [](const auto& x) { return exp(x[0]); }, unary_samples(any_number)),
      op_row(
          "log", [](const auto& x) { return log(x[0]); }, unary_samples(positive_number)),
      op_row(
          "abs", [](const auto& x) { return abs(x[0]); }, unary_samples(nonzero)),
      op_row(
          "sign", [](const auto& x) { return sign(x[0]); }, unary_samples(nonzero)),
      op_row(
          "pow", [](const auto& x) { return pow(x[0], 2.5f); }, unary_samples(positive_number)),
      op_row(
          "pow", [](const auto& x) { return pow(x[0], 3); }, unary_samples(nonzero)),
      op_row(
          "pow", [](const auto& x) { return pow(x[0], 1); }, unary_samples(nonzero)),
      op_row(
          "pow", [](const auto& x) { return pow(x[0], 2); }, unary_samples(nonzero)),
      op_row(
          "pow", [](const auto& x) { return pow(x[0], 0); }, unary_samples(nonzero)),
      op_row(
          "pow", [](const auto& x) { return pow(x[0], -1); }, unary_samples(nonzero)),
      op_row(
          "pow", [](const auto& x) { return pow(x[0], 0.5f); }, unary_samples(positive_number)),
      op_row("lerp", [](const auto& x) { return lerp(x[0], x[1], x[2]); },
             {{"per element", {any({3, 4}), any({3, 4}), any({3, 4})}},
              {"per sample", {any({3, 2, 2, 1}), any({3, 2, 2, 1}), any({3, 1, 1, 1})}},
              {"beyond the grain", {any({3, 59, 61, 5}), any({3, 59, 61, 5}), any({3, 1, 1, 1})}}}),
  };
}

std::vector<OpRow> map_rows() {
  const auto one = [](const auto& f) { return [f](const auto& x) { return map("row", f, x[0]); }; };
  const auto two = [](const auto& f) { return [f](const auto& x) { return map("row", f, x[0], x[1]); }; };
  return {
      op_row("map", one([](auto x) { return x * sigmoid(x); }), unary_samples(any_number)),
      op_row("map", one([](auto x) { return (exp(x) - exp(-x)) / 2 + square(x) * 3; }),
             unary_samples(any_number)),
      op_row("map", one([](auto x) { return log(x) * sqrt(x) + pow(x, 1.5); }),
             unary_samples(positive_number)),
      op_row("map", one([](auto x) { return abs(x) * sign(x) + relu(x) * leaky_relu(x, 0.25) * x; }),
             unary_samples(nonzero)),
      op_row("map", one([](auto x) { return tanh(x) * softplus(3 * x) - reciprocal_or_zero(x + 2); }),
             unary_samples(any_number)),
      op_row("map",
             one([](auto x) { return select((x > 0.1) & !(x >= 10), exp(x), select(x < 0, 3 * x, 1)); }),
             unary_samples(nonzero)),
      op_row("map", two([](auto x, auto y) { return x * sigmoid(y); }),
             binary_samples(any_number, any_number)),
      op_row("map", two([](auto x, auto y) { return max(x * y, 2 * y) + min(x, y + 3) / (2 + y * y); }),
             binary_samples(any_number, nonzero)),
      op_row("map", two([](auto x, auto y) { return select(y > 0, x, 0.25 * x); }),
             binary_samples(any_number, nonzero)),
      op_row("map",
             [](const auto& x) {
               return map(
                   "row", [](auto a, auto b, auto c) { return a * exp(b * c) + c / (2 + a * a); }, x[0], x[1],
                   x[2]);
             },
             {{"same shape", {any({3, 4}), any({3, 4}), any({3, 4})}},
              {"broadcast", {any({3, 2, 2, 1}), any({2}), any({})}},
              {"beyond the grain", {any({5, 7919}), any({7919}), any({5, 1})}}}),
      op_row("map",
             [](const auto& x) {
               return map(
                   "row", [](auto a, auto b, auto c, auto d) { return tanh(a * b + c) * d + b * d * d; },
                   x[0], x[1], x[2], x[3]);
             },
             {{"same shape", {any({3, 4}), any({3, 4}), any({3, 4}), any({3, 4})}},
              {"broadcast", {any({3, 1, 2}), any({2}), any({4, 1}), any({1})}}}),
  };
}

std::vector<OpRow> activation_rows() {
  return {
      op_row(
          "relu", [](const auto& x) { return relu(x[0]); }, unary_samples(nonzero)),
      op_row(
          "leaky_relu", [](const auto& x) { return leaky_relu(x[0], 0.25f); }, unary_samples(nonzero)),
      op_row(
          "tanh", [](const auto& x) { return tanh(x[0] * 2); }, unary_samples(any_number)),
      op_row(
          "sigmoid", [](const auto& x) { return sigmoid(x[0] * 3); }, unary_samples(any_number)),
      op_row(
          "softplus", [](const auto& x) { return softplus(x[0] * 3); }, unary_samples(any_number)),
      op_row("softmax", [](const auto& x) { return softmax(x[0]); },
             {{"matrix", {any({3, 5})}},
              {"vector", {any({4})}},
              {"batch of one", {any({1, 3})}},
              {"one class", {any({3, 1})}},
              {"beyond the grain", {any({2503, 10})}}}),
      op_row("log_softmax", [](const auto& x) { return log_softmax(x[0]); },
             {{"matrix", {any({3, 5})}},
              {"vector", {any({4})}},
              {"batch of one", {any({1, 3})}},
              {"one class", {any({3, 1})}},
              {"beyond the grain", {any({2503, 10})}}}),
  };
}

}  // namespace agon_test
