#include "agon/autograd/ops.hpp"
#include "agon/nn/layers.hpp"
#include "layer_table.hpp"

namespace agon_test {
namespace {

/// Labels 0, 1, ... of so many samples, round and round.
LabelTensor round_labels(const Shape& shape, std::int64_t count) {
  LabelTensor labels(shape);
  std::int64_t next = 0;
  for (std::int64_t& label : labels.mutable_values()) label = next++ % count;
  return labels;
}

// Layers of labels and of several states, as layers of variables.

struct EmbeddingTimes {
  f64::Embedding embedding{{.count = 3, .dim = 2}};
  f64::Var operator()(const f64::Var& x) const {
    return embedding(round_labels({x.dim(0), x.dim(1)}, 3)) * x;
  }
};

struct LabelledHead {
  ProjectionHead<f64::Linear, f64::Embedding> head{{.features = 4, .classes = 3}};
  f64::Var operator()(const f64::Var& h) const { return head(h, round_labels({h.dim(0)}, 3)); }
};

struct CellOfOneState {
  f64::LSTMCell cell{3, 4};
  f64::Var operator()(const f64::Var& x, const f64::Var& state) const {
    const auto parts = split(state, 1, 2);
    const auto next = cell(x, {parts[0], parts[1]});
    return concat({next.h, next.c}, 1);
  }
};

struct SequenceAndState {
  f64::LSTM lstm{3, 4};
  f64::Var operator()(const f64::Var& x, const f64::Var& state) const {
    const auto parts = split(state, 1, 2);
    const auto [y, last] = lstm(x, {parts[0], parts[1]});
    return concat({flatten(y), last.h, last.c}, 1);
  }
};

template <class Projection>
SelfAttention<Projection> attentive(SelfAttention<Projection> layer) {
  layer.gamma = f64::Tensor({1}, 0.7);
  return layer;
}

std::vector<LayerRow> recurrent_rows() {
  return {
      layer_row("LSTMCell", "", [] { return CellOfOneState{}; }, {{{3, 3}, {3, 8}}}),
      layer_row("LSTM", "",
                [] {
                  return f64::LSTM{3, 4};
                },
                {{{2, 5, 3}}}),
      layer_row("LSTM", "from a state", [] { return SequenceAndState{}; }, {{{2, 3, 3}, {2, 8}}}),
      layer_row("GRUCell", "",
                [] {
                  return f64::GRUCell{3, 4};
                },
                {{{3, 3}, {3, 4}}}),
      layer_row("GRU", "",
                [] {
                  return f64::GRU{3, 4};
                },
                {{{2, 5, 3}}}),
      layer_row("GRU", "from a state",
                [] {
                  return f64::GRU{3, 4};
                },
                {{{2, 3, 3}, {2, 4}}}),
  };
}

std::vector<LayerRow> attention_rows() {
  return {
      layer_row("MultiHeadAttention", "of itself",
                [] { return f64::MultiHeadAttention{{.dim = 4, .heads = 2}}; }, {{{2, 5, 4}}}),
      layer_row("MultiHeadAttention", "causal, without bias",
                [] { return f64::MultiHeadAttention{{.dim = 4, .bias = false, .causal = true}}; },
                {{{2, 5, 4}}}),
      layer_row("MultiHeadAttention", "of a context",
                [] { return f64::MultiHeadAttention{{.dim = 4, .heads = 2, .context = 3}}; },
                {{{2, 5, 4}, {2, 3, 3}}}),
      layer_row("SelfAttention", "as it starts", [] { return SelfAttention<f64::Conv2d>{{.channels = 8}}; },
                {{{2, 3, 2, 8}}}),
      layer_row("SelfAttention", "pooled, with spectral normalisation",
                [] {
                  return attentive(
                      SelfAttention<f64::SpectralNorm<f64::Conv2d>>{{.channels = 8, .pooled = true}});
                },
                {.inputs = {{2, 5, 4, 8}}, .held = true}),
      layer_row("SelfAttention", "", [] { return attentive(SelfAttention<f64::Conv2d>{{.channels = 8}}); },
                {{{2, 3, 2, 8}}}),
  };
}

std::vector<LayerRow> block_rows() {
  return {
      layer_row("Embedding", "", [] { return EmbeddingTimes{}; }, {{{4, 2, 2}}}),
      layer_row("ProjectionHead", "", [] { return LabelledHead{}; }, {{{4, 4}}}),
      layer_row("Residual", "around a body",
                [] {
                  return Residual{f64::Sequential{f64::Linear{3, 3}, f64::Tanh{}}};
                },
                {{{3, 3}}}),
      layer_row("Residual", "with a shortcut of its own",
                [] {
                  return Residual{f64::Conv2d{{.in = 2, .out = 3, .kernel = 3, .padding = 1}},
                                  f64::Conv2d{{.in = 2, .out = 3, .kernel = 1}}};
                },
                {{{2, 3, 4, 2}}}),
      layer_row("DenseConcat", "",
                [] { return DenseConcat{f64::Conv2d{{.in = 2, .out = 3, .kernel = 3, .padding = 1}}}; },
                {{{2, 3, 4, 2}}}),
      layer_row("NoiseInjection", "one strength",
                [] {
                  f64::NoiseInjection layer;
                  layer.strength = f64::Tensor({1}, 0.5);
                  return layer;
                },
                {{{2, 3, 4, 2}}}),
      layer_row("NoiseInjection", "one a channel", [] { return f64::NoiseInjection{2}; }, {{{2, 3, 4, 2}}}),
      layer_row("ConstantInput", "",
                [] {
                  return f64::ConstantInput{{.size = {2, 3}, .channels = 2}};
                },
                {{{3, 5}}}),
      layer_row(
          "MappingNetwork", "",
          [] { return MappingNetwork<f64::EqualLR<f64::Linear>>{{.latent = 3, .width = 4, .layers = 2}}; },
          {{{3, 3}}}),
  };
}

}  // namespace

std::vector<LayerRow> sequence_layer_rows() {
  std::vector<LayerRow> all;
  for (auto rows : {recurrent_rows, attention_rows, block_rows})
    for (LayerRow& row : rows()) all.push_back(std::move(row));
  return all;
}

}  // namespace agon_test
