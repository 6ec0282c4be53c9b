#include "agon/nn/init.hpp"

#include <cmath>
#include <limits>

#include "agon/autograd/grad.hpp"
#include "agon/autograd/ops/arithmetic.hpp"
#include "agon/autograd/ops/losses.hpp"
#include "agon/core/random.hpp"
#include "agon/nn/layers.hpp"
#include "agon_test.hpp"

using namespace agon;

namespace {

struct Moments {
  double mean = 0, variance = 0, largest = 0;
};
Moments moments(const Tensor& x) {
  Moments m;
  for (float v : x.values()) m.mean += v;
  m.mean /= static_cast<double>(x.size());
  for (float v : x.values()) {
    m.variance += (v - m.mean) * (v - m.mean);
    m.largest = std::max(m.largest, std::abs(static_cast<double>(v)));
  }
  m.variance /= static_cast<double>(x.size());
  return m;
}

struct Net {
  Linear dense{200, 300};
  BatchNorm norm{300};
  Conv2d conv{{.in = 16, .out = 32, .kernel = 4, .stride = 2}};
  ConvTranspose2d up{{.in = 32, .out = 16, .kernel = 4, .stride = 2}};
  MinibatchDiscrimination mb{100, 20, 5};
  Parameter own{Tensor({200, 100}, 7.0f)};
  Parameter token{Tensor({10}, 7.0f)};
};

}  // namespace

TEST_CASE("init starts a whole network by the roles of its parameters", "[nn][init]") {
  Random random(3);
  const RandomGuard guard(random);
  Net net;
  net.dense.bias = Tensor({300}, 1.0f);
  net.norm.scale = Tensor({300}, 5.0f);
  net.norm.shift = Tensor({300}, 5.0f);
  init(net, normal(0, 0.02f));
  for (const Var& w :
       {Var(net.dense.weight), Var(net.conv.weight), Var(net.up.weight), Var(net.mb.weight), Var(net.own)}) {
    const Moments m = moments(w.value());
    REQUIRE(std::abs(m.mean) < 0.001);
    REQUIRE(std::sqrt(m.variance) == Approx(0.02).epsilon(0.05));
  }
  REQUIRE(equal(net.dense.bias->value(), Tensor({300}, 0.0f)));
  REQUIRE(equal(net.norm.scale->value(), Tensor({300}, 1.0f)));
  REQUIRE(equal(net.norm.shift->value(), Tensor({300}, 0.0f)));
  REQUIRE(net.token.value().at({0}) == 7);
}

TEST_CASE("the stream decides what is drawn", "[nn][init]") {
  Random a(1), b(1);
  Net first, second;
  {
    const RandomGuard guard(a);
    init(first, normal(0, 1));
  }
  {
    const RandomGuard guard(b);
    init(second, normal(0, 1));
  }
  REQUIRE(equal(first.conv.weight.value(), second.conv.weight.value()));
}

TEST_CASE("initialisers have the variance of their papers", "[nn][init]") {
  Random random(4);
  const RandomGuard guard(random);
  Linear layer{200, 300};
  const auto variance_of = [&](const Initializer& initializer) {
    init(layer, initializer);
    return moments(layer.weight.value()).variance;
  };
  REQUIRE(variance_of(xavier_normal()) == Approx(2.0 / 500).epsilon(0.03));
  REQUIRE(variance_of(xavier_uniform()) == Approx(2.0 / 500).epsilon(0.03));
  REQUIRE(variance_of(xavier_uniform(2)) == Approx(8.0 / 500).epsilon(0.03));
  REQUIRE(variance_of(he_normal()) == Approx(2.0 / 200).epsilon(0.03));
  REQUIRE(variance_of(he_uniform(0.2)) == Approx(2.0 / 1.04 / 200).epsilon(0.03));
  REQUIRE(variance_of(uniform(-1, 1)) == Approx(1.0 / 3).epsilon(0.03));
  REQUIRE(variance_of(constant(3)) == 0);
  REQUIRE(variance_of(zeros()) == 0);
}

TEST_CASE("gains are those of PyTorch", "[nn][init]") {
  REQUIRE(gain(Nonlinearity::linear) == 1);
  REQUIRE(gain(Nonlinearity::sigmoid) == 1);
  REQUIRE(gain(Nonlinearity::tanh) == Approx(5.0 / 3));
  REQUIRE(gain(Nonlinearity::relu) == Approx(std::sqrt(2.0)));
  REQUIRE(gain(Nonlinearity::leaky_relu, 0.2) == Approx(std::sqrt(2 / 1.04)));
  REQUIRE(gain(Nonlinearity::leaky_relu) == Approx(1.4141428569978354));
  REQUIRE(gain(Nonlinearity::selu) == 0.75);
  REQUIRE_ERROR(gain(Nonlinearity::leaky_relu, std::nan("")), "[gain] expected a finite slope, got nan");
}

TEST_CASE("variances are divided by the fan that is named", "[nn][init]") {
  Random random(5);
  const RandomGuard guard(random);
  Linear layer{200, 300};
  const auto variance_of = [&](const Initializer& initializer) {
    init(layer, initializer);
    return moments(layer.weight.value()).variance;
  };
  REQUIRE(variance_of(he_normal(0, Fan::out)) == Approx(2.0 / 300).epsilon(0.03));
  REQUIRE(variance_of(he_uniform(0.2, Fan::out)) == Approx(2.0 / 1.04 / 300).epsilon(0.03));
  REQUIRE(variance_of(lecun_normal()) == Approx(1.0 / 200).epsilon(0.03));
  REQUIRE(variance_of(lecun_uniform(gain(Nonlinearity::tanh), Fan::out)) ==
          Approx(25.0 / 9 / 300).epsilon(0.03));
  Conv2d conv{{.in = 16, .out = 32, .kernel = 4, .stride = 2}};
  init(conv, he_normal(0, Fan::out));  // an input reaches a quarter of the 4x4 windows in each channel
  REQUIRE(moments(conv.weight.value()).variance == Approx(2.0 / (32 * 4)).epsilon(0.05));
}

TEST_CASE("a truncated normal keeps within its bound", "[nn][init]") {
  Random random(6);
  const RandomGuard guard(random);
  Parameter weight{Tensor({300, 200}, 0.0f)};
  init(weight, truncated_normal(1, 0.5));
  const Moments m = moments(weight.value());
  REQUIRE(m.mean == Approx(1).epsilon(0.01));
  // The variance of a standard normal cut at 2: 1 - 4 phi(2) / (2 Phi(2) - 1).
  REQUIRE(m.variance == Approx(0.25 * 0.7737413).epsilon(0.02));
  REQUIRE(m.largest <= 2);
  REQUIRE(m.largest > 1.99);
  init(weight, truncated_normal(0, 1, 0.1));
  REQUIRE(moments(weight.value()).largest <= 0.1f);
  REQUIRE(moments(weight.value()).variance == Approx(0.01 / 3).epsilon(0.02));
}

TEST_CASE("a residual block whose last layer starts at zero is the identity, and learns", "[nn][init]") {
  // The block of R3GAN (Huang et al. 2024), as in Fixup (Zhang et al. 2019).
  struct Block {
    Conv2d reduce{{.in = 8, .out = 4, .kernel = 1, .bias = false}};
    Conv2d middle{{.in = 4, .out = 4, .kernel = 3, .padding = 1, .bias = false}};
    Conv2d expand{{.in = 4, .out = 8, .kernel = 1, .bias = false}};
    Var operator()(const Var& x) const {
      const Activation leaky = Activation::leaky_relu(0.2);
      return x + expand(middle(reduce(x, leaky), leaky));
    }
  };
  Block block;
  init(block, he_normal(0.2));
  init(block.expand, zeros());
  const Tensor x = normal({2, 5, 4, 8}, 0, 1), goal = normal({2, 5, 4, 8}, 0, 1);
  REQUIRE(equal(block(x).value(), x));
  const auto gradients = grad(mse_loss(block(x), goal), parameters(block));
  REQUIRE(moments(gradients[0].value()).largest == 0);
  REQUIRE(moments(gradients[1].value()).largest == 0);
  REQUIRE(moments(gradients[2].value()).largest > 1e-4);
  block.expand.weight = (block.expand.weight - gradients[2]).value();
  REQUIRE(moments(grad(mse_loss(block(x), goal), parameters(block))[0].value()).largest > 1e-7);
}

TEST_CASE("layers start uniform within one over the root of their fan in", "[nn][init]") {
  const Net net;
  const auto reaches = [](const Var& w, double fan_in) {
    const double bound = 1 / std::sqrt(fan_in), largest = moments(w.value()).largest;
    return largest <= bound && largest > 0.97 * bound;
  };
  REQUIRE(reaches(net.dense.weight, 200));
  REQUIRE(reaches(net.conv.weight, 16 * 16));
  REQUIRE(reaches(net.up.weight, 32 * 16 / 4));
  REQUIRE(reaches(net.mb.weight, 100));
  REQUIRE(equal(net.dense.bias->value(), Tensor({300}, 0.0f)));
}

TEST_CASE("orthogonal rows, or columns where those are fewer", "[nn][init]") {
  const auto check = [](const Shape& shape, double gain) {
    Parameter w{Tensor(shape, 0.0f)};
    init(w, orthogonal(gain));
    const std::int64_t rows = shape[0], columns = shape.size() / rows;
    const bool by_rows = rows <= columns;
    const std::int64_t count = by_rows ? rows : columns, width = by_rows ? columns : rows;
    const float* data = w.value().data();
    const auto element = [&](std::int64_t i, std::int64_t k) {
      return static_cast<double>(by_rows ? data[i * columns + k] : data[k * columns + i]);
    };
    double worst = 0;
    for (std::int64_t i = 0; i < count; ++i) {
      for (std::int64_t j = 0; j < count; ++j) {
        double dot = 0;
        for (std::int64_t k = 0; k < width; ++k) dot += element(i, k) * element(j, k);
        worst = std::max(worst, std::abs(dot - (i == j ? gain * gain : 0)));
      }
    }
    return worst;
  };
  REQUIRE(check({6, 40}, 1) < 1e-6);
  REQUIRE(check({40, 6}, 1) < 1e-6);
  REQUIRE(check({32, 32}, 2) < 1e-5);
  REQUIRE(check({8, 3, 3, 4}, 1) < 1e-6);
}

TEST_CASE("impossible initialisers are refused", "[nn][init]") {
  const float nan = std::numeric_limits<float>::quiet_NaN();
  REQUIRE_ERROR(normal(0, -1), "[normal] expected a finite mean and a finite deviation >= 0");
  REQUIRE_ERROR(normal(nan, 1), "[normal] expected");
  REQUIRE_ERROR(uniform(2, 1), "[uniform] expected finite bounds low <= high");
  REQUIRE_ERROR(he_normal(nan), "[he_normal] expected a finite number");
  REQUIRE_ERROR(lecun_uniform(nan), "[lecun_uniform] expected a finite number, got nan");
  REQUIRE_ERROR(truncated_normal(0, -1),
                "[truncated_normal] expected a finite mean and a finite deviation >= 0, got 0.000000 and -1");
  REQUIRE_ERROR(truncated_normal(0, 1, 0),
                "[truncated_normal] expected a bound >= 0.01 deviations, got 0.000000");
  Parameter vector{Tensor({3}, 0.0f)};
  REQUIRE_ERROR(init(vector, xavier_normal()),
                "[xavier_normal] expected a weight that has inputs and outputs, got [3]");
  REQUIRE_ERROR(init(vector, orthogonal()), "[orthogonal] expected a weight of rank 2 or more, got [3]");
}

TEST_CASE("the initialiser normal and the tensor normal are told apart by their arguments", "[nn][init]") {
  REQUIRE(normal({3}, 0, 1).shape() == Shape{3});
  REQUIRE(normal({3}, 0).shape() == Shape{3});
  REQUIRE(normal({2, 3}).shape() == Shape{2, 3});
  REQUIRE(uniform({4, 1}, 0, 1).shape() == Shape{4, 1});
  REQUIRE(uniform({2}).shape() == Shape{2});
  STATIC_REQUIRE(std::is_same_v<decltype(normal(0, 0.02f)), Initializer>);
  STATIC_REQUIRE(std::is_same_v<decltype(uniform(0.0, 1)), Initializer>);
}
