#include "pytorch.hpp"

#include "agon/core/random.hpp"
#include "agon/nn/layers.hpp"
#include "io/scratch.hpp"

using namespace agon_test;

namespace {

/// make(T{}) returns the layer of that scalar.
template <class Make>
void both(const std::string& name, const Make& make, const PyTorchOptions& options = {}) {
  agree_with_pytorch(name, make(double{}), options);
  agree_with_pytorch(name, make(float{}), options);
}

template <template <class> class Layer, class Options>
void layer_of(const std::string& name, const Options& options) {
  both(name, [&]<class T>(T) { return Layer<T>{options}; });
}

}  // namespace

TEST_CASE("linear layers and convolutions agree with PyTorch", "[nn][pytorch]") {
  both("linear", []<class T>(T) { return BasicLinear<T>{3, 4}; });
  const auto conv = [](const std::string& name, const Conv2dOptions& options) {
    layer_of<BasicConv2d>(name, options);
  };
  conv("conv2d", {.in = 2, .out = 3, .kernel = {3, 2}, .stride = 2, .padding = 1});
  conv("conv2d_no_bias", {.in = 2, .out = 3, .kernel = 4, .bias = false});
  conv("conv2d_groups", {.in = 4, .out = 6, .kernel = 3, .padding = 1, .groups = 2});
  conv("conv2d_depthwise", {.in = 4, .out = 4, .kernel = 3, .stride = 2, .padding = 1, .groups = 4});
  conv("conv2d_dilation", {.in = 2, .out = 3, .kernel = 3, .stride = 2, .padding = 2, .dilation = 2});
  conv("conv2d_reflect", {.in = 2, .out = 3, .kernel = 3, .padding = 1, .padding_mode = Padding::reflect});
  conv("conv2d_replicate",
       {.in = 2, .out = 3, .kernel = 3, .padding = 1, .padding_mode = Padding::replicate});
  layer_of<BasicConv1d>("conv1d", Conv1dOptions{.in = 2, .out = 3, .kernel = 3, .stride = 2, .padding = 1});
  layer_of<BasicConv3d>(
      "conv3d", Conv3dOptions{.in = 2, .out = 3, .kernel = {2, 3, 2}, .stride = {1, 2, 1}, .padding = 1});
}

TEST_CASE("transposed convolutions agree with PyTorch", "[nn][pytorch]") {
  const auto conv = [](const std::string& name, const ConvTranspose2dOptions& options) {
    layer_of<BasicConvTranspose2d>(name, options);
  };
  conv("conv_transpose2d", {.in = 2, .out = 3, .kernel = 4, .stride = 2, .padding = 1});
  conv("conv_transpose2d_groups",
       {.in = 4, .out = 6, .kernel = 3, .stride = 2, .padding = 1, .output_padding = 1, .groups = 2});
  conv("conv_transpose2d_dilation", {.in = 2, .out = 3, .kernel = 3, .stride = 2, .dilation = 2});
  layer_of<BasicConvTranspose1d>(
      "conv_transpose1d", ConvTranspose1dOptions{.in = 2, .out = 3, .kernel = 4, .stride = 2, .padding = 1});
  layer_of<BasicConvTranspose3d>(
      "conv_transpose3d",
      ConvTranspose3dOptions{.in = 2, .out = 3, .kernel = {3, 2, 4}, .stride = 2, .padding = 1});
}

TEST_CASE("normalisations agree with PyTorch", "[nn][pytorch]") {
  both("batch_norm", []<class T>(T) { return BasicBatchNorm<T>{3}; });
  both("batch_norm_vectors", []<class T>(T) { return BasicBatchNorm<T>{3}; });
  both("layer_norm", []<class T>(T) { return BasicLayerNorm<T>{4}; });
  both("group_norm", []<class T>(T) { return BasicGroupNorm<T>{2, 4}; });
  both("instance_norm", []<class T>(T) { return BasicInstanceNorm<T>{3, {.affine = true}}; });
  const auto conv = []<class T>(T, std::int64_t padding) {
    return BasicConv2d<T>{{.in = 2, .out = 3, .kernel = 3, .padding = padding}};
  };
  both("spectral_norm_linear", []<class T>(T) { return SpectralNorm{BasicLinear<T>{3, 4}}; });
  both("spectral_norm_conv2d", [&]<class T>(T t) { return SpectralNorm{conv(t, 1)}; });
  both("weight_norm_linear", []<class T>(T) { return WeightNorm{BasicLinear<T>{3, 4}}; });
  both("weight_norm_conv2d", [&]<class T>(T t) { return WeightNorm{conv(t, 0)}; });
}

TEST_CASE("activations agree with PyTorch", "[nn][pytorch]") {
  both("prelu", []<class T>(T) { return BasicPReLU<T>{4}; });
  function_agrees_with_pytorch("relu", [](const auto& x) { return relu(x[0]); });
  function_agrees_with_pytorch("leaky_relu", [](const auto& x) { return leaky_relu(x[0], 0.25f); });
  function_agrees_with_pytorch("softplus", [](const auto& x) { return softplus(x[0]); });
  function_agrees_with_pytorch("sigmoid", [](const auto& x) { return sigmoid(x[0]); });
  function_agrees_with_pytorch("tanh", [](const auto& x) { return tanh(x[0]); });
  function_agrees_with_pytorch("softmax", [](const auto& x) { return softmax(x[0]); });
  function_agrees_with_pytorch("log_softmax", [](const auto& x) { return log_softmax(x[0]); });
  function_agrees_with_pytorch("elu", [](const auto& x) { return elu(x[0]); });
  function_agrees_with_pytorch("selu", [](const auto& x) { return selu(x[0]); });
  function_agrees_with_pytorch("gelu", [](const auto& x) { return gelu(x[0]); });
  function_agrees_with_pytorch("gelu_tanh", [](const auto& x) { return gelu(x[0], GeluForm::tanh); });
  function_agrees_with_pytorch("silu", [](const auto& x) { return silu(x[0]); });
  function_agrees_with_pytorch("mish", [](const auto& x) { return mish(x[0]); });
  function_agrees_with_pytorch("hardtanh", [](const auto& x) { return hardtanh(x[0] * 3.0f); });
  function_agrees_with_pytorch("glu", [](const auto& x) { return glu(x[0]); });
}

TEST_CASE("resampling and pooling agree with PyTorch", "[nn][pytorch]") {
  const Size2 larger{5, 7};
  function_agrees_with_pytorch("pixel_shuffle", [](const auto& x) { return pixel_shuffle(x[0], 2); });
  function_agrees_with_pytorch("pixel_unshuffle", [](const auto& x) { return pixel_unshuffle(x[0], 2); });
  function_agrees_with_pytorch("nearest",
                               [&](const auto& x) { return resize(x[0], larger, Resample::nearest); });
  function_agrees_with_pytorch("bilinear",
                               [&](const auto& x) { return resize(x[0], larger, Resample::bilinear); });
  function_agrees_with_pytorch("bilinear_corners",
                               [&](const auto& x) { return resize(x[0], larger, Resample::bilinear, true); });
  function_agrees_with_pytorch("bilinear_down", [](const auto& x) {
    return resize(x[0], {3, 2}, Resample::bilinear);
  });
  function_agrees_with_pytorch(
      "avg_pool2d", [](const auto& x) { return avg_pool2d(x[0], {.kernel = 3, .stride = 2, .padding = 1}); });
  function_agrees_with_pytorch(
      "max_pool2d", [](const auto& x) { return max_pool2d(x[0], {.kernel = 3, .stride = 2, .padding = 1}); });
  function_agrees_with_pytorch("adaptive_avg_pool2d", [](const auto& x) {
    return adaptive_avg_pool2d(x[0], {3, 2});
  });
  function_agrees_with_pytorch("pad_reflect", [](const auto& x) {
    return pad(pad(x[0], 1, 2, 1, Padding::reflect), 2, 1, 2, Padding::reflect);
  });
  function_agrees_with_pytorch("pad_replicate", [](const auto& x) {
    return pad(pad(x[0], 1, 2, 1, Padding::replicate), 2, 1, 2, Padding::replicate);
  });
  function_agrees_with_pytorch("affine_grid", [](const auto& x) { return affine_grid(x[0], {3, 4}); });
  function_agrees_with_pytorch("grid_sample", [](const auto& x) { return grid_sample(x[0], x[1]); });
}

TEST_CASE("attention and recurrent layers agree with PyTorch", "[nn][pytorch]") {
  both("multi_head_attention", []<class T>(T) { return BasicMultiHeadAttention<T>{{.dim = 4, .heads = 2}}; },
       {.renamed = {{"", "attention"}}});
  const PyTorchOptions cell{.renamed = {{"", "cell"}}};
  both(
      "lstm",
      []<class T>(T) {
        return BasicLSTM<T>{3, 4};
      },
      cell);
  both(
      "gru",
      []<class T>(T) {
        return BasicGRU<T>{3, 4};
      },
      cell);
}

TEST_CASE("embeddings agree with PyTorch", "[nn][pytorch]") {
  const PyTorchCase c{"embedding"};
  f64::Embedding embedding{{.count = 5, .dim = 3}};
  embedding.weight = c.tensor<double>("state.weight");
  const f64::Var y = embedding(c.named("input.0").tensor<std::int64_t>());
  check_near("output", y.value(), c.tensor<double>("output"));
  const auto gradient = grad(sum(y * c.tensor<double>("direction")), {embedding.weight});
  check_near("grad.weight", gradient[0].value(), c.tensor<double>("grad.weight"));
}

TEST_CASE("losses agree with PyTorch", "[nn][pytorch]") {
  const LabelTensor labels({3}, {2, 0, 3});
  const auto targets = [](const std::string& name, const auto& like) {
    using T = typename std::remove_cvref_t<decltype(like)>::Scalar;
    return BasicVar<T>(PyTorchCase{name}.tensor<T>("target"));
  };
  function_agrees_with_pytorch("cross_entropy", [&](const auto& x) { return cross_entropy(x[0], labels); });
  function_agrees_with_pytorch(
      "cross_entropy_smooth", [&](const auto& x) { return cross_entropy(x[0], labels, {.smoothing = 0.1}); });
  function_agrees_with_pytorch("cross_entropy_soft", [&](const auto& x) {
    return cross_entropy(x[0], targets("cross_entropy_soft", x[0]));
  });
  function_agrees_with_pytorch("binary_cross_entropy", [&](const auto& x) {
    return binary_cross_entropy(x[0], targets("binary_cross_entropy", x[0]));
  });
  function_agrees_with_pytorch("mse", [](const auto& x) { return mse_loss(x[0], x[1]); });
  function_agrees_with_pytorch("l1", [](const auto& x) { return l1_loss(x[0], x[1]); });
  function_agrees_with_pytorch("huber", [](const auto& x) { return huber_loss(x[0], x[1], 0.5f); });
  function_agrees_with_pytorch("cosine_similarity",
                               [](const auto& x) { return cosine_similarity(x[0], x[1]); });
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
