#include "agon/autograd/ops.hpp"
#include "op_table.hpp"

namespace agon_test {
namespace {

OpRow matmul_row(bool transpose_a, bool transpose_b) {
  const auto shape = [](std::int64_t rows, std::int64_t columns, bool transposed) {
    return transposed ? Shape{columns, rows} : Shape{rows, columns};
  };
  const auto operands = [&](std::int64_t m, std::int64_t n, std::int64_t k) {
    return std::vector{any(shape(m, k, transpose_a)), any(shape(k, n, transpose_b))};
  };
  return op_row(
      "matmul",
      [transpose_a, transpose_b](const auto& x) { return matmul(x[0], x[1], transpose_a, transpose_b); },
      {{"small", operands(3, 4, 5)},
       {"batch of one", operands(1, 4, 3)},
       {"inner size one", operands(3, 2, 1)},
       {"beyond the grain", operands(131, 67, 129)}});
}

struct ConvCase {
  std::string label;
  Shape x;           // [N, H, W, in]
  std::int64_t out;  // channels
  Size2 kernel;
  ConvOptions options;
  Size2 result;  // rows and columns
};

std::vector<ConvCase> conv_cases() {
  return {
      {"4x4 stride 2", {2, 6, 6, 2}, 3, 4, {.stride = 2, .padding = 1}, 3},
      {"batch of one, non-square", {1, 5, 7, 2}, 2, {3, 2}, {.stride = 1, .padding = 0}, {3, 6}},
      {"stride with remainder", {2, 6, 8, 1}, 2, 3, {.stride = {2, 3}, .padding = 0}, {2, 2}},
      {"kernel 1x1", {2, 3, 4, 3}, 2, 1, {}, {3, 4}},
      {"one channel, uneven padding", {2, 4, 5, 1}, 1, {3, 4}, {.stride = 1, .padding = {2, 1}}, {6, 4}},
      {"stride above the kernel", {1, 7, 7, 2}, 2, 2, {.stride = 3, .padding = 0}, 2},
      {"beyond the grain", {9, 13, 14, 17}, 19, 4, {.stride = 2, .padding = 1}, {6, 7}},
  };
}

Shape kernels_of(const ConvCase& c) { return {c.out, c.kernel.height, c.kernel.width, c.x[3]}; }
Shape result_of(const ConvCase& c) { return {c.x[0], c.result.height, c.result.width, c.out}; }

void add_conv_rows(std::vector<OpRow>& rows, const ConvCase& c) {
  const ConvOptions options = c.options;
  const Size2 input{c.x[1], c.x[2]}, kernel = c.kernel;
  rows.push_back(op_row("conv2d", [options](const auto& x) { return conv2d(x[0], x[1], options); },
                        {{c.label, {any(c.x), any(kernels_of(c))}}}));
  rows.push_back(
      op_row("conv2d_input_grad",
             [options, input](const auto& x) { return conv2d_input_grad(x[0], x[1], input, options); },
             {{c.label, {any(result_of(c)), any(kernels_of(c))}}}));
  rows.push_back(
      op_row("conv2d_weight_grad",
             [options, kernel](const auto& x) { return conv2d_weight_grad(x[0], x[1], kernel, options); },
             {{c.label, {any(c.x), any(result_of(c))}}}));
}

OpRow transpose_row(const std::string& label, const Shape& x, const Shape& kernels,
                    const ConvTransposeOptions& options) {
  return op_row("conv_transpose2d",
                [options](const auto& v) { return conv_transpose2d(v[0], v[1], options); },
                {{label, {any(x), any(kernels)}}});
}

/// The activations that a product may end with. Bias and factors make results that are clear of the kink.
template <class F>
void add_finished_rows(std::vector<OpRow>& rows, const std::string& name, F product,
                       const std::vector<Sample>& samples) {
  for (const Activation& then : {Activation{}, Activation::relu(), Activation::leaky_relu(0.25)})
    rows.push_back(op_row(
        name, [=](const auto& x) { return product(x, then); }, samples));
}

void add_finished_rows(std::vector<OpRow>& rows) {
  add_finished_rows(rows, "linear",
                    [](const auto& x, Activation then) { return linear(x[0], x[1], x[2], then); },
                    {{"small", {any({3, 4}), any({5, 4}), any({5})}},
                     {"batch of one", {any({1, 3}), any({2, 3}), any({2})}},
                     {"beyond the grain", {any({131, 67}), any({129, 67}), any({129})}}});
  rows.push_back(op_row("linear", [](const auto& x) { return linear(x[0], x[1]); },
                        {{"no bias", {any({3, 4}), any({5, 4})}}}));
  add_finished_rows(rows, "conv2d",
                    [](const auto& x, Activation then) {
                      return conv2d(x[0], x[1], x[2], {.stride = 2, .padding = 1}, then);
                    },
                    {{"bias", {any({2, 6, 6, 2}), any({3, 4, 4, 2}), any({3})}},
                     {"bias, one picture", {any({1, 4, 5, 1}), any({2, 3, 3, 1}), any({2})}},
                     {"bias, beyond the grain", {any({5, 13, 14, 17}), any({19, 4, 4, 17}), any({19})}}});
  add_finished_rows(rows, "conv_transpose2d",
                    [](const auto& x, Activation then) {
                      return conv_transpose2d(x[0], x[1], x[2], {.stride = 2, .padding = 1}, then);
                    },
                    {{"bias", {any({2, 3, 3, 3}), any({3, 4, 4, 2}), any({2})}},
                     {"bias, beyond the grain", {any({5, 6, 7, 19}), any({19, 4, 4, 17}), any({17})}}});
}

}  // namespace

std::vector<OpRow> product_rows() {
  std::vector<OpRow> rows{matmul_row(false, false), matmul_row(false, true), matmul_row(true, false),
                          matmul_row(true, true)};
  for (const ConvCase& c : conv_cases()) add_conv_rows(rows, c);
  rows.push_back(transpose_row("4x4 stride 2", {2, 3, 3, 3}, {3, 4, 4, 2}, {.stride = 2, .padding = 1}));
  rows.push_back(transpose_row("batch of one, non-square", {1, 2, 4, 2}, {2, 3, 2, 2},
                               {.stride = {2, 3}, .padding = {1, 0}, .output_padding = {1, 2}}));
  rows.push_back(transpose_row("stride 1", {2, 3, 4, 1}, {1, 3, 3, 2}, {}));
  rows.push_back(
      transpose_row("beyond the grain", {9, 6, 7, 19}, {19, 4, 4, 17}, {.stride = 2, .padding = 1}));
  add_finished_rows(rows);
  return rows;
}

}  // namespace agon_test
