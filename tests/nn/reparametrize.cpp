#include "agon/nn/reparametrize.hpp"

#include <cmath>
#include <limits>

#include "agon/autograd/ops/arithmetic.hpp"
#include "agon/autograd/ops/reduce.hpp"
#include "agon/core/modes.hpp"
#include "agon/core/random.hpp"
#include "agon/nn/init.hpp"
#include "agon/nn/layers.hpp"
#include "agon_test.hpp"

using namespace agon;

namespace {

double largest_difference(const f64::Tensor& a, const f64::Tensor& b) {
  REQUIRE(a.shape() == b.shape());
  double worst = 0;
  for (std::int64_t i = 0; i < a.size(); ++i) worst = std::max(worst, std::abs(a.data()[i] - b.data()[i]));
  return worst;
}

/// Element (output, i) of a weight as the matrix [outputs, the rest].
double element(const f64::Tensor& w, int axis, std::int64_t output, std::int64_t i) {
  const std::int64_t outputs = w.dim(axis), rest = w.size() / outputs;
  return w.data()[axis == 0 ? output * rest + i : i * outputs + output];
}

/// The largest singular value by a long power iteration of loops.
double largest_singular_value(const f64::Tensor& w, int axis) {
  const std::int64_t outputs = w.dim(axis), rest = w.size() / outputs;
  std::vector<double> v(static_cast<std::size_t>(rest), 1.0), u(static_cast<std::size_t>(outputs));
  double length = 0;
  for (int round = 0; round < 3000; ++round) {
    for (std::int64_t o = 0; o < outputs; ++o) {
      u[static_cast<std::size_t>(o)] = 0;
      for (std::int64_t i = 0; i < rest; ++i)
        u[static_cast<std::size_t>(o)] += element(w, axis, o, i) * v[static_cast<std::size_t>(i)];
    }
    length = 0;
    for (std::int64_t i = 0; i < rest; ++i) {
      double& sum = v[static_cast<std::size_t>(i)];
      sum = 0;
      for (std::int64_t o = 0; o < outputs; ++o)
        sum += element(w, axis, o, i) * u[static_cast<std::size_t>(o)];
      length += sum * sum;
    }
    length = std::sqrt(length);
    for (double& value : v) value /= length;
  }
  return std::sqrt(length);  // |W' W v|
}

f64::Linear some_linear() {
  f64::Linear layer{3, 2};
  layer.weight = f64::Tensor({2, 3}, {1, 2, 2, -3, 0, 4});
  layer.bias = f64::Tensor({2}, {0.5, -1});
  return layer;
}

/// A layer in which one may look at the weight that a wrapper gives it.
struct Reveal {
  f64::Parameter weight;
  f64::Var operator()(const f64::Var&) const { return weight; }
};

template <class Wrapper>
f64::Tensor revealed(const Wrapper& wrapper) {
  return wrapper(f64::Var(f64::Tensor::scalar(0))).value();
}

}  // namespace

TEST_CASE("SpectralNorm divides the weight by its largest singular value", "[nn][reparametrize]") {
  Random random(3);
  const RandomGuard guard(random);
  const auto check = [](const auto& plain, const Shape& input) {
    using Layer = std::decay_t<decltype(plain)>;
    f64::SpectralNorm layer{plain, {.iterations = 400}};
    const f64::Tensor x = Random(4).normal<double>(input);
    Layer divided = plain;
    divided.weight =
        plain.weight * (1 / largest_singular_value(plain.weight.value(), weight_output_axis<Layer>));
    CHECK(largest_difference(layer(x).value(), divided(x).value()) < 1e-9);
  };
  check(f64::Linear{5, 4}, {3, 5});
  check(f64::Conv2d{{.in = 2, .out = 3, .kernel = 3}}, {2, 4, 5, 2});
  check(f64::ConvTranspose2d{{.in = 2, .out = 3, .kernel = {3, 2}, .stride = 2}}, {2, 3, 4, 2});
}

TEST_CASE("one pass of SpectralNorm is one round, and a step takes its vectors", "[nn][reparametrize]") {
  f64::SpectralNorm layer{some_linear()};
  const f64::Tensor before_v({3}, {2.0 / 3, -1.0 / 3, 2.0 / 3});
  layer.weight_v = before_v;
  const f64::Tensor x({1, 3}, {1, 1, 1});
  // W v = (4, 2) / 3, so u = (2, 1) / sqrt(5); W' u = (-1, 4, 8) / sqrt(5), of length 9 / sqrt(5).
  const double root = std::sqrt(5.0), sigma = 9 / root;
  const f64::Var y = layer(x);
  REQUIRE(y.value().at({0, 0}) == Approx(5 / sigma + 0.5));
  REQUIRE(y.value().at({0, 1}) == Approx(1 / sigma - 1));
  REQUIRE(equal(layer.weight_v.value(), before_v));
  const auto gradients = grad(sum(y), parameters(layer));
  REQUIRE(gradients.notes.size() == 2);
  absorb(layer, gradients);
  REQUIRE(largest_difference(layer.weight_u.value(), f64::Tensor({2}, {2 / root, 1 / root})) < 1e-12);
  REQUIRE(largest_difference(layer.weight_v.value(), f64::Tensor({3}, {-1.0 / 9, 4.0 / 9, 8.0 / 9})) < 1e-12);

  // With the vectors stored, inference and the gradient of a pass agree with what training saw.
  const RunningStatistics guard;
  const f64::Var held = layer(x);
  REQUIRE(largest_difference(held.value(), y.value()) < 1e-12);
  const auto held_gradients = grad(sum(held), parameters(layer));
  REQUIRE(held_gradients.notes.empty());
  REQUIRE(largest_difference(held_gradients[0].value(), gradients[0].value()) < 1e-12);
}

TEST_CASE("SpectralNorm of zeros is zeros, and recovers", "[nn][reparametrize]") {
  f64::SpectralNorm layer{some_linear()};
  layer.layer.weight = f64::Tensor({2, 3}, 0.0);
  const f64::Tensor x({1, 3}, {1, 2, 3});
  const f64::Var y = layer(x);
  REQUIRE(equal(y.value(), f64::Tensor({1, 2}, {0.5, -1})));
  absorb(layer, grad(sum(y), parameters(layer)));
  layer.layer.weight = f64::Tensor({2, 3}, {3, 0, 0, 0, 0, 0});
  REQUIRE(layer(x).value().at({0, 0}) == Approx(1.5));
}

TEST_CASE("WeightNorm sets the norm of each output's weights", "[nn][reparametrize]") {
  f64::WeightNorm layer{some_linear()};
  const f64::Tensor x({1, 3}, {1, 1, 1});
  REQUIRE(equal(layer.weight_g.value(), f64::Tensor({2}, {3, 5})));
  REQUIRE(largest_difference(layer(x).value(), some_linear()(x).value()) < 1e-12);
  layer.weight_g = f64::Tensor({2}, {6, 1});
  REQUIRE(largest_difference(layer(x).value(), f64::Tensor({1, 2}, {10.5, -0.8})) < 1e-12);

  // The outputs of a transposed convolution are its last axis.
  const f64::WeightNorm up{f64::ConvTranspose2d{{.in = 2, .out = 3, .kernel = 2}}};
  const f64::Tensor w = up.layer.weight.value();
  for (std::int64_t o = 0; o < 3; ++o) {
    double squares = 0;
    for (std::int64_t i = 0; i < 8; ++i) squares += std::pow(element(w, -1, o, i), 2);
    REQUIRE(up.weight_g.value().at({o}) == Approx(std::sqrt(squares)));
  }
}

TEST_CASE("WeightStandardization standardises each output's weights", "[nn][reparametrize]") {
  const f64::WeightStandardization layer{Reveal{f64::Tensor({2, 2, 2}, {1, 2, 3, 4, -1, -1, -1, 7})},
                                         {.eps = 0.01}};
  const f64::Tensor w = revealed(layer);
  for (std::int64_t i = 0; i < 4; ++i) {
    REQUIRE(w.data()[i] == Approx((static_cast<double>(i) - 1.5) / std::sqrt(1.25 + 0.01)));
    REQUIRE(w.data()[4 + i] == Approx((i < 3 ? -2 : 6) / std::sqrt(12 + 0.01)));
  }
}

TEST_CASE("EqualLR draws unit weights and scales them where they are used", "[nn][reparametrize]") {
  Random random(5);
  const RandomGuard guard(random);
  f64::EqualLR layer{f64::Linear{100, 200}, {.gain = 3, .lr_multiplier = 0.1}};
  double mean = 0, squares = 0;
  for (const double value : layer.layer.weight.value().values()) mean += value, squares += value * value;
  REQUIRE(mean / 20000 == Approx(0).margin(0.3));
  REQUIRE(squares / 20000 == Approx(100).epsilon(0.05));
  layer.layer.bias = Random(6).normal<double>({200});
  const f64::Tensor x = Random(7).normal<double>({4, 100});
  f64::Linear plain{100, 200};
  plain.weight = f64::Var(layer.layer.weight) * (3 * 0.1 / 10);
  plain.bias = f64::Var(*layer.layer.bias) * 0.1;
  REQUIRE(largest_difference(layer(x).value(), plain(x).value()) < 1e-12);
  const f64::Tensor before = layer.layer.weight.value();
  init(layer, normal(0, 0.02));
  REQUIRE(equal(layer.layer.weight.value(), before));
}

TEST_CASE("reparametrised layers keep their layer's names and train its parameters", "[nn][reparametrize]") {
  struct Net {
    SpectralNorm<Conv2d> conv{Conv2d{{.in = 1, .out = 2, .kernel = 3}}};
    WeightNorm<Linear> dense{Linear{2, 3}};
    EqualLR<Linear> plain{Linear{3, 1, {.bias = false}}};
  };
  const Net net;
  REQUIRE(parameters(net).names() == std::vector<std::string>{"conv.weight", "conv.bias", "dense.weight",
                                                              "dense.bias", "dense.weight_g",
                                                              "plain.weight"});
  const auto buffers = named_buffers(net);
  REQUIRE(buffers.size() == 2);
  REQUIRE(buffers[0].name == "conv.weight_u");
  REQUIRE(buffers[0].value.shape() == Shape{2});
  REQUIRE(buffers[1].name == "conv.weight_v");
  REQUIRE(buffers[1].value.shape() == Shape{9});
  const Var y = net.conv(Tensor({1, 3, 3, 1}, 1.0f), Activation::leaky_relu(0.2));
  REQUIRE(grad(sum(y), parameters(net.conv))[1].shape() == Shape{2});
  const Sequential body{SpectralNorm{Linear{2, 2}}, ReLU{}};
  REQUIRE(parameters(body).names() == std::vector<std::string>{"0.weight", "0.bias"});
}

TEST_CASE("reparametrised layers refuse what does not fit", "[nn][reparametrize]") {
  const double infinite = std::numeric_limits<double>::infinity();
  REQUIRE_ERROR((SpectralNorm{Linear{2, 2}, {.iterations = 0}}),
                "[SpectralNorm] expected iterations >= 1, got 0");
  REQUIRE_ERROR((SpectralNorm{Linear{2, 2}, {.eps = 0}}), "[SpectralNorm] expected a finite eps > 0, got 0");
  REQUIRE_ERROR((WeightStandardization{Linear{2, 2}, {.eps = infinite}}),
                "[WeightStandardization] expected a finite eps > 0, got inf");
  REQUIRE_ERROR((EqualLR{Linear{2, 2}, {.gain = -1}}), "[EqualLR] expected a finite gain > 0, got -1");
  REQUIRE_ERROR((EqualLR{Linear{2, 2}, {.lr_multiplier = infinite}}),
                "[EqualLR] expected a finite lr_multiplier > 0, got inf");
  struct Counted {
    Parameter weight{Tensor({2, 2}, 1.0f)};
    Buffer count{Tensor({1}, 0.0f)};
    Var operator()(const Var& x) const { return x; }
  };
  REQUIRE_ERROR(WeightNorm{Counted{}}, "[WeightNorm] expected a layer without buffers, got one with 1");
  const SpectralNorm layer{Linear{3, 2}};
  REQUIRE_ERROR(layer(Tensor({2, 4}, 0.0f)), "[Linear] expected input [N, 3], got [2, 4]");
}
