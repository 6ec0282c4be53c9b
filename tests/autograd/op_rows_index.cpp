#include "agon/autograd/ops.hpp"
#include "op_table.hpp"

namespace agon_test {
namespace {

OpRow batch_matmul_row(bool transpose_a, bool transpose_b) {
  const auto shape = [](std::int64_t batch, std::int64_t rows, std::int64_t columns, bool transposed) {
    return transposed ? Shape{batch, columns, rows} : Shape{batch, rows, columns};
  };
  const auto operands = [&](std::int64_t batch, std::int64_t m, std::int64_t n, std::int64_t k) {
    return std::vector{any(shape(batch, m, k, transpose_a)), any(shape(batch, k, n, transpose_b))};
  };
  return op_row("batch_matmul",
                [transpose_a, transpose_b](const auto& x) {
                  return batch_matmul(x[0], x[1], transpose_a, transpose_b);
                },
                {{"small", operands(3, 2, 4, 5)},
                 {"batch of one", operands(1, 3, 4, 2)},
                 {"rows of one", operands(4, 1, 1, 3)},
                 {"beyond the grain", operands(19, 67, 35, 41)}});
}

/// Numbers in [0, size), among them the first and the last, some twice and some never.
LabelTensor numbers(const Shape& shape, std::int64_t size) {
  LabelTensor index(shape);
  std::int64_t i = 0;
  for (std::int64_t& number : index.mutable_values()) number = (7 * i * i + 3 * i) % size, ++i;
  return index;
}

template <class Draw>
std::vector<Sample> shapes_of(Draw draw) {
  return {{"matrix", {draw(Shape{3, 6})}},
          {"one element", {draw(Shape{1, 1})}},
          {"pictures", {draw(Shape{2, 3, 5, 2})}},
          {"beyond the grain", {draw(large())}}};
}

const auto any_number = [](const Shape& shape) { return any(shape); };
const auto nonzero = [](const Shape& shape) { return away_from_zero(shape); };

void add_arranging_rows(std::vector<OpRow>& rows) {
  rows.push_back(op_row("stack",
                        [](const auto& x) {
                          return square(stack({x[0], x[1], x[0]}, 1));
                        },
                        {{"middle", {any({2, 3}), any({2, 3})}},
                         {"vectors", {any({4}), any({4})}},
                         {"batch of one", {any({1, 2, 3}), any({1, 2, 3})}},
                         {"beyond the grain", {any(large()), any(large())}}}));
  rows.push_back(op_row("stack",
                        [](const auto& x) {
                          return square(stack({x[0], x[1]}, -1));
                        },
                        {{"last", {any({2, 3}), any({2, 3})}}, {"scalars", {any({}), any({})}}}));
  rows.push_back(op_row("flip",
                        [](const auto& x) {
                          return x[0] * flip(x[0], {0, -1});
                        },
                        {{"matrix", {any({3, 4})}},
                         {"pictures", {any({2, 3, 4, 2})}},
                         {"batch of one", {any({1, 3})}},
                         {"beyond the grain", {any({37, 31, 41})}}}));
  rows.push_back(op_row("flip", [](const auto& x) { return x[0] * flip(x[0], {2}); },
                        {{"width", {any({2, 3, 4, 2})}}, {"one channel", {any({1, 3, 5, 1})}}}));
  rows.push_back(op_row("roll", [](const auto& x) { return x[0] * roll(x[0], 1, -2); },
                        {{"matrix", {any({3, 5})}},
                         {"more than once around", {any({2, 1, 3})}},
                         {"beyond the grain", {any({37, 31, 41})}}}));
}

void add_index_rows(std::vector<OpRow>& rows) {
  const LabelTensor tokens = numbers({2, 3}, 4), few = numbers({5}, 4), many = numbers({700}, 311);
  rows.push_back(op_row("take", [tokens](const auto& x) { return square(take(x[0], tokens)); },
                        {{"embedding", {any({4, 3})}}, {"vector", {any({4})}}}));
  rows.push_back(op_row("take", [few](const auto& x) { return square(take(x[0], few, 1)); },
                        {{"middle", {any({2, 4, 3})}}, {"batch of one", {any({1, 4})}}}));
  rows.push_back(op_row("take", [many](const auto& x) { return square(take(x[0], many, -1)); },
                        {{"beyond the grain", {any({37, 311})}}}));
  rows.push_back(op_row("scatter_add",
                        [tokens](const auto& x) { return square(scatter_add(x[0], tokens, 0, 4)); },
                        {{"embedding", {any({2, 3, 3})}}, {"vector", {any({2, 3})}}}));
  rows.push_back(op_row("scatter_add", [few](const auto& x) { return square(scatter_add(x[0], few, 1, 6)); },
                        {{"middle", {any({2, 5, 3})}}, {"batch of one", {any({1, 5})}}}));
  rows.push_back(op_row("scatter_add",
                        [many](const auto& x) { return square(scatter_add(x[0], many, 0, 311)); },
                        {{"beyond the grain", {any({700, 37})}}}));
  const LabelTensor along = numbers({2, 3, 2}, 4), lines = numbers({37, 700}, 311);
  rows.push_back(op_row("take_along", [along](const auto& x) { return square(take_along(x[0], along, 1)); },
                        {{"middle", {any({2, 4, 2})}}}));
  rows.push_back(op_row("take_along", [lines](const auto& x) { return square(take_along(x[0], lines, -1)); },
                        {{"beyond the grain", {any({37, 311})}}}));
  rows.push_back(op_row("scatter_add_along",
                        [along](const auto& x) { return square(scatter_add_along(x[0], along, 1, 5)); },
                        {{"middle", {any({2, 3, 2})}}}));
  rows.push_back(op_row("scatter_add_along",
                        [lines](const auto& x) { return square(scatter_add_along(x[0], lines, 1, 311)); },
                        {{"beyond the grain", {any({37, 700})}}}));
  rows.push_back(op_row("top_k", [](const auto& x) { return square(top_k(x[0], 2).values); },
                        {{"matrix", {any({3, 5})}},
                         {"all", {any({2, 2})}},
                         {"batch of one", {any({1, 4, 3})}},
                         {"beyond the grain", {any(large())}}}));
  rows.push_back(op_row("cumsum", [](const auto& x) { return square(cumsum(x[0], 1)); },
                        {{"middle", {any({2, 4, 3})}},
                         {"batch of one", {any({1, 5})}},
                         {"beyond the grain", {any({37, 5, 311})}}}));
  rows.push_back(op_row("cumsum", [](const auto& x) { return square(cumsum(x[0], -1, true)); },
                        {{"reversed", {any({3, 4})}}, {"vector", {any({6})}}}));
}

void add_choice_rows(std::vector<OpRow>& rows) {
  const std::vector<Sample> pairs{{"same shape", {any({3, 5}), any({3, 5})}},
                                  {"scalar", {any({3, 5}), any({})}},
                                  {"both repeat", {any({3, 1, 4}), any({2, 1})}},
                                  {"beyond the grain", {any(large()), any({large()[1]})}}};
  rows.push_back(op_row(
      "max", [](const auto& x) { return square(max(x[0], x[1])); }, pairs));
  rows.push_back(op_row(
      "min", [](const auto& x) { return square(min(x[0], x[1])); }, pairs));
  rows.push_back(op_row(
      "max", [](const auto& x) { return square(max(x[0])); }, shapes_of(any_number)));
  rows.push_back(op_row(
      "min", [](const auto& x) { return x[0] * min(x[0]); }, shapes_of(any_number)));
  const std::vector<Sample> rank4{{"pictures", {any({2, 3, 5, 2})}},
                                  {"batch of one", {any({1, 3, 1, 2})}},
                                  {"beyond the grain", {any({3, 41, 29, 17})}}};
  rows.push_back(op_row(
      "max",
      [](const auto& x) {
        return square(max(x[0], {1, 2}));
      },
      rank4));
  rows.push_back(op_row(
      "min",
      [](const auto& x) {
        return x[0] * min(x[0], {0, -1}, true);
      },
      rank4));
  rows.push_back(op_row(
      "clamp", [](const auto& x) { return square(clamp(x[0], -0.5f, 0.75f)); }, shapes_of(any_number)));
  rows.push_back(op_row("where", [](const auto& x) { return where(relu(x[0]), square(x[1]), x[1] * x[2]); },
                        {{"same shape", {nonzero({3, 4}), any({3, 4}), any({3, 4})}},
                         {"per sample", {nonzero({3, 1}), any({3, 4}), any({})}},
                         {"beyond the grain", {nonzero(large()), any(large()), any({large()[1]})}}}));
}

void add_activation_rows(std::vector<OpRow>& rows) {
  rows.push_back(op_row("prelu", [](const auto& x) { return prelu(x[0], x[1]); },
                        {{"one slope", {nonzero({3, 4}), any({1})}},
                         {"per channel", {nonzero({2, 3, 4, 3}), any({3})}},
                         {"batch of one", {nonzero({1, 3}), any({3})}},
                         {"beyond the grain", {nonzero(large()), any({large()[1]})}}}));
  rows.push_back(op_row(
      "elu", [](const auto& x) { return elu(x[0] * 2, 0.75f); }, shapes_of(nonzero)));
  rows.push_back(op_row(
      "selu", [](const auto& x) { return selu(x[0] * 2); }, shapes_of(nonzero)));
  rows.push_back(op_row(
      "gelu", [](const auto& x) { return gelu(x[0] * 3); }, shapes_of(any_number)));
  rows.push_back(op_row(
      "gelu", [](const auto& x) { return gelu(x[0] * 3, GeluForm::tanh); }, shapes_of(any_number)));
  rows.push_back(op_row(
      "silu", [](const auto& x) { return silu(x[0] * 3); }, shapes_of(any_number)));
  rows.push_back(op_row(
      "mish", [](const auto& x) { return mish(x[0] * 3); }, shapes_of(any_number)));
  rows.push_back(op_row(
      "hardtanh", [](const auto& x) { return square(hardtanh(x[0], -0.25f, 0.5f)); }, shapes_of(any_number)));
  rows.push_back(op_row("maxout", [](const auto& x) { return square(maxout(x[0], 3)); },
                        {{"matrix", {any({3, 6})}},
                         {"pictures", {any({2, 2, 3, 6})}},
                         {"batch of one", {any({1, 3})}},
                         {"beyond the grain", {any({57, 699})}}}));
  rows.push_back(op_row("glu", [](const auto& x) { return glu(x[0]); },
                        {{"matrix", {any({3, 6})}},
                         {"pictures", {any({2, 2, 3, 4})}},
                         {"batch of one", {any({1, 2})}},
                         {"beyond the grain", {any({57, 698})}}}));
  const auto one = [](const auto& f) { return [f](const auto& x) { return map("row", f, x[0]); }; };
  rows.push_back(op_row("map", one([](auto x) { return erf(2 * x) * expm1(x); }), shapes_of(any_number)));
  rows.push_back(
      op_row("map", one([](auto x) { return sin(4 * x) + x * cos(3 * x); }), shapes_of(any_number)));
}

}  // namespace

std::vector<OpRow> index_rows() {
  std::vector<OpRow> rows{batch_matmul_row(false, false), batch_matmul_row(false, true),
                          batch_matmul_row(true, false), batch_matmul_row(true, true)};
  add_arranging_rows(rows);
  add_index_rows(rows);
  add_choice_rows(rows);
  add_activation_rows(rows);
  return rows;
}

}  // namespace agon_test
