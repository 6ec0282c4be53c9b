#include <cmath>
#include <limits>

#include "agon/autograd/ops/arithmetic.hpp"
#include "agon/autograd/ops/group_norm.hpp"
#include "agon/autograd/ops/reduce.hpp"
#include "agon/autograd/ops/shape.hpp"
#include "agon/core/modes.hpp"
#include "agon/core/random.hpp"
#include "agon/nn/init.hpp"
#include "agon/nn/layers.hpp"
#include "agon/nn/standing_statistics.hpp"
#include "agon_test.hpp"

using namespace agon;

namespace {

void check_close(const f64::Tensor& a, const f64::Tensor& b) {
  REQUIRE(a.shape() == b.shape());
  for (std::int64_t i = 0; i < a.size(); ++i) REQUIRE(a.data()[i] == Approx(b.data()[i]).margin(1e-12));
}

f64::Tensor draw(const Shape& shape, const char* name) { return Random(3, name).normal<double>(shape); }

}  // namespace

TEST_CASE("norms of samples scale and shift by their parameters", "[nn][norms]") {
  const f64::Tensor x = draw({3, 2, 3, 4}, "x"), scale = draw({4}, "scale"), shift = draw({4}, "shift");
  f64::LayerNorm layer{4, {.eps = 1e-3}};
  f64::GroupNorm group{2, 4, {.eps = 1e-3}};
  f64::InstanceNorm instance{4, {.eps = 1e-3, .affine = true}};
  const auto set = [&](auto& norm) {
    norm.scale = scale;
    norm.shift = shift;
  };
  set(layer), set(group), set(instance);
  check_close(layer(x).value(), layer_norm(x, scale, shift, 1e-3).value());
  check_close(group(x, Activation::relu()).value(), relu(group_norm(x, 2, scale, shift, 1e-3)).value());
  check_close(instance(x).value(), instance_norm(x, scale, shift, 1e-3).value());
  check_close(f64::PixelNorm{1e-3}(x).value(), pixel_norm(x, 1e-3).value());
  REQUIRE(parameters(f64::InstanceNorm{4}).empty());
  REQUIRE(parameters(f64::LayerNorm{{2, 3}}).names() == std::vector<std::string>{"scale", "shift"});
}

TEST_CASE("AdaptiveInstanceNorm makes scale and shift of the style", "[nn][norms]") {
  const f64::AdaptiveInstanceNorm norm{2, 3};
  const f64::Tensor x = draw({2, 3, 4, 2}, "x"), w = draw({2, 3}, "w");
  const f64::Var both = norm.affine(w);
  check_close(norm(x, w).value(),
              adaptive_instance_norm(x, 1 + slice(both, 1, 0, 2), slice(both, 1, 2, 4)).value());
}

TEST_CASE("ConditionalBatchNorm picks scale and shift by class, or mixes them", "[nn][norms]") {
  f64::ConditionalBatchNorm norm{2, 3};
  const f64::Tensor x = draw({3, 2, 2, 2}, "x");
  const LabelTensor classes({3}, {2, 0, 2});
  check_close(norm(x, classes).value(), f64::BatchNorm(2, {.affine = false})(x).value());
  norm.scale = f64::Tensor({3, 2}, {1, 2, 3, 4, 5, 6});
  norm.shift = f64::Tensor({3, 2}, {0, -1, 0, 0, 7, 8});
  const f64::Tensor plain = f64::BatchNorm(2, {.affine = false})(x).value(), y = norm(x, classes).value();
  for (std::int64_t i = 0; i < y.size(); ++i) {
    const std::int64_t c = i % 2, label = classes.at({i / 8});
    REQUIRE(y.data()[i] == Approx(plain.data()[i] * (1 + norm.scale.value().at({label, c})) +
                                  norm.shift.value().at({label, c})));
  }
  check_close(norm(x, f64::Tensor({3, 3}, {0, 0, 1, 1, 0, 0, 0, 0, 1})).value(), y);
  const f64::Tensor mixed = norm(x, f64::Tensor({3, 3}, {0.5, 0, 0.5, 1, 0, 0, 0, 0, 1})).value();
  REQUIRE(mixed.at({0, 1, 1, 0}) == Approx(plain.at({0, 1, 1, 0}) * 4 + 3.5));

  REQUIRE(named_buffers(norm)[0].name == "running_mean");
  REQUIRE(grad(sum(norm(x, classes)), parameters(norm)).notes.size() == 2);
  init(norm, normal(0, 1));
  REQUIRE(equal(norm.scale.value(), f64::Tensor({3, 2}, 0.0)));
}

TEST_CASE("VirtualBatchNorm joins each sample with the reference", "[nn][norms]") {
  f64::VirtualBatchNorm norm{2, 3, {.eps = 1e-3}};
  norm.scale = f64::Tensor({2}, {2, -1});
  norm.shift = f64::Tensor({2}, {0.5, 1});
  const f64::Tensor x = draw({5, 2, 3, 2}, "x"), y = norm(x).value();
  const auto each = [&](std::int64_t sample, std::int64_t c, const auto& visit) {
    for (std::int64_t place = 0; place < 6; ++place) visit(x.data()[(sample * 6 + place) * 2 + c]);
  };
  for (std::int64_t sample = 0; sample < 5; ++sample)
    for (std::int64_t c = 0; c < 2; ++c) {
      std::vector<double> values;
      const auto push = [&](double value) { values.push_back(value); };
      for (std::int64_t r = 0; r < 3; ++r) each(r, c, push);
      if (sample >= 3) each(sample, c, push);
      double mean = 0, variance = 0;
      const double n = static_cast<double>(values.size());
      for (const double value : values) mean += value / n;
      for (const double value : values) variance += (value - mean) * (value - mean) / n;
      const double scale = c == 0 ? 2 : -1, shift = c == 0 ? 0.5 : 1;
      REQUIRE(y.at({sample, 1, 2, c}) ==
              Approx((x.at({sample, 1, 2, c}) - mean) / std::sqrt(variance + 1e-3) * scale + shift));
    }
  // The other samples of the batch make no difference.
  const f64::Tensor fewer = norm(rows(x, 0, 4)).value();
  check_close(fewer, rows(y, 0, 4));
}

TEST_CASE("standing statistics are the average of fresh batches", "[nn][norms]") {
  struct Net {
    f64::BatchNorm norm{2, {.momentum = 0.01}};
    f64::SpectralNorm<f64::Linear> head{f64::Linear{2, 1}};
    f64::Var operator()(const f64::Var& x) const { return head(norm(x)); }
  };
  Net net;
  net.norm.running_mean = f64::Tensor({2}, 100.0);
  const f64::Tensor u = net.head.weight_u.value(), v = net.head.weight_v.value();
  std::vector<f64::Tensor> batches{draw({4, 2}, "a"), draw({4, 2}, "b"), draw({4, 2}, "c")};
  std::size_t next = 0;
  {
    const Inference guard;
    standing_statistics(net, 3, [&](const Net& n) { return n(batches[next++]); });
  }
  f64::Tensor mean({2}, 0.0), variance({2}, 0.0);
  for (const f64::Tensor& batch : batches)
    for (std::int64_t c = 0; c < 2; ++c) {
      double level = 0, spread = 0;
      for (std::int64_t i = 0; i < 4; ++i) level += batch.at({i, c}) / 4;
      for (std::int64_t i = 0; i < 4; ++i) spread += std::pow(batch.at({i, c}) - level, 2) / 3;
      mean.mutable_data()[c] += level / 3;
      variance.mutable_data()[c] += spread / 3;
    }
  check_close(net.norm.running_mean.value(), mean);
  check_close(net.norm.running_variance.value(), variance);
  REQUIRE(equal(net.head.weight_u.value(), u));
  REQUIRE(equal(net.head.weight_v.value(), v));
  REQUIRE_ERROR(standing_statistics(net, 0, [&] { return net(batches[0]); }),
                "[standing_statistics] expected batches >= 1, got 0");
}

TEST_CASE("norms refuse what does not fit", "[nn][norms]") {
  const Tensor x({2, 3, 4, 6}, 0.0f), none({0, 3, 4, 6}, 0.0f);
  const double infinite = std::numeric_limits<double>::infinity();
  REQUIRE_ERROR(LayerNorm{5}(x),
                "[LayerNorm] expected input [..., 5] of at least one sample, got [2, 3, 4, 6]");
  REQUIRE_ERROR((LayerNorm{{4, 5}}(x)), "[LayerNorm] expected input [..., 4, 5] of at least one sample");
  REQUIRE_ERROR(LayerNorm{0}, "[LayerNorm] expected features >= 1, got 0");
  REQUIRE_ERROR((LayerNorm{6, {.eps = 0}}), "[LayerNorm] expected a finite eps > 0, got 0");
  REQUIRE_ERROR((GroupNorm{4, 6}), "[GroupNorm] expected groups that divide 6 channels, got 4");
  REQUIRE_ERROR((GroupNorm{0, 6}), "[GroupNorm] expected groups >= 1, got 0");
  REQUIRE_ERROR((GroupNorm{2, 6, {.eps = infinite}}), "[GroupNorm] expected a finite eps > 0, got inf");
  REQUIRE_ERROR((GroupNorm{2, 4}(x)),
                "[GroupNorm] expected input [N, ..., 4] of at least one sample, got [2, 3, 4, 6]");
  REQUIRE_ERROR((GroupNorm{2, 6}(none)), "got [0, 3, 4, 6]");
  REQUIRE_ERROR((GroupNorm{2, 6}(x, Activation::leaky_relu(-1))),
                "[GroupNorm] expected a finite slope >= 0, got -1");
  REQUIRE_ERROR(InstanceNorm{0}, "[InstanceNorm] expected channels >= 1, got 0");
  REQUIRE_ERROR(InstanceNorm{5}(x), "[InstanceNorm] expected input [N, ..., 5] of at least one sample");
  REQUIRE_ERROR(PixelNorm{-1}, "[PixelNorm] expected a finite eps > 0, got -1");
  REQUIRE_ERROR(PixelNorm{}(none), "[PixelNorm] expected input [..., C] of at least one sample");
  REQUIRE_ERROR((AdaptiveInstanceNorm{6, 0}), "[AdaptiveInstanceNorm] expected style >= 1, got 0");
  REQUIRE_ERROR((AdaptiveInstanceNorm{6, 3}(x, Tensor({2, 4}, 0.0f))),
                "[AdaptiveInstanceNorm] expected styles [N, 3] for input [2, 3, 4, 6], got [2, 4]");
  REQUIRE_ERROR((ConditionalBatchNorm{6, 0}), "[ConditionalBatchNorm] expected conditions >= 1, got 0");
  REQUIRE_ERROR((ConditionalBatchNorm{6, 3, {.momentum = 2}}),
                "[ConditionalBatchNorm] expected momentum in [0, 1], got 2");
  const ConditionalBatchNorm conditional{6, 3};
  REQUIRE_ERROR(conditional(x, LabelTensor({2}, {0, 3})),
                "[ConditionalBatchNorm] expected classes in [0, 3), got 3");
  REQUIRE_ERROR(conditional(x, LabelTensor({3}, 0)),
                "[ConditionalBatchNorm] expected conditions [N, 3] for input [2, 3, 4, 6], got [3, 3]");
  REQUIRE_ERROR(
      conditional(Tensor({2, 5}, 0.0f), LabelTensor({2}, 0)),
      "[ConditionalBatchNorm] expected input [N, 6] or [N, H, W, 6] of at least one sample, got [2, 5]");
  REQUIRE_ERROR((VirtualBatchNorm{6, 0}), "[VirtualBatchNorm] expected reference >= 1, got 0");
  REQUIRE_ERROR((VirtualBatchNorm{6, 2}(x)),
                "[VirtualBatchNorm] expected input [N > 2, 6] or [N > 2, H, W, 6], got [2, 3, 4, 6]");
}
