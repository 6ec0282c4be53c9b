#include "pytorch.hpp"

#include "agon/core/random.hpp"
#include "agon/nn/layers.hpp"
#include "io/scratch.hpp"

using namespace agon_test;

TEST_CASE("convolutions agree with PyTorch", "[nn][pytorch]") {
  const auto both = [](const std::string& name, const auto& options) {
    agree_with_pytorch(name, f64::Conv2d{options});
    agree_with_pytorch(name, Conv2d{options});
  };
  both("conv2d", Conv2dOptions{.in = 2, .out = 3, .kernel = {3, 2}, .stride = 2, .padding = 1});
  both("conv2d_no_bias", Conv2dOptions{.in = 2, .out = 3, .kernel = 4, .bias = false});
  const ConvTranspose2dOptions transposed{.in = 2, .out = 3, .kernel = 4, .stride = 2, .padding = 1};
  agree_with_pytorch("conv_transpose2d", f64::ConvTranspose2d{transposed});
  agree_with_pytorch("conv_transpose2d", ConvTranspose2d{transposed});
  agree_with_pytorch("linear", f64::Linear{3, 4});
  agree_with_pytorch("linear", Linear{3, 4});
}

TEST_CASE("normalisations agree with PyTorch", "[nn][pytorch]") {
  agree_with_pytorch("batch_norm", f64::BatchNorm{3});
  agree_with_pytorch("batch_norm", BatchNorm{3});
  agree_with_pytorch("batch_norm_vectors", f64::BatchNorm{3});
  agree_with_pytorch("batch_norm_vectors", BatchNorm{3});
}

TEST_CASE("activations agree with PyTorch", "[nn][pytorch]") {
  function_agrees_with_pytorch("relu", [](const auto& x) { return relu(x[0]); });
  function_agrees_with_pytorch("leaky_relu", [](const auto& x) { return leaky_relu(x[0], 0.25f); });
  function_agrees_with_pytorch("softplus", [](const auto& x) { return softplus(x[0]); });
  function_agrees_with_pytorch("sigmoid", [](const auto& x) { return sigmoid(x[0]); });
  function_agrees_with_pytorch("tanh", [](const auto& x) { return tanh(x[0]); });
  function_agrees_with_pytorch("softmax", [](const auto& x) { return softmax(x[0]); });
  function_agrees_with_pytorch("log_softmax", [](const auto& x) { return log_softmax(x[0]); });
}

TEST_CASE("sequences agree with PyTorch", "[nn][pytorch]") {
  const PyTorchOptions cell{.renamed = {{"", "cell"}}}, attention{.renamed = {{"", "attention"}}};
  agree_with_pytorch("lstm", f64::LSTM{3, 4}, cell);
  agree_with_pytorch("lstm", LSTM{3, 4}, cell);
  agree_with_pytorch("gru", f64::GRU{3, 4}, cell);
  agree_with_pytorch("gru", GRU{3, 4}, cell);
  // Only in double: the gradient of the keys' bias is 0, of which float leaves rounding.
  agree_with_pytorch("multi_head_attention", f64::MultiHeadAttention{{.dim = 4, .heads = 2}}, attention);

  const PyTorchCase labels{"embedding"};
  f64::Embedding embedding{{.count = 5, .dim = 3}};
  embedding.weight = labels.tensor<double>("state.weight");
  const f64::Var y = embedding(labels.named("input.0").tensor<std::int64_t>());
  check_near("output", y.value(), labels.tensor<double>("output"));
  const auto gradient = grad(sum(y * labels.tensor<double>("direction")), {embedding.weight});
  check_near("grad.weight", gradient[0].value(), labels.tensor<double>("grad.weight"));
}

namespace {

struct Critic {
  Conv2d down{{.in = 1, .out = 2, .kernel = 3, .padding = 1}};
  BatchNorm norm{2};
  Linear out{2 * 3 * 2, 1};
  Var operator()(const Var& x) const { return out(flatten(norm(down(x)))); }
};

// The same network channels-first, as PyTorch keeps it.
std::vector<NamedTensor> state_dict() {
  const auto numbers = [](const Shape& shape) {
    return Random(3, to_string(shape)).uniform(shape, -1.0f, 1.0f);
  };
  return {{"main.0.weight", numbers({2, 1, 3, 3})},
          {"main.0.bias", numbers({2})},
          {"main.1.weight", numbers({2})},
          {"main.1.bias", numbers({2})},
          {"main.1.running_mean", numbers({2})},
          {"main.1.running_var", numbers({2})},
          {"main.1.num_batches_tracked", LabelTensor({}, std::int64_t{7})},
          {"main.3.weight", numbers({1, 12})},
          {"main.3.bias", numbers({1})}};
}

PyTorchOptions options() {
  return {.renamed = {{"down", "main.0"}, {"norm", "main.1"}, {"out", "main.3"}},
          .flattened = {{"out", {2, 3, 2}}}};
}

}  // namespace

TEST_CASE("a state dict of PyTorch is loaded into a network of other names", "[nn][pytorch]") {
  const Scratch scratch;
  const std::string path = scratch / "critic.safetensors";
  write_safetensors(path, state_dict());
  Critic critic;
  load_pytorch(critic, path, options());

  const TensorFile file{state_dict(), {}};
  const Tensor kernels = file.find("main.0.weight")->tensor<float>();
  CHECK(critic.down.weight.value().at({1, 2, 0, 0}) == kernels.at({1, 0, 2, 0}));
  // Element (row 1, column 2, channel 0) of the flattened picture [2, 3, 2] is number 5 of channel 0 there.
  const Tensor columns = file.find("main.3.weight")->tensor<float>();
  CHECK(critic.out.weight.value().at({0, (1 * 3 + 2) * 2 + 0}) == columns.at({0, 0 * 6 + 5}));
  CHECK(critic.out.weight.value().at({0, 1}) == columns.at({0, 6}));
  CHECK(equal(critic.norm.running_variance.value(), file.find("main.1.running_var")->tensor<float>()));
  CHECK(parameters(critic)[0].tracked());
}

TEST_CASE("a layer that makes pictures gets its rows in their order", "[nn][pytorch]") {
  struct Generator {
    Linear project{3, 2 * 2 * 4};
  } generator;
  const auto count = [](const Shape& shape) {
    Tensor x(shape);
    for (std::int64_t i = 0; i < x.size(); ++i) x.mutable_data()[i] = static_cast<float>(i);
    return x;
  };
  const Scratch scratch;
  write_safetensors(scratch / "g.safetensors",
                    {{"project.weight", count({16, 3})}, {"project.bias", count({16})}});
  load_pytorch(generator, scratch / "g.safetensors", {.unflattened = {{"project", {2, 2, 4}}}});
  // Channel 3 of the last pixel is the last row in both; channel 1 of the first pixel is row 4 there.
  CHECK(generator.project.bias->value().at({15}) == 15);
  CHECK(generator.project.bias->value().at({1}) == 4);
  CHECK(generator.project.weight.value().at({1, 2}) == 4 * 3 + 2);
}

TEST_CASE("state dicts that do not fit are refused as a whole", "[nn][pytorch]") {
  const Scratch scratch;
  const std::string path = scratch / "critic.safetensors";
  write_safetensors(path, state_dict());
  Critic critic;
  const Critic before = critic;
  REQUIRE_IO_ERROR(load_pytorch(critic, path), "down.weight float32 [2, 3, 3, 1] is missing");
  REQUIRE_IO_ERROR(load_pytorch(critic, path), "main.3.bias float32 [1] is not in the network");
  PyTorchOptions wrong = options();
  wrong.flattened = {{"out", {2, 2, 2}}};
  REQUIRE_ERROR(
      load_pytorch(critic, path, wrong),
      "[load_pytorch] expected the picture [H, W, C] of out to have as many elements as axis 1 of its "
      "[1, 12], got [2, 2, 2]");
  wrong = options();
  wrong.renamed["up"] = "main.7";
  REQUIRE_ERROR(load_pytorch(critic, path, wrong),
                "[load_pytorch] expected options for layers of the network, got one for \"up\"");
  CHECK(equal(critic, before));
}
