#include "agon/nn/layers.hpp"
#include "layer_table.hpp"

namespace agon_test {

std::vector<LayerRow> index_layer_rows() {
  return {
      layer_row("PReLU", "one slope", [] { return f64::PReLU{}; }, {{{3, 6}}}),
      layer_row("PReLU", "per channel",
                [] {
                  return f64::PReLU{2, 0.1};
                },
                {{{3, 2, 3, 2}}}),
      layer_row("ELU", "", [] { return f64::ELU{0.5}; }, {{{3, 6}}}),
      layer_row("SELU", "", [] { return f64::SELU{}; }, {{{3, 6}}}),
      layer_row("GELU", "exact", [] { return f64::GELU{}; }, {{{3, 6}}}),
      layer_row("GELU", "tanh", [] { return f64::GELU{GeluForm::tanh}; }, {{{3, 6}}}),
      layer_row("SiLU", "", [] { return f64::SiLU{}; }, {{{3, 6}}}),
      layer_row("Mish", "", [] { return f64::Mish{}; }, {{{3, 6}}}),
      layer_row("Hardtanh", "",
                [] {
                  return f64::Hardtanh{-0.5, 0.25};
                },
                {{{3, 6}}}),
      layer_row("Maxout", "", [] { return f64::Maxout{3}; }, {{{3, 2, 6}}}),
      layer_row("GLU", "", [] { return f64::GLU{}; }, {{{3, 2, 6}}}),
      layer_row("Softmax", "", [] { return f64::Softmax{}; }, {{{3, 6}}}),
      layer_row("LogSoftmax", "", [] { return f64::LogSoftmax{}; }, {{{3, 2, 6}}}),
  };
}

}  // namespace agon_test
