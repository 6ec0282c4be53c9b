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

/// A conditional norm's scale and shift start at 0, which would hide mistakes.
f64::ConditionalBatchNorm conditional() {
  f64::ConditionalBatchNorm norm{2, 3};
  norm.scale = current_random().normal<double>({3, 2}, 0, 0.3);
  norm.shift = current_random().normal<double>({3, 2}, 0, 0.3);
  return norm;
}

/// The same, with the classes of a batch of one's own.
struct OfClasses {
  f64::ConditionalBatchNorm norm = conditional();
  f64::Var operator()(const f64::Var& x) const {
    LabelTensor classes({x.dim(0)}, 0);
    for (std::int64_t i = 0; i < x.dim(0); ++i) classes.mutable_data()[i] = i % 3;
    return norm(x, classes);
  }
};

void add_norm_rows(std::vector<LayerRow>& rows) {
  const auto add = [&](const std::string& name, const std::string& label, auto make,
                       const std::vector<Shape>& inputs, bool alone = true) {
    rows.push_back(layer_row(name, label, make, {.inputs = inputs, .batch_of_one = alone}));
  };
  add("LayerNorm", "pixels", [] { return f64::LayerNorm{4}; }, {{3, 2, 3, 4}});
  add("LayerNorm", "pictures", [] { return f64::LayerNorm{{2, 3, 4}}; }, {{3, 2, 3, 4}});
  add("LayerNorm", "without scale and shift", [] { return f64::LayerNorm{5, {.affine = false}}; }, {{3, 5}});
  add("GroupNorm", "pictures", [] { return f64::GroupNorm{2, 4}; }, {{3, 2, 3, 4}});
  add("GroupNorm", "without scale and shift",
      [] {
        return f64::GroupNorm{1, 4, {.affine = false}};
      },
      {{3, 5, 4}});
  add("InstanceNorm", "", [] { return f64::InstanceNorm{2}; }, {{3, 3, 4, 2}});
  add("InstanceNorm", "with scale and shift",
      [] {
        return f64::InstanceNorm{2, {.affine = true}};
      },
      {{3, 3, 4, 2}});
  add("PixelNorm", "", [] { return f64::PixelNorm{}; }, {{3, 2, 3, 4}});
  add("AdaptiveInstanceNorm", "", [] { return f64::AdaptiveInstanceNorm{2, 4}; }, {{3, 3, 4, 2}, {3, 4}});
  add("ConditionalBatchNorm", "of vectors", conditional, {{3, 2, 3, 2}, {3, 3}});
  add("ConditionalBatchNorm", "of classes", [] { return OfClasses{}; }, {{4, 2, 3, 2}});
  add(
      "VirtualBatchNorm", "pictures",
      [] {
        return f64::VirtualBatchNorm{2, 3};
      },
      {{5, 2, 3, 2}}, false);
  add(
      "VirtualBatchNorm", "vectors",
      [] {
        return f64::VirtualBatchNorm{3, 4};
      },
      {{6, 3}}, false);
}

}  // namespace

std::vector<LayerRow> norm_layer_rows() {
  std::vector<LayerRow> rows;
  add_norm_rows(rows);
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
