#include <cmath>
#include <limits>

#include "agon/autograd/grad.hpp"
#include "agon/autograd/ops/activation.hpp"
#include "agon/autograd/ops/arithmetic.hpp"
#include "agon/autograd/ops/reduce.hpp"
#include "agon/autograd/ops/shape.hpp"
#include "agon/core/modes.hpp"
#include "agon/core/random.hpp"
#include "agon/nn/layers.hpp"
#include "agon/nn/module.hpp"
#include "agon_test.hpp"

using namespace agon;
using namespace agon_test;

TEST_CASE("Residual adds what its body makes", "[nn][blocks]") {
  const Residual block{Sequential{Linear{3, 3}, ReLU{}}};
  const Tensor x = normal({2, 3});
  REQUIRE(equal(block(x).value(), (x + block.body(x)).value()));
  REQUIRE(parameters(block).names() == std::vector<std::string>{"body.0.weight", "body.0.bias"});
  const Residual wider{Linear{3, 5}, Linear{3, 5, {.bias = false}}};
  REQUIRE(equal(wider(x).value(), (wider.shortcut(x) + wider.body(x)).value()));
  REQUIRE(parameters(wider).names()[2] == "shortcut.weight");
  const Residual broken{Linear{3, 1}};
  REQUIRE_ERROR(broken(x), "[Residual] expected shortcut and body of one shape, got [2, 3] and [2, 1]");
  const f64::Sequential deep{Residual{f64::Linear{3, 3}}, Residual{f64::Linear{3, 3}}};
  REQUIRE(deep(f64::Tensor({1, 3}, 1.0)).shape() == Shape{1, 3});
  REQUIRE(parameters(deep).names()[2] == "1.body.weight");
}

TEST_CASE("DenseConcat puts its body's channels after its input's", "[nn][blocks]") {
  const DenseConcat block{Conv2d{{.in = 2, .out = 3, .kernel = 3, .padding = 1}}};
  const Tensor x = normal({2, 4, 5, 2});
  REQUIRE(equal(block(x).value(), concat({x, block.body(x)}, 3).value()));
  const DenseConcat shrinking{Conv2d{{.in = 2, .out = 3, .kernel = 3}}};
  REQUIRE_ERROR(
      shrinking(x),
      "[DenseConcat] expected input [N, ..., C] and a body that keeps all but C, got [2, 4, 5, 2] and "
      "[2, 2, 3, 3]");
}

TEST_CASE("NoiseInjection adds one number a pixel", "[nn][blocks]") {
  NoiseInjection layer{3};
  const Tensor x = normal({2, 16, 16, 3});
  REQUIRE(equal(layer(x).value(), x));  // a strength of 0
  layer.strength = Tensor({3}, {1, 2, -1});
  Random random(3);
  const RandomGuard guard(random);
  const Tensor noise = (layer(x) - x).value();
  double squares = 0;
  for (std::size_t i = 0; i < noise.values().size(); i += 3) {
    const float first = noise.values()[i];
    REQUIRE(noise.values()[i + 1] == Approx(2 * first).margin(1e-5));
    REQUIRE(noise.values()[i + 2] == Approx(-first).margin(1e-5));
    squares += static_cast<double>(first * first);
  }
  REQUIRE(squares / 512 == Approx(1).epsilon(0.3));
  REQUIRE_FALSE(equal(layer(x).value(), layer(x).value()));
  {
    const Deterministic off;
    const RandomState before = current_random().state();
    REQUIRE(equal(layer(x).value(), x));
    REQUIRE(current_random().state() == before);
  }
  REQUIRE(NoiseInjection{}(normal({1, 2, 2, 7})).shape() == Shape{1, 2, 2, 7});
  REQUIRE_ERROR(layer(Tensor({2, 3}, 0.0f)), "[NoiseInjection] expected input [N, H, W, C], got [2, 3]");
  REQUIRE_ERROR(layer(Tensor({2, 4, 4, 2}, 0.0f)),
                "[NoiseInjection] expected input [N, H, W, 3], got [2, 4, 4, 2]");
  REQUIRE_ERROR(NoiseInjection{0}, "[NoiseInjection] expected channels >= 1, got 0");
}

TEST_CASE("ConstantInput repeats its picture", "[nn][blocks]") {
  const ConstantInput layer{{.size = {2, 3}, .channels = 4}};
  const Tensor y = layer(3).value(), picture = layer.value.value();
  REQUIRE(y.shape() == Shape{3, 2, 3, 4});
  for (std::int64_t n = 0; n < 3; ++n) REQUIRE(equal(rows(y, n, n + 1), picture));
  REQUIRE(equal(layer(normal({3, 7})).value(), y));
  REQUIRE(equal(grad(sum(layer(3)), {layer.value})[0].value(), Tensor({1, 2, 3, 4}, 3.0f)));
  REQUIRE(layer(0).shape() == Shape{0, 2, 3, 4});
  REQUIRE_ERROR(layer(-1), "[ConstantInput] expected samples >= 0, got -1");
  REQUIRE_ERROR(layer(Tensor::scalar(1)), "[ConstantInput] expected input [N, ...], got []");
  REQUIRE_ERROR(ConstantInput{{}}, "[ConstantInput] expected channels >= 1, got 0");
  REQUIRE_ERROR((ConstantInput{{.size = {4, 0}, .channels = 1}}),
                "[ConstantInput] expected size >= 1, got 4x0");
}

TEST_CASE("MappingNetwork normalises, maps, and keeps the average style", "[nn][blocks]") {
  MappingNetwork<f64::EqualLR<f64::Linear>> mapping{
      {.latent = 3, .width = 5, .layers = 2, .lr_multiplier = 0.1, .momentum = 0.25}};
  REQUIRE(parameters(mapping).names()[2] == "layers.1.weight");
  const f64::Tensor z = Random(1).normal<double>({4, 3});
  f64::Var expected = z;
  expected = expected / sqrt(mean(square(expected), {1}, true) + 1e-8);
  for (const auto& layer : mapping.layers) {
    REQUIRE(layer.lr_multiplier == 0.1);
    expected = std::sqrt(2.0) * leaky_relu(layer(expected), 0.2);
  }
  const f64::Var w = mapping(z), scaled = mapping(7.0 * f64::Var(z));
  for (std::size_t i = 0; i < 20; ++i) {
    REQUIRE(w.value().values()[i] == Approx(expected.value().values()[i]));
    REQUIRE(scaled.value().values()[i] == Approx(w.value().values()[i]).epsilon(1e-6));
  }

  absorb(mapping, grad(sum(w), parameters(mapping)));
  const f64::Tensor average = mapping.average.value(), style = mean(w, {0}).value();
  for (std::size_t i = 0; i < 5; ++i) REQUIRE(average.values()[i] == Approx(0.25 * style.values()[i]));
  {
    const Inference guard;
    REQUIRE_FALSE(mapping(z).tracked());
  }

  REQUIRE(mapping.truncated(w, 1).value().at({1, 2}) == Approx(w.value().at({1, 2})));
  REQUIRE(mapping.truncated(w, 0).value().at({1, 2}) == Approx(average.at({2})));
  REQUIRE(mapping.truncated(w, 0.5).value().at({1, 2}) ==
          Approx((average.at({2}) + w.value().at({1, 2})) / 2));
}

TEST_CASE("MappingNetwork takes layers of any kind", "[nn][blocks]") {
  const MappingNetwork mapping{{.latent = 2, .width = 3, .layers = 2}, [](std::int64_t in, std::int64_t out) {
                                 return Sequential{Linear{in, out, {.bias = false}}};
                               }};
  REQUIRE(mapping(normal({1, 2})).shape() == Shape{1, 3});
}

TEST_CASE("MappingNetwork refuses what does not fit", "[nn][blocks]") {
  REQUIRE_ERROR((MappingNetwork<>{{.latent = 0}}), "[MappingNetwork] expected latent >= 1, got 0");
  REQUIRE_ERROR((MappingNetwork<>{{.width = 0}}), "[MappingNetwork] expected width >= 1, got 0");
  REQUIRE_ERROR((MappingNetwork<>{{.layers = 0}}), "[MappingNetwork] expected layers >= 1, got 0");
  REQUIRE_ERROR((MappingNetwork<>{{.momentum = std::numeric_limits<double>::quiet_NaN()}}),
                "[MappingNetwork] expected momentum in [0, 1], got nan");
  const MappingNetwork<> mapping{{.latent = 2, .width = 3, .layers = 1}};
  REQUIRE_ERROR(mapping(Tensor({2, 3}, 0.0f)), "[MappingNetwork] expected input [N, 2], got [2, 3]");
  const Tensor w({2, 3}, 0.0f);
  REQUIRE_ERROR(mapping.truncated(Tensor({2, 2}, 0.0f), 0.5),
                "[MappingNetwork] expected input styles [..., 3], got [2, 2]");
  REQUIRE_ERROR(mapping.truncated(w, std::numeric_limits<double>::infinity()),
                "[MappingNetwork] expected a finite psi, got inf");
}
