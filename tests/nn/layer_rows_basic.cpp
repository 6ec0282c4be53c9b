#include "agon/nn/layers.hpp"
#include "layer_table.hpp"

namespace agon_test {

std::vector<LayerRow> basic_layer_rows() {
  return {
      layer_row("Linear", "with bias",
                [] {
                  return f64::Linear{3, 4};
                },
                {{{3, 3}}}),
      layer_row("Linear", "without bias",
                [] {
                  return f64::Linear{3, 4, {.bias = false}};
                },
                {{{3, 3}}}),
      layer_row("Conv2d", "with bias",
                [] {
                  return f64::Conv2d{{.in = 2, .out = 3, .kernel = {3, 2}, .stride = 2, .padding = 1}};
                },
                {{{3, 5, 6, 2}}}),
      layer_row("Conv2d", "without bias",
                [] { return f64::Conv2d{{.in = 2, .out = 3, .kernel = 4, .bias = false}}; },
                {{{3, 4, 5, 2}}}),
      layer_row(
          "ConvTranspose2d", "with bias",
          [] { return f64::ConvTranspose2d{{.in = 2, .out = 3, .kernel = 4, .stride = 2, .padding = 1}}; },
          {{{3, 2, 3, 2}}}),
      layer_row(
          "ConvTranspose2d", "without bias",
          [] {
            return f64::ConvTranspose2d{
                {.in = 2, .out = 1, .kernel = {3, 2}, .stride = 3, .output_padding = {2, 1}, .bias = false}};
          },
          {{{3, 2, 3, 2}}}),
      layer_row("BatchNorm", "pictures", [] { return f64::BatchNorm{2}; }, {{{3, 3, 4, 2}}}),
      layer_row("BatchNorm", "vectors", [] { return f64::BatchNorm{3}; }, {{{5, 3}}, false}),
      layer_row("BatchNorm", "without scale and shift",
                [] {
                  return f64::BatchNorm{2, {.affine = false}};
                },
                {{{3, 3, 4, 2}}}),
      layer_row("MinibatchDiscrimination", "",
                [] {
                  return f64::MinibatchDiscrimination{3, 2, 2};
                },
                {{{4, 3}}}),
      layer_row("Dropout", "", [] { return f64::Dropout{0.5}; }, {{{3, 6}}}),
      layer_row("ReLU", "", [] { return f64::ReLU{}; }, {{{3, 6}}}),
      layer_row("LeakyReLU", "", [] { return f64::LeakyReLU{0.2}; }, {{{3, 6}}}),
      layer_row("Tanh", "", [] { return f64::Tanh{}; }, {{{3, 6}}}),
      layer_row("Sigmoid", "", [] { return f64::Sigmoid{}; }, {{{3, 6}}}),
      layer_row("Softplus", "", [] { return f64::Softplus{}; }, {{{3, 6}}}),
      layer_row("Reshape", "",
                [] {
                  return f64::Reshape{2, 3};
                },
                {{{3, 6}}}),
      layer_row("Flatten", "", [] { return f64::Flatten{}; }, {{{3, 2, 3}}}),
      layer_row(
          "Sequential", "",
          [] {
            return f64::Sequential{f64::Linear{3, 4}, f64::BatchNorm{4}, f64::Tanh{}, f64::Linear{4, 2}};
          },
          {{{5, 3}}, false}),
  };
}

}  // namespace agon_test
