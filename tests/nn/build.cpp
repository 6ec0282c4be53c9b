#include "agon/nn/build.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <set>

#include "agon/autograd/ops/arithmetic.hpp"
#include "agon/autograd/ops/map.hpp"
#include "agon/core/random.hpp"
#include "agon/nn/layers.hpp"
#include "agon_test.hpp"
#include "declared_layers.hpp"
#include "io/scratch.hpp"

using namespace agon;

namespace {

struct Swish {
  double slope;
  Var operator()(const Var& x) const {
    return map(
        "swish", [s = slope](auto v) { return v * sigmoid(s * v); }, x);
  }
};

/// Two branches of layers, of which one may be missing.
struct Split {
  Chain left, right;
  Var operator()(const Var& x) const { return left(x) + right(x); }
};

struct Power {
  int power;
  Var operator()(const Var& x) const { return pow(x, static_cast<float>(power)); }
};

/// What the configuration of one layer is refused with.
std::string refusal(const std::string& layer) {
  return agon_test::thrown_text<Error>([&] { build(R"({"layers": [)" + layer + "]}"); });
}

/// The layers that a chain has no use for: they take or return something else than one variable.
const std::set<std::string> not_by_name = {
    "AdaptiveInstanceNorm", "ConditionalBatchNorm", "Embedding", "LSTMCell",
    "ModulatedConv2d",      "ProjectionHead"};

}  // namespace

TEST_CASE("a network comes from its description", "[nn][build]") {
  const std::string text = R"({"layers": [
    {"type": "Linear", "in": 6, "out": 8, "bias": false},
    {"type": "BatchNorm", "channels": 8, "eps": 1e-3},
    {"type": "LeakyReLU", "slope": 0.2},
    {"type": "Reshape", "shape": [2, 2, -1]},
    {"type": "Sequential", "layers": [
      {"type": "ConvTranspose2d", "in": 2, "out": 3, "kernel": 4, "stride": 2, "padding": 1},
      {"type": "ReLU"},
      {"type": "Conv2d", "in": 3, "out": 1, "kernel": [3, 1], "padding": [1, 0]},
      {"type": "Tanh"}
    ]}
  ]})";
  Random first(1), second(1);
  const auto built = [&] {
    const RandomGuard guard(first);
    return build(text);
  }();
  const RandomGuard guard(second);
  const Sequential same{
      Linear{6, 8, {.bias = false}}, BatchNorm{8, {.eps = 1e-3}}, LeakyReLU{0.2}, Reshape{2, 2, -1},
      Sequential{ConvTranspose2d{{.in = 2, .out = 3, .kernel = 4, .stride = 2, .padding = 1}}, ReLU{},
                 Conv2d{{.in = 3, .out = 1, .kernel = {3, 1}, .padding = {1, 0}}}, Tanh{}}};
  REQUIRE(parameters(built).names() == parameters(same).names());
  const Tensor x = normal({3, 6});
  REQUIRE(equal(built(x).value(), same(x).value()));
  REQUIRE(built(x).shape() == Shape{3, 4, 4, 1});
  REQUIRE(f64::build(text)(f64::Tensor({3, 6}, 0.5)).shape() == Shape{3, 4, 4, 1});
  REQUIRE(build(R"({"layers": []})").size() == 0);
}

TEST_CASE("every layer is known by its name", "[nn][build]") {
  const std::vector<std::string> names = LayerRegistry().names();
  REQUIRE(std::ranges::is_sorted(names));
  REQUIRE(std::ranges::count(names, "Sequential") == 1);
  const std::set<std::string> declared = agon_test::declared_layers();
  REQUIRE(declared.size() > 10);
  for (const std::string& layer : declared) {
    INFO(layer << " is not in nn/build_layers-inl.h");
    CHECK(std::ranges::count(names, layer) + not_by_name.contains(layer) == 1);
  }
}

TEST_CASE("each layer is made with its own options", "[nn][build]") {
  const auto only = [](const std::string& layer) {
    return build(R"({"layers": [)" + layer + "]}").modules[0];
  };
  const AnyModule norm = only(R"({"type": "BatchNorm", "channels": 3, "momentum": 0.5, "affine": false})");
  REQUIRE(norm.as<BatchNorm>()->momentum == 0.5);
  REQUIRE_FALSE(norm.as<BatchNorm>()->scale);
  REQUIRE(only(R"({"type": "Dropout"})").as<Dropout>()->p == 0.5);
  REQUIRE(only(R"({"type": "Dropout", "p": 0})").as<Dropout>()->p == 0);
  const AnyModule up = only(
      R"({"type": "ConvTranspose2d", "in": 2, "out": 3, "kernel": [4, 5], "stride": 2, "output_padding": 1})");
  REQUIRE(up.as<ConvTranspose2d>()->output_padding == Size2(1));
  REQUIRE(up.as<ConvTranspose2d>()->weight.shape() == Shape{2, 4, 5, 3});
  const AnyModule others = only(R"({"type": "MinibatchDiscrimination", "in": 4, "kernels": 2, "dims": 3})");
  REQUIRE(others.as<MinibatchDiscrimination>()->weight.shape() == Shape{4, 6});
  REQUIRE(only(R"({"type": "Flatten"})").as<Flatten>());
  REQUIRE(only(R"({"type": "Sigmoid"})").as<Sigmoid>());
  REQUIRE(only(R"({"type": "Softplus"})").as<Softplus>());
}

TEST_CASE("every layer's description makes a layer that runs", "[nn][build]") {
  const auto shape_after = [](const std::string& layer, const Shape& in) {
    INFO(layer);
    return build(R"({"layers": [)" + layer + "]}")(Tensor(in, 0.5f)).shape();
  };
  const auto check = [&](const std::string& layer, const Shape& in, const Shape& out) {
    INFO(layer);
    CHECK(shape_after(layer, in) == out);
  };
  check(R"({"type": "Conv1d", "in": 2, "out": 4, "kernel": 3, "groups": 2})", {1, 5, 2}, {1, 3, 4});
  check(R"({"type": "Conv3d", "in": 2, "out": 1, "kernel": [1, 2, 3], "dilation": 1})", {1, 3, 4, 5, 2},
        {1, 3, 3, 3, 1});
  check(R"({"type": "Conv2d", "in": 1, "out": 1, "kernel": 3, "padding": 1, "padding_mode": "reflect"})",
        {1, 4, 4, 1}, {1, 4, 4, 1});
  check(R"({"type": "ConvTranspose1d", "in": 2, "out": 4, "kernel": 4, "stride": 2})", {1, 5, 2}, {1, 12, 4});
  check(R"({"type": "ConvTranspose3d", "in": 2, "out": 1, "kernel": 2, "stride": [1, 2, 2]})",
        {1, 3, 2, 2, 2}, {1, 4, 4, 4, 1});
  check(R"({"type": "GRU", "in": 3, "hidden": 4})", {2, 5, 3}, {2, 5, 4});
  check(R"({"type": "GRUCell", "in": 3, "hidden": 4})", {2, 3}, {2, 4});
  check(R"({"type": "LSTM", "in": 3, "hidden": 4})", {2, 5, 3}, {2, 5, 4});
  check(R"({"type": "MappingNetwork", "latent": 3, "width": 4, "layers": 2})", {2, 3}, {2, 4});
  check(R"({"type": "MultiHeadAttention", "dim": 4, "heads": 2, "causal": true})", {2, 5, 4}, {2, 5, 4});
  check(R"({"type": "SelfAttention", "channels": 8})", {2, 3, 3, 8}, {2, 3, 3, 8});
  check(R"({"type": "ConstantInput", "channels": 3})", {2, 7}, {2, 4, 4, 3});
  check(R"({"type": "MinibatchStdDev", "group": 2})", {4, 3}, {4, 4});
  check(R"({"type": "NoiseInjection"})", {2, 3, 3, 2}, {2, 3, 3, 2});
  check(R"({"type": "NoiseInjection", "channels": 2})", {2, 3, 3, 2}, {2, 3, 3, 2});
  check(R"({"type": "AdaptiveAvgPool2d", "size": [2, 1]})", {2, 5, 4, 3}, {2, 2, 1, 3});
  check(R"({"type": "AvgPool2d", "kernel": 2})", {2, 4, 6, 3}, {2, 2, 3, 3});
  check(R"({"type": "MaxPool2d", "kernel": 3, "stride": 2, "padding": 1})", {2, 4, 6, 3}, {2, 2, 3, 3});
  check(R"({"type": "BlurPool", "taps": 3, "padding": "zeros"})", {2, 4, 6, 3}, {2, 2, 3, 3});
  check(R"({"type": "GlobalAvgPool"})", {2, 4, 6, 3}, {2, 3});
  check(R"({"type": "GlobalSumPool"})", {2, 4, 6, 3}, {2, 3});
  check(R"({"type": "Pack", "samples": 2})", {4, 3}, {2, 6});
  check(R"({"type": "PixelShuffle", "factor": 2})", {1, 2, 3, 8}, {1, 4, 6, 2});
  check(R"({"type": "PixelUnshuffle", "factor": 2})", {1, 4, 6, 2}, {1, 2, 3, 8});
  check(R"({"type": "Upsample", "factor": 1.5, "mode": "bilinear"})", {1, 4, 6, 2}, {1, 6, 9, 2});
  for (const std::string plain :
       {"ELU", "GELU", "Hardtanh", "LogSoftmax", "Mish", "PReLU", "SELU", "SiLU", "Softmax", "PixelNorm"})
    check(R"({"type": ")" + plain + R"("})", {2, 4}, {2, 4});
  check(R"({"type": "GELU", "form": "tanh"})", {2, 4}, {2, 4});
  check(R"({"type": "GLU"})", {2, 4}, {2, 2});
  check(R"({"type": "Maxout", "pieces": 2})", {2, 4}, {2, 2});
  check(R"({"type": "PReLU", "channels": 4, "start": 0.1})", {2, 4}, {2, 4});
  check(R"({"type": "GroupNorm", "groups": 2, "channels": 4})", {2, 3, 3, 4}, {2, 3, 3, 4});
  check(R"({"type": "InstanceNorm", "channels": 4, "affine": true})", {2, 3, 3, 4}, {2, 3, 3, 4});
  check(R"({"type": "LayerNorm", "features": 4})", {2, 4}, {2, 4});
  check(R"({"type": "LayerNorm", "features": [3, 4]})", {2, 3, 4}, {2, 3, 4});
  check(R"({"type": "VirtualBatchNorm", "channels": 4, "reference": 3})", {5, 4}, {5, 4});
  const std::string dense = R"({"type": "Linear", "in": 3, "out": 3})";
  check(R"({"type": "DenseConcat", "body": [)" + dense + "]}", {2, 3}, {2, 6});
  check(R"({"type": "Residual", "body": [)" + dense + "]}", {2, 3}, {2, 3});
  check(R"({"type": "Residual", "body": [)" + dense + R"(], "shortcut": [)" + dense + "]}", {2, 3}, {2, 3});
}

TEST_CASE("wrappers take the layer that they wrap", "[nn][build]") {
  const auto only = [](const std::string& layer) {
    return build(R"({"layers": [)" + layer + "]}").modules[0];
  };
  const std::string dense = R"("layer": {"type": "Linear", "in": 3, "out": 2})";
  const AnyModule normed = only(R"({"type": "SpectralNorm", "iterations": 2, )" + dense + "}");
  REQUIRE(normed.as<SpectralNorm<Linear>>()->iterations == 2);
  REQUIRE(named_buffers(normed)[0].name == "weight_u");
  const AnyModule slow = only(R"({"type": "EqualLR", "lr_multiplier": 0.01, )" + dense + "}");
  REQUIRE(slow.as<EqualLR<Linear>>()->lr_multiplier == 0.01);
  REQUIRE(only(R"({"type": "WeightNorm", )" + dense + "}").as<WeightNorm<Linear>>());
  REQUIRE(only(R"({"type": "WeightStandardization", "eps": 0.1, )" + dense + "}")
              .as<WeightStandardization<Linear>>()
              ->eps == 0.1);
  for (const std::string conv : {"Conv1d", "Conv2d", "Conv3d", "ConvTranspose2d"}) {
    const AnyModule wrapped = only(R"({"type": "SpectralNorm", "layer": {"type": ")" + conv +
                                   R"(", "in": 2, "out": 3, "kernel": 2}})");
    INFO(conv);
    CHECK(parameters(wrapped).names() == std::vector<std::string>{"weight", "bias"});
  }
  REQUIRE(
      refusal(R"({"type": "WeightNorm", "layer": {"type": "ReLU"}})") ==
      "[build] layers.0: expected \"layer\" to be a Linear, a convolution or a transposed one, got another");
  REQUIRE(refusal(R"({"type": "WeightNorm"})") ==
          "[build] layers.0: expected \"layer\" to be a layer, got none");
}

TEST_CASE("types of one's own are registered", "[nn][build]") {
  LayerRegistry registry;
  registry.add("Swish", [](const LayerConfig& c) { return Swish{c.number("slope", 1)}; });
  registry.add("Mode", [](const LayerConfig& c) -> AnyModule {
    const std::string mode = c.text("mode");
    if (mode != "fast") c.refuse("expected mode fast, got " + mode);
    return Chain{};
  });
  const Chain net = registry.build(
      R"({"layers": [{"type": "Swish", "slope": 2}, {"type": "Sequential", "layers": [{"type": "Swish"}]}]})");
  REQUIRE(net.modules[0].as<Swish>()->slope == 2);
  REQUIRE(net(Tensor({2}, 1.0f)).shape() == Shape{2});
  REQUIRE_ERROR(registry.build(R"({"layers": [{"type": "Mode", "mode": "slow"}]})"),
                "[build] layers.0: expected mode fast, got slow");
  REQUIRE_ERROR(registry.add("Swish", [](const LayerConfig&) { return ReLU{}; }),
                "[LayerRegistry] expected a name that is not taken, got \"Swish\"");
  REQUIRE_ERROR(registry.add("", [](const LayerConfig&) { return ReLU{}; }),
                "[LayerRegistry] expected a name that is not taken, got \"\"");
}

TEST_CASE("types of one's own hold other layers", "[nn][build]") {
  LayerRegistry registry;
  registry.add("Split", [](const BlockConfig& c) {
    return Split{c.layers("left"), c.has("right") ? c.layers("right") : Chain{}};
  });
  registry.add("Wrap", [](const BlockConfig& c) { return c.layer("inner"); });
  registry.add("Power", [](const LayerConfig& c) {
    return Power{c.choice<int>("power", {{"one", 1}, {"two", 2}, {"three", 3}}, 2)};
  });
  const auto build_one = [&](const std::string& layer) {
    return registry.build(R"({"layers": [)" + layer + "]}");
  };
  const Tensor x({2, 3}, {1, 2, 3, -1, -2, -3});
  REQUIRE(equal(build_one(R"({"type": "Split", "left": [{"type": "ReLU"}]})")(x).value(),
                Tensor({2, 3}, {2, 4, 6, -1, -2, -3})));
  const Chain nested = build_one(
      R"({"type": "Split", "left": [{"type": "Linear", "in": 3, "out": 3}], "right": [{"type": "Wrap",
          "inner": {"type": "Linear", "in": 3, "out": 3, "bias": false}}]})");
  REQUIRE(parameters(nested).names() ==
          std::vector<std::string>{"0.left.0.weight", "0.left.0.bias", "0.right.0.weight"});
  REQUIRE(build_one(R"({"type": "Power"})")(x).value().at({1, 2}) == 9);
  REQUIRE(build_one(R"({"type": "Power", "power": "three"})")(x).value().at({1, 2}) == -27);
  REQUIRE_ERROR(build_one(R"({"type": "Power", "power": "four"})"),
                "[build] layers.0: expected \"power\" to be one, two or three, got \"four\"");
  REQUIRE_ERROR(build_one(R"({"type": "Wrap", "inner": 3})"),
                "[build] layers.0: expected \"inner\" to be a layer, got 3");
  REQUIRE_ERROR(build_one(R"({"type": "Wrap", "inner": {"type": "Wrap", "inner": {"type": "Linear"}}})"),
                "[build] layers.0.inner.inner: expected \"in\" to be a whole number, got none");
  REQUIRE_ERROR(build_one(R"({"type": "Split", "left": [], "right": [{"type": "Tahn"}]})"),
                "[build] layers.0.right.0: expected a type among");
}

TEST_CASE("a mistake in a layer is named with its place", "[nn][build]") {
  REQUIRE(refusal(R"({"type": "ReLU"}, {"type": "Linear", "in": 3})") ==
          "[build] layers.1: expected \"out\" to be a whole number, got none");
  REQUIRE(refusal(R"({"type": "Linear", "in": 3, "out": "many"})") ==
          "[build] layers.0: expected \"out\" to be a whole number, got \"many\"");
  REQUIRE(refusal(R"({"type": "Linear", "in": 3, "out": 2.5})") ==
          "[build] layers.0: expected \"out\" to be a whole number, got 2.5");
  REQUIRE(refusal(R"({"type": "Linear", "in": 3, "out": 18446744073709551615})") ==
          "[build] layers.0: expected \"out\" to be a whole number, got 18446744073709551615");
  REQUIRE(refusal(R"({"type": "Linear", "in": 3, "out": 2, "bias": 1})") ==
          "[build] layers.0: expected \"bias\" to be true or false, got 1");
  REQUIRE(refusal(R"({"type": "LeakyReLU", "slope": [1]})") ==
          "[build] layers.0: expected \"slope\" to be a number, got [1]");
  REQUIRE(refusal(R"({"type": "Conv2d", "in": 3, "out": 2, "kernel": [1, 2, 3]})") ==
          "[build] layers.0: expected \"kernel\" to be a whole number or two of them, got [1,2,3]");
  REQUIRE(refusal(R"({"type": "Reshape", "shape": "7"})") ==
          "[build] layers.0: expected \"shape\" to be a whole number or a list of at most 8, got \"7\"");
  REQUIRE(refusal(R"({"type": "Linear", "in": 0, "out": 2})") ==
          "[build] layers.0: [Linear] expected in >= 1, got 0");
  REQUIRE(refusal(R"({"type": "Linear", "in": 3, "out": 2, "bais": true})") ==
          "[build] layers.0: expected members among bias, in, out for Linear, got \"bais\"");
  REQUIRE(refusal(R"({"type": "ReLU", "slope": 0.1})") ==
          "[build] layers.0: expected no members for ReLU, got \"slope\"");
  REQUIRE(refusal(R"({"type": "Sequential", "layers": [{"type": "ReLU"}, {"type": "Linaer"}]})")
              .starts_with("[build] layers.0.layers.1: expected a type among AdaptiveAvgPool2d, "));
  REQUIRE_THAT(refusal(R"({"type": "Linaer"})"), agon_test::contains(", got \"Linaer\""));
}

TEST_CASE("what is no description of a network is refused", "[nn][build]") {
  REQUIRE(refusal("7") == "[build] layers.0: expected an object with a type, got 7");
  REQUIRE(refusal("{}") == "[build] layers.0: expected \"type\" to be a text, got none");
  REQUIRE(refusal(R"({"type": "Sequential"})") ==
          "[build] layers.0: expected \"layers\" to be a list of layers, got none");
  REQUIRE_ERROR(build("[]"), "[build] expected an object with \"layers\", got []");
  REQUIRE_ERROR(build("{}"), "[build] expected \"layers\" to be a list of layers, got none");
  REQUIRE_ERROR(build(R"({"layers": 3})"), "[build] expected \"layers\" to be a list of layers, got 3");
  REQUIRE_ERROR(build(R"({"layers": [], "name": "x"})"),
                "[build] expected members among layers for a network, got \"name\"");
  REQUIRE_ERROR(build("{\"layers\": ["), "[build] expected JSON, got an error at byte 13");
}

TEST_CASE("a network comes from a file", "[nn][build]") {
  const agon_test::Scratch scratch;
  const std::string good = scratch.put("net.json", R"({"layers": [{"type": "Linear", "in": 3, "out": 2}]})");
  REQUIRE(build_file(good)(Tensor({4, 3}, 1.0f)).shape() == Shape{4, 2});
  REQUIRE(f64::build_file(good).size() == 1);
  const std::string bad = scratch.put("bad.json", R"({"layers": [{"type": "Linear", "in": 3}]})");
  REQUIRE_IO_ERROR(build_file(bad),
                   "[" + bad + "] layers.0: expected \"out\" to be a whole number, got none");
  REQUIRE_IO_ERROR(build_file(scratch / "none.json"), "[" + scratch.path() + "/none.json] expected");
}

TEST_CASE("numbers and depths beyond reason are refused", "[nn][build]") {
  REQUIRE_ERROR(build(R"({"layers": [{"type": "LeakyReLU", "slope": 1e400}]})"),
                "[build] expected JSON, got a number that is out of range");
  std::string deep, ends;
  for (int i = 0; i < 20'000; ++i) {
    deep += R"({"type": "Sequential", "layers": [)";
    ends += "]}";
  }
  REQUIRE_ERROR(build(R"({"layers": [)" + deep + ends + "]}"),
                "[build] expected lists and objects nested at most 200 deep, got more");
  REQUIRE_ERROR(build(R"({"layers": [{"type": "SpectralNorm", "iterations": 4294967297,
                                      "layer": {"type": "Linear", "in": 1, "out": 1}}]})"),
                "[build] layers.0: expected \"iterations\" to be a smaller number, got 4294967297");
}
