#include "agon/nn/layers.hpp"
#include "layer_table.hpp"

namespace agon_test {

std::vector<LayerRow> resample_layer_rows() {
  return {
      layer_row("PixelShuffle", "", [] { return f64::PixelShuffle{2}; }, {{{3, 2, 3, 8}}}),
      layer_row("PixelUnshuffle", "", [] { return f64::PixelUnshuffle{2}; }, {{{3, 4, 6, 2}}}),
      layer_row("Upsample", "nearest", [] { return f64::Upsample{}; }, {{{3, 2, 3, 2}}}),
      layer_row("Upsample", "bilinear",
                [] { return f64::Upsample{{.factor = 1.5, .mode = Resample::bilinear}}; }, {{{3, 4, 3, 2}}}),
      layer_row("BlurPool", "", [] { return f64::BlurPool{}; }, {{{3, 5, 4, 2}}}),
      layer_row("BlurPool", "zeros", [] { return f64::BlurPool{{.taps = 3, .padding = BlurPadding::zeros}}; },
                {{{3, 5, 4, 2}}}),
      layer_row("AvgPool2d", "", [] { return f64::AvgPool2d{{.kernel = 2}}; }, {{{3, 4, 5, 2}}}),
      layer_row("MaxPool2d", "", [] { return f64::MaxPool2d{{.kernel = 3, .stride = 2, .padding = 1}}; },
                {{{3, 4, 5, 2}}}),
      layer_row("GlobalAvgPool", "", [] { return f64::GlobalAvgPool{}; }, {{{3, 4, 5, 2}}}),
      layer_row("GlobalSumPool", "", [] { return f64::GlobalSumPool{}; }, {{{3, 4, 5, 2}}}),
      layer_row("AdaptiveAvgPool2d", "",
                [] {
                  return f64::AdaptiveAvgPool2d{{2, 3}};
                },
                {{{3, 5, 4, 2}}}),
  };
}

}  // namespace agon_test
