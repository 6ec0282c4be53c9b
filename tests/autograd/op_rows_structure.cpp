#include <type_traits>

#include "agon/autograd/ops.hpp"
#include "op_table.hpp"

namespace agon_test {
namespace {

// To the other precision and back, on numbers that both hold exactly. Central differences of a square are
// exact for any step, and a large one drowns the rounding of gradients that pass through float.
template <class T>
BasicVar<T> there_and_back(const BasicVar<T>& x) {
  using Other = std::conditional_t<std::is_same_v<T, float>, double, float>;
  return cast<T>(square(cast<Other>(x)));
}

f64::Tensor eighths(const Shape& shape) {
  f64::Tensor x = any(shape);
  for (double& value : x.mutable_values()) value = static_cast<int>(value * 8) / 8.0;
  return x;
}

}  // namespace

std::vector<OpRow> reduction_rows() {
  return {
      op_row("sum", [](const auto& x) { return sum(x[0]); },
             {{"matrix", {any({3, 5})}}, {"scalar", {any({})}}, {"beyond the grain", {any(large())}}}),
      op_row("sum",
             [](const auto& x) {
               return square(sum(x[0], {0, 2}));
             },
             {{"pictures", {any({2, 3, 4, 2})}},
              {"batch of one", {any({1, 3, 1, 2})}},
              {"beyond the grain", {any({3, 41, 29, 17})}},
              {"no samples", {any({0, 3, 4, 2})}}}),
      op_row("sum", [](const auto& x) { return x[0] * sum(x[0], {-1}, true); },
             {{"matrix", {any({3, 5})}}, {"batch of one", {any({1, 5})}}}),
      op_row("mean", [](const auto& x) { return mean(x[0]); }, {{"matrix", {any({3, 5})}}}),
      op_row("mean", [](const auto& x) { return square(mean(x[0], {1}, true)); },
             {{"rank 3", {any({2, 3, 4})}},
              {"batch of one", {any({1, 1})}},
              {"beyond the grain", {any(large())}}}),
      op_row(
          "broadcast_to",
          [](const auto& x) {
            return square(broadcast_to(x[0], {2, 3, 4}));
          },
          {{"row", {any({4})}}, {"column", {any({3, 1})}}, {"scalar", {any({})}}, {"all", {any({2, 3, 4})}}}),
      op_row("broadcast_to", [](const auto& x) { return square(broadcast_to(x[0], large())); },
             {{"beyond the grain", {any({large()[1]})}}}),
      op_row("sum_to", [](const auto& x) { return square(sum_to(x[0], {large()[1]})); },
             {{"beyond the grain", {any(large())}}}),
      op_row(
          "sum_to",
          [](const auto& x) {
            return square(sum_to(x[0], {3, 1}));
          },
          {{"from rank 3", {any({2, 3, 4})}}, {"from rank 2", {any({3, 5})}}, {"the same", {any({3, 1})}}}),
      op_row("norm_per_sample", [](const auto& x) { return norm_per_sample(x[0]); },
             {{"pictures", {any({3, 2, 4, 2})}},
              {"vectors", {any({4, 3})}},
              {"batch of one", {any({1, 3})}},
              {"beyond the grain", {any({37, 31, 41})}}}),
      op_row("batch_norm", [](const auto& x) { return batch_norm(x[0], x[1], x[2]).y; },
             {{"vectors", {any({6, 3}), any({3}), any({3})}},
              {"pictures", {any({2, 3, 5, 2}), any({2}), any({2})}},
              {"batch of one", {any({1, 3, 4, 2}), any({2}), any({2})}},
              {"beyond the grain", {any({3, 37, 31, 17}), any({17}), any({17})}}}),
      op_row("batch_norm", [](const auto& x) { return batch_norm(x[0], x[1], x[1]).y; },
             {{"scale and shift are one", {any({6, 3}), any({3})}}}),
      op_row("batch_norm",
             [](const auto& x) { return batch_norm(tanh(batch_norm(x[0], x[1], x[2]).y), x[1], x[2]).y; },
             {{"twice with one scale and shift", {any({6, 3}), positive({3}), any({3})}}}),
      op_row("batch_norm",
             [](const auto& x) { return batch_norm(x[0], x[1], x[2], 1e-5f, Activation::relu()).y; },
             {{"vectors, relu", {any({6, 3}), positive({3}), any({3})}},
              {"pictures, relu", {any({2, 3, 5, 2}), positive({2}), any({2})}}}),
      op_row(
          "batch_norm",
          [](const auto& x) { return batch_norm(x[0], x[1], x[2], 1e-5f, Activation::leaky_relu(0.25)).y; },
          {{"vectors, leaky relu", {any({6, 3}), positive({3}), any({3})}},
           {"beyond the grain, leaky relu", {any({3, 37, 31, 17}), any({17}), any({17})}}}),
      op_row("batch_norm_composed", [](const auto& x) { return batch_norm_composed(x[0], x[1], x[2]); },
             {{"vectors", {any({6, 3}), any({3}), any({3})}},
              {"pictures", {any({2, 3, 5, 2}), any({2}), any({2})}},
              {"beyond the grain", {any({3, 37, 31, 17}), any({17}), any({17})}}}),
  };
}

std::vector<OpRow> shape_rows() {
  return {
      op_row("reshape",
             [](const auto& x) {
               return square(reshape(x[0], {2, -1}));
             },
             {{"rank 3", {any({2, 3, 4})}}, {"beyond the grain", {any({2, 7, 2999})}}}),
      op_row("flatten", [](const auto& x) { return square(flatten(x[0])); },
             {{"pictures", {any({2, 3, 2, 2})}},
              {"vectors", {any({2, 3})}},
              {"batch of one", {any({1, 2, 2})}},
              {"beyond the grain", {any({3, 59, 61, 5})}},
              {"no samples", {any({0, 2, 2})}}}),
      op_row("transpose",
             [](const auto& x) {
               return square(transpose(x[0], {2, 0, 1}));
             },
             {{"rank 3", {any({2, 3, 4})}}, {"beyond the grain", {any({31, 37, 41})}}}),
      op_row("slice", [](const auto& x) { return square(slice(x[0], 1, 1, 3)); },
             {{"middle", {any({2, 4, 3})}},
              {"batch of one", {any({1, 3})}},
              {"beyond the grain", {any({37, 5, 311})}}}),
      op_row("slice_scatter", [](const auto& x) { return square(slice_scatter(x[0], -1, 2, 7)); },
             {{"last axis", {any({2, 3})}}, {"beyond the grain", {any({7919, 5})}}}),
      op_row("concat",
             [](const auto& x) {
               return square(concat({x[0], x[1], x[0]}, 1));
             },
             {{"middle", {any({2, 1, 3}), any({2, 4, 3})}},
              {"last", {any({3, 2}), any({3, 3})}},
              {"beyond the grain", {any({37, 2, 311}), any({37, 1, 311})}}}),
      op_row(
          "cast", [](const auto& x) { return there_and_back(x[0]); },
          {{"matrix", {eighths({3, 5})}},
           {"one", {eighths({1})}},
           {"beyond the grain", {eighths({5, 7919})}}},
          0.5),
  };
}

}  // namespace agon_test
