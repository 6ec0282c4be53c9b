#include "agon/autograd/ops.hpp"
#include "op_table.hpp"

namespace agon_test {
namespace {

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
      {"dilated", {2, 6, 7, 2}, 3, 3, {.padding = 1, .dilation = {2, 1}}, {4, 7}},
      {"dilated, batch of one, stride with remainder",
       {1, 8, 9, 2},
       2,
       {3, 2},
       {.stride = {2, 3}, .padding = {1, 0}, .dilation = {3, 2}},
       {2, 3}},
      {"dilation and stride share a factor",
       {1, 7, 9, 1},
       2,
       2,
       {.stride = {2, 4}, .dilation = {2, 6}},
       {3, 1}},
      {"dilated, beyond the grain",
       {7, 13, 12, 17},
       19,
       3,
       {.stride = 2, .padding = 2, .dilation = 2},
       {7, 6}},
      {"two groups", {2, 5, 4, 4}, 6, {3, 2}, {.padding = 1, .groups = 2}, {5, 5}},
      {"narrow groups, dilated", {1, 6, 6, 6}, 3, 2, {.stride = 2, .dilation = 2, .groups = 3}, 2},
      {"groups, beyond the grain", {3, 9, 8, 36}, 40, 3, {.padding = 1, .groups = 4}, {9, 8}},
      {"depthwise", {2, 5, 6, 3}, 3, 3, {.padding = 1, .groups = 3}, {5, 6}},
      {"depthwise, two for one, strided",
       {1, 6, 7, 2},
       4,
       {3, 2},
       {.stride = 2, .padding = {1, 0}, .dilation = {1, 2}, .groups = 2},
       {3, 3}},
      {"depthwise, beyond the grain",
       {3, 14, 15, 37},
       37,
       4,
       {.stride = 2, .padding = 1, .groups = 37},
       {7, 7}},
  };
}

void add_conv_rows(std::vector<OpRow>& rows, const ConvCase& c) {
  const ConvOptions options = c.options;
  const Size2 input{c.x[1], c.x[2]}, kernel = c.kernel;
  const Shape kernels{c.out, kernel.height, kernel.width, c.x[3] / options.groups};
  const Shape result{c.x[0], c.result.height, c.result.width, c.out};
  rows.push_back(op_row("conv2d", [options](const auto& x) { return conv2d(x[0], x[1], options); },
                        {{c.label, {any(c.x), any(kernels)}}}));
  rows.push_back(
      op_row("conv2d_input_grad",
             [options, input](const auto& x) { return conv2d_input_grad(x[0], x[1], input, options); },
             {{c.label, {any(result), any(kernels)}}}));
  rows.push_back(
      op_row("conv2d_weight_grad",
             [options, kernel](const auto& x) { return conv2d_weight_grad(x[0], x[1], kernel, options); },
             {{c.label, {any(c.x), any(result)}}}));
}

OpRow transpose_row(const std::string& label, const Shape& x, const Shape& kernels,
                    const ConvTransposeOptions& options) {
  return op_row("conv_transpose2d",
                [options](const auto& v) { return conv_transpose2d(v[0], v[1], options); },
                {{label, {any(x), any(kernels)}}});
}

void add_sequence_rows(std::vector<OpRow>& rows) {
  rows.push_back(op_row("conv1d",
                        [](const auto& x) {
                          return conv1d(x[0], x[1], {.stride = 2, .padding = 1, .dilation = 2, .groups = 2});
                        },
                        {{"groups, dilated", {any({2, 7, 4}), any({6, 3, 2})}},
                         {"batch of one", {any({1, 8, 2}), any({2, 4, 1})}},
                         {"beyond the grain", {any({3, 301, 34}), any({38, 4, 17})}}}));
  rows.push_back(op_row(
      "conv1d",
      [](const auto& x) { return conv1d(x[0], x[1], x[2], {.padding = 1}, Activation::leaky_relu(0.25)); },
      {{"finished", {any({2, 5, 2}), any({3, 3, 2}), any({3})}}}));
  rows.push_back(op_row("conv_transpose1d",
                        [](const auto& x) {
                          return conv_transpose1d(
                              x[0], x[1], {.stride = 3, .padding = 1, .output_padding = 2, .groups = 2});
                        },
                        {{"groups", {any({2, 4, 4}), any({4, 3, 1})}},
                         {"batch of one", {any({1, 2, 2}), any({2, 4, 2})}},
                         {"beyond the grain", {any({3, 101, 36}), any({36, 4, 17})}}}));
  rows.push_back(op_row(
      "conv_transpose1d",
      [](const auto& x) { return conv_transpose1d(x[0], x[1], x[2], {.dilation = 2}, Activation::relu()); },
      {{"finished", {any({2, 3, 2}), any({2, 3, 3}), any({3})}}}));
}

struct VolumeCase {
  std::string label;
  Shape x, kernels, result;
  ConvOptions3d options;
};

std::vector<VolumeCase> volume_cases() {
  return {
      {"plain", {2, 3, 4, 3, 2}, {3, 2, 3, 2, 2}, {2, 2, 2, 2, 3}, {}},
      {"padded, strided, batch of one",
       {1, 4, 5, 4, 2},
       {2, 3, 3, 2, 2},
       {1, 2, 3, 3, 2},
       {.stride = {2, 2, 1}, .padding = {1, 1, 0}, .dilation = {1, 1, 1}}},
      {"dilated, in groups",
       {1, 6, 5, 4, 4},
       {4, 2, 2, 2, 2},
       {1, 2, 3, 4, 4},
       {.stride = {2, 1, 1}, .padding = {0, 0, 1}, .dilation = {3, 2, 2}, .groups = 2}},
      {"depthwise", {2, 3, 3, 4, 3}, {3, 3, 2, 2, 1}, {2, 3, 2, 3, 3}, {.padding = {1, 0, 0}, .groups = 3}},
      {"depthwise, two for one, dilated",
       {1, 6, 4, 3, 2},
       {4, 2, 2, 2, 1},
       {1, 2, 3, 2, 4},
       {.stride = {2, 1, 1}, .dilation = {3, 1, 1}, .groups = 2}},
      {"a frame at a time", {2, 3, 4, 3, 2}, {3, 1, 2, 2, 2}, {2, 3, 3, 2, 3}, {}},
      {"beyond the grain",
       {2, 5, 9, 8, 17},
       {18, 3, 3, 3, 17},
       {2, 3, 5, 4, 18},
       {.stride = 2, .padding = 1}},
  };
}

void add_volume_rows(std::vector<OpRow>& rows, const VolumeCase& c) {
  const ConvOptions3d options = c.options;
  const Size3 input{c.x[1], c.x[2], c.x[3]}, kernel{c.kernels[1], c.kernels[2], c.kernels[3]};
  rows.push_back(op_row("conv3d", [options](const auto& x) { return conv3d(x[0], x[1], options); },
                        {{c.label, {any(c.x), any(c.kernels)}}}));
  rows.push_back(
      op_row("conv3d_input_grad",
             [options, input](const auto& x) { return conv3d_input_grad(x[0], x[1], input, options); },
             {{c.label, {any(c.result), any(c.kernels)}}}));
  rows.push_back(
      op_row("conv3d_weight_grad",
             [options, kernel](const auto& x) { return conv3d_weight_grad(x[0], x[1], kernel, options); },
             {{c.label, {any(c.x), any(c.result)}}}));
}

void add_volume_rows(std::vector<OpRow>& rows) {
  for (const VolumeCase& c : volume_cases()) add_volume_rows(rows, c);
  rows.push_back(op_row(
      "conv3d",
      [](const auto& x) { return conv3d(x[0], x[1], x[2], {.padding = 1}, Activation::leaky_relu(0.25)); },
      {{"finished", {any({1, 2, 3, 2, 2}), any({2, 3, 3, 3, 2}), any({2})}}}));
  rows.push_back(
      op_row("conv_transpose3d",
             [](const auto& x) {
               return conv_transpose3d(
                   x[0], x[1], x[2],
                   {.stride = {2, 2, 3}, .padding = {1, 0, 1}, .output_padding = {1, 0, 2}, .groups = 2},
                   Activation::relu());
             },
             {{"groups", {any({2, 2, 3, 2, 4}), any({4, 3, 2, 3, 1}), any({2})}},
              {"batch of one", {any({1, 2, 1, 2, 2}), any({2, 4, 3, 2, 1}), any({2})}}}));
  rows.push_back(
      op_row("conv_transpose3d",
             [](const auto& x) { return conv_transpose3d(x[0], x[1], {.stride = 2, .padding = 1}); },
             {{"beyond the grain", {any({2, 3, 5, 4, 18}), any({18, 4, 4, 4, 17})}}}));
}

void add_pad_rows(std::vector<OpRow>& rows) {
  for (const Padding mode : {Padding::zeros, Padding::reflect, Padding::replicate, Padding::circular}) {
    const std::string label = std::string(name_of(mode)) + ", ";
    rows.push_back(op_row("pad", [mode](const auto& x) { return square(pad(x[0], 1, 2, 1, mode)); },
                          {{label + "rows", {any({2, 3, 4, 2})}},
                           {label + "batch of one", {any({1, 3})}},
                           {label + "beyond the grain", {any({3, 41, 29, 17})}}}));
    rows.push_back(op_row("pad_adjoint",
                          [mode](const auto& x) { return square(pad_adjoint(x[0], -2, 1, 2, mode)); },
                          {{label + "columns", {any({2, 3, 6, 2})}},
                           {label + "batch of one", {any({1, 7, 1})}},
                           {label + "beyond the grain", {any({3, 37, 41, 17})}}}));
  }
}

}  // namespace

std::vector<OpRow> conv_rows() {
  std::vector<OpRow> rows;
  for (const ConvCase& c : conv_cases()) add_conv_rows(rows, c);
  rows.push_back(transpose_row("dilated", {2, 3, 4, 2}, {2, 3, 2, 3},
                               {.stride = 2, .padding = 1, .output_padding = 1, .dilation = {3, 2}}));
  rows.push_back(transpose_row("groups, batch of one", {1, 3, 2, 6}, {6, 3, 3, 2},
                               {.stride = {2, 1}, .padding = 1, .groups = 3}));
  rows.push_back(
      transpose_row("depthwise", {2, 3, 4, 5}, {5, 4, 4, 1}, {.stride = 2, .padding = 1, .groups = 5}));
  rows.push_back(transpose_row("groups, beyond the grain", {3, 7, 6, 40}, {40, 4, 4, 18},
                               {.stride = 2, .padding = 1, .groups = 2}));
  rows.push_back(op_row("conv2d",
                        [](const auto& x) {
                          return conv2d(x[0], x[1], x[2], {.padding = 1, .dilation = 2, .groups = 2},
                                        Activation::leaky_relu(0.25));
                        },
                        {{"groups, dilated, finished", {any({2, 4, 5, 4}), any({2, 3, 3, 2}), any({2})}}}));
  add_sequence_rows(rows);
  add_volume_rows(rows);
  add_pad_rows(rows);
  return rows;
}

}  // namespace agon_test
