#include "agon/autograd/ops.hpp"
#include "op_table.hpp"

namespace agon_test {
namespace {

void add_batch_rows(std::vector<OpRow>& rows) {
  rows.push_back(op_row("minibatch_stddev", [](const auto& x) { return minibatch_stddev(x[0]); },
                        {{"pictures", {any({8, 3, 2, 2})}},
                         {"vectors", {any({4, 3})}},
                         {"fewer than a group", {any({3, 2, 2, 2})}},
                         {"batch of one", {any({1, 3, 2, 2})}},
                         {"beyond the grain", {any({8, 19, 23, 13})}}}));
  rows.push_back(op_row("minibatch_stddev", [](const auto& x) { return minibatch_stddev(x[0], 3, 2); },
                        {{"groups of three, two features", {any({6, 2, 3, 4})}}}));
  rows.push_back(op_row("pack", [](const auto& x) { return square(pack(x[0], 2)); },
                        {{"pictures", {any({4, 3, 2, 2})}},
                         {"vectors", {any({2, 3})}},
                         {"beyond the grain", {any({6, 31, 37, 7})}},
                         {"no samples", {any({0, 3, 2, 2})}}}));
  rows.push_back(op_row("pack", [](const auto& x) { return square(pack(x[0], 1)); },
                        {{"batch of one", {any({1, 3, 2, 2})}}}));
}

/// x, kernels, style and bias.
std::vector<f64::Tensor> modulated(const Shape& x, std::int64_t out, Size2 kernel, bool transposed = false) {
  const Shape kernels = transposed ? Shape{x[3], kernel.height, kernel.width, out}
                                   : Shape{out, kernel.height, kernel.width, x[3]};
  return {any(x), any(kernels), positive({x[0], x[3]}), any({out})};
}

void add_modulated_rows(std::vector<OpRow>& rows) {
  for (const bool demodulate : {true, false}) {
    const ModulatedConvOptions same{.padding = 1, .demodulate = demodulate},
        strided{.stride = 2, .padding = {1, 0}, .demodulate = demodulate};
    rows.push_back(op_row("modulated_conv2d",
                          [same](const auto& x) { return modulated_conv2d(x[0], x[1], x[2], x[3], same); },
                          {{"3x3", modulated({2, 4, 5, 3}, 2, 3)},
                           {"batch of one", modulated({1, 3, 4, 2}, 3, {3, 2})},
                           {"beyond the grain", modulated({5, 13, 14, 17}, 19, 3)}}));
    rows.push_back(op_row(
        "modulated_conv_transpose2d",
        [strided](const auto& x) { return modulated_conv_transpose2d(x[0], x[1], x[2], x[3], strided); },
        {{"stride 2", modulated({2, 3, 4, 3}, 2, 3, true)},
         {"batch of one", modulated({1, 2, 3, 2}, 3, {3, 4}, true)},
         {"beyond the grain", modulated({5, 6, 7, 19}, 17, 3, true)}}));
  }
  rows.push_back(op_row(
      "modulated_conv2d", [](const auto& x) { return modulated_conv2d(x[0], x[1], x[2], {}, {.stride = 2}); },
      {{"stride with remainder, no bias", {any({2, 6, 5, 2}), any({3, 3, 2, 2}), any({2, 2})}}}));
  rows.push_back(op_row("modulated_conv2d",
                        [](const auto& x) {
                          return modulated_conv2d(x[0], x[1], x[2], x[3], {.padding = 1},
                                                  Activation::leaky_relu(0.25));
                        },
                        {{"leaky relu", modulated({2, 4, 5, 3}, 2, 3)}}));
}

}  // namespace

std::vector<OpRow> norm_rows() {
  std::vector<OpRow> rows;
  add_batch_rows(rows);
  add_modulated_rows(rows);
  return rows;
}

}  // namespace agon_test
