#include "agon/nn/layers.hpp"

#include <cmath>
#include <limits>

#include "agon/autograd/gradcheck.hpp"
#include "agon/autograd/ops/activation.hpp"
#include "agon/autograd/ops/arithmetic.hpp"
#include "agon/autograd/ops/reduce.hpp"
#include "agon/core/modes.hpp"
#include "agon/core/random.hpp"
#include "agon/nn/module.hpp"
#include "agon_test.hpp"

using namespace agon;

namespace {

template <class T>
double largest_difference(const BasicTensor<T>& a, const BasicTensor<T>& b) {
  REQUIRE(a.shape() == b.shape());
  double worst = 0;
  for (std::int64_t i = 0; i < a.size(); ++i)
    worst = std::max(worst, std::abs(static_cast<double>(a.data()[i] - b.data()[i])));
  return worst;
}

f64::Tensor draw(const Shape& shape, std::uint64_t seed = 1) { return Random(seed).normal<double>(shape); }

std::int64_t at(const Shape& s, std::int64_t n, std::int64_t h, std::int64_t w, std::int64_t c) {
  return ((n * s[1] + h) * s[2] + w) * s[3] + c;
}

// The transposed convolution by its meaning: each input adds its kernel to the output, shifted by stride and
// padding.
f64::Tensor scattered(const f64::ConvTranspose2d& layer, const f64::Tensor& x) {
  const Shape xs = x.shape(), ws = layer.weight.shape();
  const std::int64_t oh =
      (xs[1] - 1) * layer.stride.height - 2 * layer.padding.height + ws[1] + layer.output_padding.height;
  const std::int64_t ow =
      (xs[2] - 1) * layer.stride.width - 2 * layer.padding.width + ws[2] + layer.output_padding.width;
  f64::Tensor y({xs[0], oh, ow, ws[3]}, 0.0);
  const f64::Tensor weight = layer.weight.value();
  double* out = y.mutable_data();
  for (std::int64_t n = 0; n < xs[0]; ++n)
    for (std::int64_t i = 0; i < oh * ow * ws[3]; ++i)
      out[n * oh * ow * ws[3] + i] = layer.bias ? layer.bias->value().data()[i % ws[3]] : 0;
  for (std::int64_t n = 0; n < xs[0]; ++n)
    for (std::int64_t h = 0; h < xs[1]; ++h)
      for (std::int64_t w = 0; w < xs[2]; ++w)
        for (std::int64_t i = 0; i < ws[0]; ++i)
          for (std::int64_t kh = 0; kh < ws[1]; ++kh)
            for (std::int64_t kw = 0; kw < ws[2]; ++kw)
              for (std::int64_t o = 0; o < ws[3]; ++o) {
                const std::int64_t r = h * layer.stride.height + kh - layer.padding.height;
                const std::int64_t c = w * layer.stride.width + kw - layer.padding.width;
                if (r >= 0 && r < oh && c >= 0 && c < ow)
                  out[at(y.shape(), n, r, c, o)] +=
                      x.data()[at(xs, n, h, w, i)] * weight.data()[at(ws, i, kh, kw, o)];
              }
  return y;
}

f64::Tensor convolved(const f64::Conv2d& layer, const f64::Tensor& x) {
  const Shape xs = x.shape(), ws = layer.weight.shape();
  const std::int64_t oh = (xs[1] + 2 * layer.padding.height - ws[1]) / layer.stride.height + 1;
  const std::int64_t ow = (xs[2] + 2 * layer.padding.width - ws[2]) / layer.stride.width + 1;
  f64::Tensor y({xs[0], oh, ow, ws[0]}, 0.0);
  const f64::Tensor weight = layer.weight.value();
  double* out = y.mutable_data();
  for (std::int64_t n = 0; n < xs[0]; ++n)
    for (std::int64_t r = 0; r < oh; ++r)
      for (std::int64_t c = 0; c < ow; ++c)
        for (std::int64_t o = 0; o < ws[0]; ++o) {
          double sum = layer.bias ? layer.bias->value().data()[o] : 0;
          for (std::int64_t kh = 0; kh < ws[1]; ++kh)
            for (std::int64_t kw = 0; kw < ws[2]; ++kw)
              for (std::int64_t i = 0; i < ws[3]; ++i) {
                const std::int64_t h = r * layer.stride.height + kh - layer.padding.height;
                const std::int64_t w = c * layer.stride.width + kw - layer.padding.width;
                if (h >= 0 && h < xs[1] && w >= 0 && w < xs[2])
                  sum += x.data()[at(xs, n, h, w, i)] * weight.data()[at(ws, o, kh, kw, i)];
              }
          out[at(y.shape(), n, r, c, o)] = sum;
        }
  return y;
}

}  // namespace

TEST_CASE("Linear is a matrix product and a bias", "[nn][layers]") {
  Linear layer{3, 2};
  layer.weight = Tensor({2, 3}, {1, 2, 3, 4, 5, 6});
  layer.bias = Tensor({2}, {10, 20});
  REQUIRE(equal(layer(Tensor({2, 3}, {1, 1, 1, 1, 0, -1})).value(), Tensor({2, 2}, {16, 35, 8, 18})));
  Linear plain{3, 2, {.bias = false}};
  REQUIRE_FALSE(plain.bias);
  plain.weight = layer.weight;
  REQUIRE(equal(plain(Tensor({1, 3}, {1, 1, 1})).value(), Tensor({1, 2}, {6, 15})));
}

TEST_CASE("Linear refuses what does not fit", "[nn][layers]") {
  const Linear layer{100, 7};
  REQUIRE_ERROR(layer(Tensor({16, 99}, 0.0f)), "[Linear] expected input [N, 100], got [16, 99]");
  REQUIRE_ERROR(layer(Tensor({100}, 0.0f)), "[Linear] expected input [N, 100], got [100]");
  REQUIRE_ERROR((Linear{0, 1}), "[Linear] expected in >= 1, got 0");
  REQUIRE_ERROR((Linear{1, -3}), "[Linear] expected out >= 1, got -3");
}

TEST_CASE("Conv2d is the sum over its window", "[nn][layers]") {
  const Conv2dOptions all[] = {{.in = 3, .out = 4, .kernel = 4, .stride = 2, .padding = 1},
                               {.in = 2, .out = 3, .kernel = {1, 3}, .stride = {2, 1}, .padding = {0, 2}},
                               {.in = 1, .out = 1, .kernel = 1, .bias = false},
                               {.in = 2, .out = 5, .kernel = {3, 2}, .stride = {3, 2}, .padding = {2, 0}}};
  for (const Conv2dOptions& options : all) {
    f64::Conv2d layer{options};
    if (layer.bias) layer.bias = draw({options.out});
    const f64::Tensor x = draw({2, 7, 5, options.in}, 2);
    REQUIRE(largest_difference(layer(x).value(), convolved(layer, x)) < 1e-12);
  }
}

TEST_CASE("Conv2d refuses what does not fit", "[nn][layers]") {
  const Conv2d layer{{.in = 64, .out = 2, .kernel = 4}};
  REQUIRE_ERROR(layer(Tensor({16, 28, 28, 32}, 0.0f)),
                "[Conv2d] expected input [N, H, W, 64], got [16, 28, 28, 32]");
  REQUIRE_ERROR(layer(Tensor({16, 64}, 0.0f)), "[Conv2d] expected input [N, H, W, 64], got [16, 64]");
  REQUIRE_ERROR(
      layer(Tensor({1, 3, 9, 64}, 0.0f)),
      "[Conv2d] expected input [N, H >= 4, W >= 4, 64] for kernel 4x4 with padding 0x0, got [1, 3, 9, 64]");
  REQUIRE_ERROR((Conv2d{{.in = 1, .kernel = 3}}), "[Conv2d] expected out >= 1, got 0");
  REQUIRE_ERROR((Conv2d{{.in = 1, .out = 1}}), "[Conv2d] expected kernel >= 1, got 0x0");
  REQUIRE_ERROR((Conv2d{{.in = 1, .out = 1, .kernel = 3, .stride = {1, 0}}}),
                "[Conv2d] expected stride >= 1, got 1x0");
  REQUIRE_ERROR((Conv2d{{.in = 1, .out = 1, .kernel = 3, .padding = -1}}),
                "[Conv2d] expected padding >= 0, got -1x-1");
}

TEST_CASE("ConvTranspose2d scatters its kernel", "[nn][layers]") {
  const ConvTranspose2dOptions all[] = {
      {.in = 3, .out = 2, .kernel = 4, .stride = 2, .padding = 1},
      {.in = 2, .out = 3, .kernel = {3, 2}, .stride = {2, 3}, .padding = {1, 0}, .output_padding = {1, 2}},
      {.in = 1, .out = 1, .kernel = 1, .bias = false},
      {.in = 2, .out = 2, .kernel = 2, .stride = 4, .output_padding = 3},
      {.in = 1, .out = 4, .kernel = {5, 3}, .padding = {2, 1}}};
  for (const ConvTranspose2dOptions& options : all) {
    f64::ConvTranspose2d layer{options};
    if (layer.bias) layer.bias = draw({options.out});
    const f64::Tensor x = draw({2, 4, 3, options.in}, 2);
    REQUIRE(largest_difference(layer(x).value(), scattered(layer, x)) < 1e-12);
  }
}

TEST_CASE("ConvTranspose2d refuses what does not fit", "[nn][layers]") {
  const ConvTranspose2d layer{{.in = 8, .out = 2, .kernel = 2, .padding = 2}};
  REQUIRE_ERROR(layer(Tensor({1, 4, 4, 7}, 0.0f)),
                "[ConvTranspose2d] expected input [N, H, W, 8], got [1, 4, 4, 7]");
  REQUIRE_ERROR(layer(Tensor({1, 3, 4, 8}, 0.0f)),
                "[ConvTranspose2d] expected input [N, H, W, 8] large enough for an output of at least 1x1, "
                "got [1, 3, 4, 8]");
  REQUIRE_ERROR((ConvTranspose2d{{.in = 1, .out = 1, .kernel = 3, .stride = 2, .output_padding = 2}}),
                "[ConvTranspose2d] expected output_padding < stride 2x2, got 2x2");
  REQUIRE_ERROR((ConvTranspose2d{{.out = 1, .kernel = 3}}), "[ConvTranspose2d] expected in >= 1, got 0");
}

TEST_CASE("activations are the operations of their names", "[nn][layers]") {
  const Tensor x({4}, {-2, -0.5f, 0, 3});
  const auto each = [&](const Var& y, auto f) {
    for (std::int64_t i = 0; i < 4; ++i) REQUIRE(y.value().at({i}) == Approx(f(x.at({i}))).margin(1e-6));
  };
  each(ReLU{}(x), [](float v) { return v > 0 ? v : 0; });
  each(LeakyReLU{0.2f}(x), [](float v) { return v > 0 ? v : 0.2f * v; });
  each(Tanh{}(x), [](float v) { return std::tanh(v); });
  each(Sigmoid{}(x), [](float v) { return 1 / (1 + std::exp(-v)); });
  each(Softplus{}(x), [](float v) { return std::log1p(std::exp(v)); });
  REQUIRE_ERROR(LeakyReLU{-0.1}, "[LeakyReLU] expected a finite slope >= 0, got -0.1");
  REQUIRE_ERROR(LeakyReLU{std::numeric_limits<double>::infinity()}, "[LeakyReLU] expected a finite slope");
}

TEST_CASE("Dropout drops a share and keeps the expectation", "[nn][layers]") {
  Random random(5);
  const RandomGuard guard(random);
  const Dropout layer{0.25};
  const Tensor x({100, 100}, 3.0f);
  const Tensor y = layer(x).value();
  std::int64_t dropped = 0;
  for (float v : y.values()) {
    dropped += v == 0;
    if (v != 0) REQUIRE(v == Approx(4));
  }
  REQUIRE(static_cast<double>(dropped) == Approx(2500).epsilon(0.06));
  REQUIRE_FALSE(equal(layer(x).value(), y));
  const Deterministic off;
  REQUIRE(equal(layer(x).value(), x));
}

TEST_CASE("Dropout refuses what is no probability", "[nn][layers]") {
  REQUIRE_ERROR(Dropout{1}, "[Dropout] expected a probability in [0, 1), got 1");
  REQUIRE_ERROR(Dropout{-0.5}, "[Dropout] expected a probability");
  REQUIRE_ERROR(Dropout{std::numeric_limits<double>::quiet_NaN()}, "[Dropout] expected a probability");
  const Tensor x({3}, 1.0f);
  REQUIRE(equal(Dropout{0}(x).value(), x));
}

TEST_CASE("Reshape and Flatten keep the batch", "[nn][layers]") {
  const Tensor x({2, 12}, 1.0f);
  REQUIRE(Reshape{2, 3, -1}(x).shape() == Shape{2, 2, 3, 2});
  REQUIRE(Flatten{}(Reshape{2, 3, 2}(x)).shape() == Shape{2, 12});
  REQUIRE(Flatten{}(Tensor({0, 3, 4}, 1.0f)).shape() == Shape{0, 12});
  REQUIRE(Reshape{3, -1}(Tensor({0, 12}, 1.0f)).shape() == Shape{0, 3, 4});
  REQUIRE(Flatten{}(Tensor({5}, 1.0f)).shape() == Shape{5, 1});
  REQUIRE_ERROR((Reshape{5, -1}(x)), "[Reshape] expected input of samples that fit [5, -1], got [2, 12]");
  REQUIRE_ERROR((Reshape{-1, -1}),
                "[Reshape] expected a sample's shape of at most 7 axes with at most one -1");
  REQUIRE_ERROR(Flatten{}(Tensor::scalar(1)), "[Flatten] expected input [N, ...], got []");
}

TEST_CASE("Sequential applies its layers in order", "[nn][layers]") {
  const Sequential<Linear, Tanh, Linear> body{Linear{2, 5}, Tanh{}, Linear{5, 1}};
  const Tensor x = normal({3, 2}, 0, 1);
  REQUIRE(equal(body(x).value(),
                std::get<2>(body.layers)(std::get<1>(body.layers)(std::get<0>(body.layers)(x))).value()));
  REQUIRE(parameters(body).names() == std::vector<std::string>{"0.weight", "0.bias", "2.weight", "2.bias"});
  const auto deduced = Sequential{Linear{2, 2}, Sequential{ReLU{}, Linear{2, 2, {.bias = false}}}};
  REQUIRE(parameters(deduced).names() == std::vector<std::string>{"0.weight", "0.bias", "1.1.weight"});
  REQUIRE_ERROR(body(Tensor({3, 3}, 0.0f)), "[Linear] expected input [N, 2], got [3, 3]");
}

TEST_CASE("a Sequential of nothing or of one's own blocks", "[nn][layers]") {
  struct Residual {
    Linear inner{2, 2};
    Var operator()(const Var& x) const { return x + inner(x); }
  };
  struct Net {
    Sequential<> nothing;
    Sequential<Residual, Residual> blocks;
    Sequential<Residual> one{Residual{}};
    Var operator()(const Var& x) const { return one(blocks(nothing(x))); }
  };
  const Net net;
  const Tensor x({1, 2}, 1.0f);
  REQUIRE(equal(net.nothing(Var(x)).value(), x));
  REQUIRE(net.nothing(f64::Var(f64::Tensor({1}, 1.0))).size() == 1);
  REQUIRE(net(x).shape() == Shape{1, 2});
  REQUIRE(parameters(net).names()[3] == "blocks.1.inner.bias");
  const Net copy = net;
  REQUIRE(equal(copy, net));
}

TEST_CASE("layers pass first and second order gradient checks", "[nn][layers]") {
  const f64::Linear dense{3, 4};
  REQUIRE(gradcheck(
      [&](const std::vector<f64::Var>& v) {
        f64::Linear layer = dense;
        layer.weight = v[1];
        layer.bias = v[2];
        return tanh(layer(v[0]));
      },
      {draw({2, 3}), draw({4, 3}, 2), draw({4}, 3)}));
  const f64::ConvTranspose2d up{
      {.in = 2, .out = 3, .kernel = {3, 2}, .stride = 2, .padding = 1, .output_padding = 1}};
  REQUIRE(gradcheck(
      [&](const std::vector<f64::Var>& v) {
        f64::ConvTranspose2d layer = up;
        layer.weight = v[1];
        layer.bias = v[2];
        return sigmoid(layer(v[0]));
      },
      {draw({2, 3, 3, 2}), draw({2, 3, 2, 3}, 2), draw({3}, 3)}));
}

TEST_CASE("an activation that a layer's call names is the activation of its result", "[nn]") {
  const Var rows = variable(Random(1, "rows").normal({5, 3})),
            pictures = variable(Random(2, "p").normal({2, 6, 5, 3}));
  const Linear linear_layer(3, 4);
  const Conv2d conv{{.in = 3, .out = 4, .kernel = 3, .stride = 2, .padding = 1}};
  const ConvTranspose2d up{{.in = 3, .out = 4, .kernel = 4, .stride = 2, .padding = 1, .bias = false}};
  BatchNorm norm(3);
  norm.shift = Parameter(Tensor({3}, {-0.2f, 0.1f, 0.3f}), {ParameterRole::shift});
  const auto agree = [](const auto& layer, const Var& x) {
    for (const float slope : {0.0f, 0.2f}) {
      const Var once = layer(x, Activation::leaky_relu(slope)), apart = leaky_relu(layer(x), slope);
      CHECK(largest_difference(once.value(), apart.value()) < 1e-6);
      CHECK(largest_difference(grad(sum(square(once)), {x})[0].value(),
                               grad(sum(square(apart)), {x})[0].value()) < 1e-5);
    }
    REQUIRE_ERROR(layer(x, Activation::leaky_relu(-1)), "expected a finite slope >= 0, got -1");
  };
  agree(linear_layer, rows);
  agree(conv, pictures);
  agree(up, pictures);
  agree(norm, pictures);
  agree(norm, rows);
  const RunningStatistics running;
  agree(norm, pictures);
}
