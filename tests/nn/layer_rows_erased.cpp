#include "agon/autograd/ops/arithmetic.hpp"
#include "agon/nn/chain.hpp"
#include "agon/nn/layers.hpp"
#include "layer_table.hpp"

namespace agon_test {
namespace {

struct Joined {
  f64::Linear left{3, 2}, right{4, 2};
  f64::Var operator()(const f64::Var& x, const f64::Var& y) const { return left(x) * right(y); }
};

}  // namespace

/// Networks that are put together at run time.
std::vector<LayerRow> erased_layer_rows() {
  return {
      layer_row("AnyModule", "one input",
                [] {
                  return f64::AnyModule(f64::Linear{3, 4});
                },
                {{{3, 3}}}),
      layer_row("AnyModule", "two inputs", [] { return f64::AnyModule(Joined{}); }, {{{3, 3}, {3, 4}}}),
      layer_row("AnyModule", "with buffers and configuration",
                [] { return f64::AnyModule(f64::BatchNorm{2}); }, {{{3, 3, 4, 2}}}),
      layer_row("Chain", "",
                [] {
                  return f64::Chain{f64::Linear{3, 4}, f64::BatchNorm{4}, f64::Dropout{0.3}, f64::Tanh{},
                                    f64::Chain{f64::Linear{4, 2}}};
                },
                {{{5, 3}}, false}),
  };
}

}  // namespace agon_test
