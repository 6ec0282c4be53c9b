#include "agon/nn/layers.hpp"
#include "layer_table.hpp"

namespace agon_test {
namespace {

const auto linear = [] { return f64::Linear{3, 4}; };
const auto conv = [] {
  return f64::Conv2d{{.in = 2, .out = 3, .kernel = {3, 2}, .stride = 2, .padding = 1}};
};
const auto up = [] {
  return f64::ConvTranspose2d{{.in = 2, .out = 3, .kernel = 4, .stride = 2, .padding = 1}};
};

/// The trials of a wrapper around a dense layer, a convolution and a transposed one.
template <class Wrap>
void add_wrapper_rows(std::vector<LayerRow>& rows, const std::string& name, Wrap wrap, bool held = false) {
  const auto add = [&](const std::string& label, const auto& make, const Shape& input) {
    rows.push_back(
        layer_row(name, label, [wrap, make] { return wrap(make()); }, {.inputs = {input}, .held = held}));
  };
  add("of a dense layer", linear, {3, 3});
  add("of a convolution", conv, {3, 5, 6, 2});
  add("of a transposed convolution", up, {3, 2, 3, 2});
}

void add_batch_rows(std::vector<LayerRow>& rows) {
  rows.push_back(layer_row("MinibatchStdDev", "groups of four", [] { return f64::MinibatchStdDev{}; },
                           {{{8, 2, 3, 2}}}));
  rows.push_back(layer_row("MinibatchStdDev", "two features of vectors",
                           [] { return f64::MinibatchStdDev{{.group = 4, .features = 2}}; }, {{{4, 6}}}));
  rows.push_back(layer_row("Pack", "pairs", [] { return f64::Pack{2}; }, {{{4, 2, 3, 2}}, false}));
  rows.push_back(layer_row("Pack", "one", [] { return f64::Pack{1}; }, {{{3, 4}}}));
}

void add_modulated_rows(std::vector<LayerRow>& rows) {
  const auto add = [&](const std::string& label, const ModulatedConv2dOptions& options, const Shape& x) {
    rows.push_back(layer_row("ModulatedConv2d", label, [options] { return f64::ModulatedConv2d{options}; },
                             {{x, {x[0], options.style}}}));
  };
  add("same size", {.in = 2, .out = 3, .padding = 1, .style = 4}, {3, 4, 3, 2});
  add("upward", {.in = 2, .out = 3, .style = 4, .up = 2, .bias = false}, {3, 2, 3, 2});
  add("to a picture", {.in = 2, .out = 3, .kernel = 1, .style = 4, .demodulate = false}, {3, 2, 3, 2});
}

}  // namespace

std::vector<LayerRow> norm_layer_rows() {
  std::vector<LayerRow> rows;
  add_wrapper_rows(
      rows, "SpectralNorm", [](auto layer) { return f64::SpectralNorm{layer}; }, true);
  add_wrapper_rows(rows, "WeightNorm", [](auto layer) { return f64::WeightNorm{layer}; });
  add_wrapper_rows(rows, "WeightStandardization",
                   [](auto layer) { return f64::WeightStandardization{layer}; });
  add_wrapper_rows(rows, "EqualLR", [](auto layer) {
    return f64::EqualLR{layer, {.gain = 1.5, .lr_multiplier = 0.25}};
  });
  add_batch_rows(rows);
  add_modulated_rows(rows);
  return rows;
}

}  // namespace agon_test
