#include "agon/nn/layers/batch_norm.hpp"

#include <cmath>

#include "agon/autograd/gradcheck.hpp"
#include "agon/autograd/ops/arithmetic.hpp"
#include "agon/autograd/ops/reduce.hpp"
#include "agon/core/modes.hpp"
#include "agon/core/random.hpp"
#include "agon/nn/module.hpp"
#include "agon_test.hpp"

using namespace agon;

namespace {

struct Statistics {
  double mean = 0, variance = 0;
};
Statistics of_channel(const f64::Tensor& x, std::int64_t channel) {
  const std::int64_t channels = x.dim(-1), n = x.size() / channels;
  Statistics s;
  for (std::int64_t i = 0; i < n; ++i) s.mean += x.data()[i * channels + channel] / static_cast<double>(n);
  for (std::int64_t i = 0; i < n; ++i) {
    const double d = x.data()[i * channels + channel] - s.mean;
    s.variance += d * d / static_cast<double>(n);
  }
  return s;
}

}  // namespace

TEST_CASE("BatchNorm normalises each channel of the batch", "[nn][batch_norm]") {
  for (const Shape& shape : {Shape{6, 3}, Shape{2, 4, 3, 3}}) {
    f64::BatchNorm layer{3, {.eps = 1e-3}};
    layer.scale = f64::Tensor({3}, {1, 2, -0.5});
    layer.shift = f64::Tensor({3}, {0, 1, 5});
    const f64::Tensor x = Random(1).normal<double>(shape, 3.0, 2.0);
    const f64::Tensor y = layer(x).value();
    for (std::int64_t i = 0; i < x.size(); ++i) {
      const std::int64_t c = i % 3;
      const Statistics s = of_channel(x, c);
      const double expected =
          (x.data()[i] - s.mean) / std::sqrt(s.variance + 1e-3) * layer.scale->value().at({c}) +
          layer.shift->value().at({c});
      REQUIRE(y.data()[i] == Approx(expected).margin(1e-12));
    }
  }
}

TEST_CASE("BatchNorm notes mean and unbiased variance, and writes nothing", "[nn][batch_norm]") {
  f64::BatchNorm layer{3};
  const f64::Tensor x = Random(2).normal<double>({5, 2, 1, 3}, 1.0, 3.0);
  const f64::Var y = layer(x);
  REQUIRE(equal(layer.running_mean.value(), f64::Tensor({3}, 0.0)));
  REQUIRE(equal(layer.running_variance.value(), f64::Tensor({3}, 1.0)));
  const auto gradients = grad(sum(square(y)), parameters(layer));
  absorb(layer, gradients);
  for (std::int64_t c = 0; c < 3; ++c) {
    const Statistics s = of_channel(x, c);
    REQUIRE(layer.running_mean.value().at({c}) == Approx(0.1 * s.mean));
    REQUIRE(layer.running_variance.value().at({c}) == Approx(0.9 + 0.1 * s.variance * 10 / 9));
  }
}

TEST_CASE("BatchNorm without notes, or of one value a channel, notes nothing", "[nn][batch_norm]") {
  BatchNorm layer{2};
  const Tensor x({2, 2}, {1, 2, 3, 4});
  {
    const NoNotes guard;
    REQUIRE(grad(sum(square(layer(x))), parameters(layer)).notes.empty());
  }
  layer.shift = Tensor({2}, {3, 4});
  const Var alone = layer(Tensor({1, 2}, {100, -5}));
  REQUIRE(equal(alone.value(), Tensor({1, 2}, {3, 4})));
  REQUIRE(grad(sum(square(alone)), parameters(layer)).notes.empty());
  REQUIRE(grad(sum(square(layer(x))), parameters(layer)).notes.size() == 2);
}

TEST_CASE("BatchNorm by running statistics treats each sample alone", "[nn][batch_norm]") {
  f64::BatchNorm layer{2};
  layer.running_mean = f64::Tensor({2}, {1, -1});
  layer.running_variance = f64::Tensor({2}, {4, 0.25});
  layer.scale = f64::Tensor({2}, {3, 1});
  layer.shift = f64::Tensor({2}, {0.5, 0});
  const RunningStatistics guard;
  const f64::Var y = layer(f64::Tensor({1, 2}, {2, 3}));
  REQUIRE(y.value().at({0, 0}) == Approx(1 / std::sqrt(4 + 1e-5) * 3 + 0.5));
  REQUIRE(y.value().at({0, 1}) == Approx(4 / std::sqrt(0.25 + 1e-5)));
  REQUIRE(grad(sum(y), parameters(layer)).notes.empty());
}

TEST_CASE("training, inference, training gives what training alone gives", "[nn][batch_norm]") {
  const BatchNorm layer{3};
  const Tensor x = Random(3).normal({4, 3});
  const Tensor before = layer(x).value();
  {
    const Inference guard;
    const Var y = layer(x);
    REQUIRE_FALSE(y.tracked());
    REQUIRE_FALSE(equal(y.value(), before));
  }
  REQUIRE(equal(layer(x).value(), before));
}

TEST_CASE("BatchNorm without scale and shift", "[nn][batch_norm]") {
  const BatchNorm layer{2, {.affine = false}}, affine{2};
  REQUIRE(parameters(layer).empty());
  const Tensor x = Random(4).normal({4, 2});
  REQUIRE(equal(layer(x).value(), affine(x).value()));
  const RunningStatistics guard;
  REQUIRE(layer(x).value().at({1, 1}) == Approx(x.at({1, 1})).epsilon(1e-4));
}

TEST_CASE("BatchNorm refuses what does not fit", "[nn][batch_norm]") {
  const BatchNorm layer{5};
  REQUIRE_ERROR(layer(Tensor({2, 4}, 0.0f)),
                "[BatchNorm] expected input [N, 5] or [N, H, W, 5] of at least one sample, got [2, 4]");
  REQUIRE_ERROR(layer(Tensor({2, 4, 5}, 0.0f)), "got [2, 4, 5]");
  REQUIRE_ERROR(layer(Tensor({0, 5}, 0.0f)), "got [0, 5]");
  REQUIRE_ERROR(BatchNorm{0}, "[BatchNorm] expected channels >= 1, got 0");
  REQUIRE_ERROR((BatchNorm{1, {.eps = 0}}), "[BatchNorm] expected a finite eps > 0");
  REQUIRE_ERROR((BatchNorm{1, {.momentum = 1.5}}), "[BatchNorm] expected momentum in [0, 1], got 1.5");
}

TEST_CASE("BatchNorm passes gradient checks in both modes", "[nn][batch_norm]") {
  const f64::BatchNorm norm{3};
  const auto f = [&](const std::vector<f64::Var>& v) {
    f64::BatchNorm layer = norm;
    layer.scale = v[1];
    layer.shift = v[2];
    return square(layer(v[0]));
  };
  const std::vector<f64::Tensor> inputs{Random(5).normal<double>({2, 2, 2, 3}), Random(6).normal<double>({3}),
                                        Random(7).normal<double>({3})};
  REQUIRE(gradcheck(f, inputs));
  const RunningStatistics guard;
  REQUIRE(gradcheck(f, inputs));
}
