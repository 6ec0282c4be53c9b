#include "agon/autograd/ops.hpp"
#include "op_table.hpp"

namespace agon_test {
namespace {

/// Numbers whose deviations are far from 0 among neighbours, whatever is drawn.
f64::Tensor uneven(const Shape& shape) {
  f64::Tensor x = any(shape);
  double* values = x.mutable_data();
  for (std::int64_t i = 0; i < x.size(); ++i) values[i] += 1.5 * static_cast<double>(i % 3);
  return x;
}

/// The same among the samples of a batch.
f64::Tensor uneven_samples(const Shape& shape) {
  f64::Tensor x = any(shape);
  double* values = x.mutable_data();
  for (std::int64_t i = 0; i < x.size(); ++i) values[i] += 2 * static_cast<double>(i / (x.size() / shape[0]));
  return x;
}

void add_batch_rows(std::vector<OpRow>& rows) {
  rows.push_back(op_row("minibatch_stddev", [](const auto& x) { return minibatch_stddev(x[0]); },
                        {{"pictures", {uneven_samples({8, 3, 2, 2})}},
                         {"vectors", {uneven_samples({4, 3})}},
                         {"fewer than a group", {uneven_samples({3, 2, 2, 2})}},
                         {"batch of one", {any({1, 3, 2, 2})}}}));
  rows.push_back(op_row("minibatch_stddev", [](const auto& x) { return minibatch_stddev(x[0], 3, 2); },
                        {{"groups of three, two features", {uneven_samples({6, 2, 3, 4})}}}));
  rows.push_back(op_row(
      "minibatch_stddev", [](const auto& x) { return slice(minibatch_stddev(x[0]), -1, 13, 14); },
      {{"what is added, beyond the grain", {uneven_samples({8, 19, 23, 13})}}}, 1e-3));
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

/// x, gamma and beta.
std::vector<f64::Tensor> normed(const Shape& x, const Shape& affine) {
  return {uneven(x), any(affine), any(affine)};
}

const auto relu_of_norms = [](const Shape& x, const Shape& affine) {
  return std::vector{uneven(x), positive(affine), any(affine)};
};

void add_layer_norm_rows(std::vector<OpRow>& rows) {
  const std::vector<Sample> samples{{"vectors", normed({4, 6}, {6})},
                                    {"batch of one", normed({1, 5}, {5})},
                                    {"pixels", normed({2, 3, 4, 5}, {5})},
                                    {"whole pictures", normed({3, 2, 3, 4}, {2, 3, 4})},
                                    {"long rows", normed({3, 29, 31, 17}, {29, 31, 17})},
                                    {"beyond the grain", normed({5, 37, 31, 17}, {17})}};
  rows.push_back(op_row(
      "layer_norm", [](const auto& x) { return layer_norm(x[0], x[1], x[2]); }, samples));
  rows.push_back(op_row(
      "layer_norm_composed", [](const auto& x) { return layer_norm_composed(x[0], x[1], x[2]); }, samples));
  rows.push_back(
      op_row("layer_norm",
             [](const auto& x) { return layer_norm(x[0], x[1], x[2], 1e-5f, Activation::leaky_relu(0.25)); },
             {{"leaky relu", relu_of_norms({3, 6}, {6})},
              {"pixels, leaky relu", relu_of_norms({2, 3, 2, 5}, {5})}}));
}

void add_group_norm_rows(std::vector<OpRow>& rows) {
  const std::vector<Sample> samples{{"pictures", normed({3, 4, 5, 6}, {6})},
                                    {"vectors", normed({4, 9}, {9})},
                                    {"batch of one", normed({1, 3, 4, 6}, {6})},
                                    {"beyond the grain", normed({3, 37, 31, 18}, {18})}};
  rows.push_back(op_row(
      "group_norm", [](const auto& x) { return group_norm(x[0], 3, x[1], x[2]); }, samples));
  rows.push_back(op_row(
      "group_norm_composed", [](const auto& x) { return group_norm_composed(x[0], 3, x[1], x[2]); },
      samples));
  rows.push_back(op_row("group_norm", [](const auto& x) { return group_norm(x[0], 1); },
                        {{"one group, no scale", {uneven({3, 4, 5, 6})}}}));
  rows.push_back(op_row(
      "group_norm", [](const auto& x) { return group_norm(x[0], 2, x[1], x[2], 1e-5f, Activation::relu()); },
      {{"relu", relu_of_norms({2, 3, 4, 4}, {4})},
       {"beyond the grain, relu", relu_of_norms({3, 37, 31, 18}, {18})}}));
  rows.push_back(op_row("instance_norm", [](const auto& x) { return instance_norm(x[0], x[1], x[2]); },
                        {{"pictures", normed({3, 4, 5, 2}, {2})},
                         {"batch of one", normed({1, 3, 4, 2}, {2})},
                         {"beyond the grain", normed({3, 37, 31, 17}, {17})}}));
  rows.push_back(op_row("instance_norm", [](const auto& x) { return instance_norm(x[0]); },
                        {{"no scale", {uneven({3, 4, 5, 2})}}}));
  rows.push_back(op_row("adaptive_instance_norm",
                        [](const auto& x) { return adaptive_instance_norm(x[0], x[1], x[2]); },
                        {{"pictures", {uneven({3, 4, 5, 2}), any({3, 2}), any({3, 2})}},
                         {"batch of one", {uneven({1, 3, 4, 2}), any({1, 2}), any({1, 2})}},
                         {"beyond the grain", {uneven({3, 37, 31, 17}), any({3, 17}), any({3, 17})}}}));
}

void add_pixel_norm_rows(std::vector<OpRow>& rows) {
  const std::vector<Sample> samples{{"pictures", {away_from_zero({3, 4, 5, 6})}},
                                    {"vectors", {away_from_zero({4, 9})}},
                                    {"batch of one", {away_from_zero({1, 3, 2, 3})}},
                                    {"beyond the grain", {away_from_zero({3, 37, 31, 18})}}};
  rows.push_back(op_row(
      "pixel_norm", [](const auto& x) { return pixel_norm(x[0]); }, samples));
  rows.push_back(op_row(
      "pixel_norm_composed", [](const auto& x) { return pixel_norm_composed(x[0]); }, samples));
}

}  // namespace

std::vector<OpRow> norm_rows() {
  std::vector<OpRow> rows;
  add_layer_norm_rows(rows);
  add_group_norm_rows(rows);
  add_pixel_norm_rows(rows);
  add_batch_rows(rows);
  add_modulated_rows(rows);
  return rows;
}

}  // namespace agon_test
