#pragma once

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "agon/core/modes.hpp"
#include "agon/core/random.hpp"
#include "agon/nn/gradcheck.hpp"
#include "agon/nn/module.hpp"
#include "agon/nn/save.hpp"
#include "agon_test.hpp"
#include "io/scratch.hpp"

/// The table of all layers. A row makes a layer and names the shapes of its inputs; every layer of
/// include/agon/nn/layers has one, and passes the same trials.
namespace agon_test {

using namespace agon;

struct LayerRow {
  std::string name;  // as declared, without "Basic"
  std::string label;
  std::function<void()> try_out;
};

/// What the trials of a layer need to know.
struct LayerTrial {
  std::vector<Shape> inputs;        // the first axis of each is the batch
  bool batch_of_one = true;         // whether it can work on one sample
  GradcheckOptions gradcheck = {};  // a wider step, fewer elements
  bool held = false;                // gradients are checked with the buffers held: spectral norm's vectors
};

inline std::vector<f64::Tensor> layer_inputs(const std::vector<Shape>& shapes, std::int64_t batch) {
  std::vector<f64::Tensor> inputs;
  for (Shape shape : shapes) {
    if (batch > 0) shape[0] = batch;
    inputs.push_back(Random(31, to_string(shape)).uniform<double>(shape, -1, 1));
  }
  return inputs;
}

/// The layer's value on `inputs`, with every random number drawn from the same stream.
template <class Layer>
f64::Tensor layer_value(const Layer& layer, const std::vector<f64::Tensor>& inputs) {
  Random random(7, "layer");
  const RandomGuard guard(random);
  const auto call = [&]<std::size_t... I>(std::index_sequence<I...>) {
    return layer(f64::Var(inputs[I])...).value();
  };
  if constexpr (requires(const f64::Var& x) { layer(x); })
    if (inputs.size() == 1) return call(std::make_index_sequence<1>());
  if constexpr (requires(const f64::Var& x) { layer(x, x); })
    if (inputs.size() == 2) return call(std::make_index_sequence<2>());
  if constexpr (requires(const f64::Var& x) { layer(x, x, x); })
    if (inputs.size() == 3) return call(std::make_index_sequence<3>());
  FAIL("the layer does not take " << inputs.size() << " inputs");
  return {};
}

template <class Layer>
void try_layer(const Layer& layer, const LayerTrial& trial) {
  for (const std::int64_t batch :
       trial.batch_of_one ? std::vector<std::int64_t>{0, 1} : std::vector<std::int64_t>{0}) {
    Modes checked = modes();
    checked.batch_statistics = !trial.held;
    const ModeGuard guard(checked);
    const GradcheckResult result = gradcheck(layer, layer_inputs(trial.inputs, batch), trial.gradcheck);
    INFO((batch == 1 ? "batch of one, " : "") << result.worst);
    CHECK(result.first_error <= 1e-6);
    CHECK(result.second_error <= 1e-6);
    CHECK(result);
  }

  const std::vector<f64::Tensor> inputs = layer_inputs(trial.inputs, 0);
  const f64::Tensor value = layer_value(layer, inputs);
  const Layer copy = layer;
  CHECK(equal(copy, layer));
  CHECK(equal(layer_value(copy, inputs), value));

  const Scratch scratch;
  save(layer, scratch / "layer.safetensors");
  Layer loaded = layer;
  for (f64::Slot& slot : slots(loaded)) {
    const f64::Tensor other(slot.value().shape(), 0.5);
    slot.kind == SlotKind::parameter ? void(*slot.parameter = other) : void(*slot.buffer = other);
  }
  load(loaded, scratch / "layer.safetensors");
  CHECK(equal(loaded, layer));

  // Inference in between leaves the layer as it was, and is repeatable.
  const auto infer = [&] {
    const Inference guard;
    return layer_value(layer, inputs);
  };
  CHECK(equal(infer(), infer()));
  CHECK(equal(layer_value(layer, inputs), value));
  CHECK(equal(copy, layer));

  const std::string table = summary(layer);
  INFO(table);
  for (const auto& parameter : named_parameters(layer))
    CHECK(table.find(parameter.name.substr(parameter.name.rfind('.') + 1)) != std::string::npos);
  CHECK(table.find("total") != std::string::npos);
}

/// `make` returns the layer, of doubles.
template <class Make>
LayerRow layer_row(std::string name, std::string label, Make make, LayerTrial trial) {
  return {std::move(name), std::move(label), [make, trial] {
            Random random(1);
            const RandomGuard guard(random);
            try_layer(make(), trial);
          }};
}

std::vector<LayerRow> basic_layer_rows();
std::vector<LayerRow> norm_layer_rows();
std::vector<LayerRow> resample_layer_rows();
std::vector<LayerRow> sequence_layer_rows();
std::vector<LayerRow> erased_layer_rows();
std::vector<LayerRow> conv_layer_rows();
std::vector<LayerRow> index_layer_rows();

inline std::vector<LayerRow> layer_table() {
  std::vector<LayerRow> table;
  for (auto rows : {basic_layer_rows, norm_layer_rows, resample_layer_rows, sequence_layer_rows,
                    erased_layer_rows, conv_layer_rows, index_layer_rows})
    for (LayerRow& row : rows()) table.push_back(std::move(row));
  return table;
}

}  // namespace agon_test
