#include "agon/nn/layers.hpp"
#include "layer_table.hpp"

namespace agon_test {

std::vector<LayerRow> conv_layer_rows() {
  return {
      layer_row("Conv2d", "groups, dilated, reflected",
                [] {
                  return f64::Conv2d{{.in = 4,
                                      .out = 6,
                                      .kernel = 3,
                                      .stride = {2, 1},
                                      .padding = 1,
                                      .dilation = {1, 2},
                                      .groups = 2,
                                      .padding_mode = Padding::reflect}};
                },
                {{{3, 5, 6, 4}}}),
      layer_row("Conv2d", "depthwise, replicated",
                [] {
                  return f64::Conv2d{{.in = 3,
                                      .out = 3,
                                      .kernel = {3, 2},
                                      .padding = {1, 0},
                                      .groups = 3,
                                      .padding_mode = Padding::replicate}};
                },
                {{{3, 4, 5, 3}}}),
      layer_row("ConvTranspose2d", "groups, dilated",
                [] {
                  return f64::ConvTranspose2d{{.in = 4,
                                               .out = 2,
                                               .kernel = 3,
                                               .stride = 2,
                                               .padding = 1,
                                               .output_padding = {1, 0},
                                               .dilation = {2, 1},
                                               .groups = 2}};
                },
                {{{3, 2, 3, 4}}}),
      layer_row("Conv1d", "with bias",
                [] { return f64::Conv1d{{.in = 2, .out = 3, .kernel = 4, .stride = 2, .padding = 1}}; },
                {{{3, 7, 2}}}),
      layer_row("Conv1d", "depthwise, circular, without bias",
                [] {
                  return f64::Conv1d{{.in = 3,
                                      .out = 6,
                                      .kernel = 3,
                                      .padding = 2,
                                      .dilation = 2,
                                      .groups = 3,
                                      .padding_mode = Padding::circular,
                                      .bias = false}};
                },
                {{{3, 5, 3}}}),
      layer_row("ConvTranspose1d", "with bias",
                [] {
                  return f64::ConvTranspose1d{
                      {.in = 4, .out = 2, .kernel = 3, .stride = 3, .output_padding = 1, .groups = 2}};
                },
                {{{3, 3, 4}}}),
      layer_row("Conv3d", "with bias",
                [] {
                  return f64::Conv3d{
                      {.in = 2, .out = 3, .kernel = {2, 3, 2}, .stride = {1, 2, 1}, .padding = {1, 0, 1}}};
                },
                {{{2, 2, 4, 3, 2}}}),
      layer_row("Conv3d", "groups, dilated, reflected, without bias",
                [] {
                  return f64::Conv3d{{.in = 2,
                                      .out = 2,
                                      .kernel = 2,
                                      .padding = {1, 1, 0},
                                      .dilation = {2, 1, 1},
                                      .groups = 2,
                                      .padding_mode = Padding::reflect,
                                      .bias = false}};
                },
                {{{2, 3, 2, 3, 2}}}),
      layer_row(
          "ConvTranspose3d", "with bias",
          [] {
            return f64::ConvTranspose3d{
                {.in = 2, .out = 2, .kernel = {3, 2, 2}, .stride = 2, .padding = {1, 0, 0}, .groups = 2}};
          },
          {{{2, 2, 2, 1, 2}}}),
  };
}

}  // namespace agon_test
