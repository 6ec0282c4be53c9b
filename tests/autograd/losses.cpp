#include "agon/autograd/ops/losses.hpp"

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>

#include "agon/autograd/grad.hpp"
#include "agon/autograd/ops.hpp"
#include "agon/core/random.hpp"
#include "agon_test.hpp"

using namespace agon;
using agon_test::Approx;

namespace {

f64::Tensor draw(const Shape& shape, std::uint64_t seed = 1) { return Random(seed).normal<double>(shape); }

/// Whether two tensors agree up to rounding of numbers of the first one's size.
template <class T>
bool close(const BasicTensor<T>& a, const BasicTensor<T>& b, double tolerance = 1e-12) {
  if (a.shape() != b.shape()) return false;
  double scale = 1;
  for (T value : a.values()) scale = std::max(scale, std::abs(static_cast<double>(value)));
  for (std::int64_t i = 0; i < a.size(); ++i)
    if (!(std::abs(static_cast<double>(a.data()[i] - b.data()[i])) <= tolerance * scale)) return false;
  return true;
}

using Pair = std::function<double(double, double)>;

/// Holds an elementwise loss against its definition.
template <class Loss>
void check_elementwise(const Loss& loss, const Pair& definition) {
  const f64::Tensor x = draw({4, 3}), y = draw({4, 3}, 2);
  f64::Tensor expected(x.shape());
  for (std::size_t i = 0; i < 12; ++i) expected.mutable_data()[i] = definition(x.values()[i], y.values()[i]);
  REQUIRE(close(loss(x, y, f64::LossOptions{.reduction = Reduction::none}).value(), expected));
  double total = 0;
  for (double value : expected.values()) total += value;
  REQUIRE(loss(x, y, f64::LossOptions{.reduction = Reduction::sum}).item() == Approx(total));
  REQUIRE(loss(x, y, f64::LossOptions{}).item() == Approx(total / 12));
}

/// -sum t log softmax(x), row by row, by the definition in plain operations.
f64::Var composed_cross_entropy(const f64::Var& x, const f64::Var& t) {
  return -sum(t * log_softmax(x), {-1});
}

}  // namespace

TEST_CASE("losses between elements are their definitions", "[losses]") {
  check_elementwise([](auto&&... x) { return mse_loss(x...); },
                    [](double a, double b) { return (a - b) * (a - b); });
  check_elementwise([](auto&&... x) { return l1_loss(x...); },
                    [](double a, double b) { return std::abs(a - b); });
  check_elementwise([](const auto& a, const auto& b, const auto& o) { return huber_loss(a, b, 0.8, o); },
                    [](double a, double b) {
                      const double d = std::abs(a - b);
                      return d <= 0.8 ? d * d / 2 : 0.8 * (d - 0.4);
                    });
  check_elementwise(
      [](const auto& a, const auto& b, const auto& o) { return charbonnier_loss(a, b, 0.01, o); },
      [](double a, double b) { return std::sqrt((a - b) * (a - b) + 1e-4); });
  check_elementwise([](auto&&... x) { return binary_cross_entropy(x...); },
                    [](double s, double t) {
                      const double p = 1 / (1 + std::exp(-s));
                      return -(t * std::log(p) + (1 - t) * std::log(1 - p));
                    });
}

TEST_CASE("binary cross entropy neither overflows nor loses its tails", "[losses]") {
  const Tensor s({6}, {1000, -1000, 30, -30, 1000, 0}), t({6}, {1, 0, 1, 0, 0, 0.25f});
  const Tensor losses = binary_cross_entropy(s, t, {.reduction = Reduction::none}).value();
  REQUIRE(losses.at({0}) == 0);
  REQUIRE(losses.at({1}) == 0);
  REQUIRE(losses.at({2}) == Approx(std::exp(-30.0)));
  REQUIRE(losses.at({3}) == Approx(std::exp(-30.0)));
  REQUIRE(losses.at({4}) == 1000);
  REQUIRE(losses.at({5}) == Approx(std::log(2.0)));
  const Var x = variable(s);
  const Tensor g = grad(binary_cross_entropy(x, t, {.reduction = Reduction::sum}), {x})[0].value();
  REQUIRE(g.at({5}) == Approx(0.25));  // at the seam of its two forms: sigmoid(0) - t
  REQUIRE(g.at({2}) == Approx(-std::exp(-30.0)));
}

TEST_CASE("cross entropy is -sum t log softmax, with its gradients", "[losses]") {
  const f64::Var x = variable(draw({4, 3})), t = variable(draw({4, 3}, 2)), u = f64::Var(draw({4, 3}, 3));
  const f64::Var fused = cross_entropy(x, t, {.reduction = Reduction::none});
  const f64::Var twin = composed_cross_entropy(x, t);
  REQUIRE(close(fused.value(), twin.value()));
  const auto orders = [&](const f64::Var& loss) {
    const auto first = grad(sum(square(loss)), {x, t}, {.create_graph = true});
    const auto second = grad(sum(first[0] * u) + sum(square(first[1])), {x, t}, {.create_graph = true});
    const auto third = grad(sum(second[0] * u) + sum(square(second[1])), {x, t});
    return std::vector{first[0].value(),  first[1].value(), second[0].value(),
                       second[1].value(), third[0].value(), third[1].value()};
  };
  const auto a = orders(fused), b = orders(twin);
  for (std::size_t i = 0; i < a.size(); ++i) {
    INFO("gradient " << i);
    CHECK(close(a[i], b[i], 1e-11));
  }
}

TEST_CASE("labels stand for distributions, smoothed or not", "[losses]") {
  const f64::Tensor x = draw({2, 2, 3});
  const LabelTensor y({2, 2}, {2, 0, 1, 1});
  const f64::Tensor one_hot({2, 2, 3}, {0, 0, 1, 1, 0, 0, 0, 1, 0, 0, 1, 0});
  for (const double smoothing : {0.0, 0.1, 1.0}) {
    const f64::CrossEntropyOptions options{.reduction = Reduction::none, .smoothing = smoothing};
    const f64::Tensor of_labels = cross_entropy(x, y, options).value();
    REQUIRE(of_labels.shape() == Shape{2, 2});
    REQUIRE(close(of_labels, cross_entropy(x, f64::Var(one_hot), options).value()));
    const f64::Var soft = f64::Var(one_hot) * (1 - smoothing) + smoothing / 3;
    REQUIRE(close(of_labels, composed_cross_entropy(x, soft).value()));
  }
  const f64::Var v = variable(x);
  const auto gradient = grad(cross_entropy(v, y, {.smoothing = 0.1}), {v})[0].value();
  const auto twin = grad(mean(composed_cross_entropy(v, f64::Var(one_hot) * 0.9 + 0.1 / 3)), {v})[0].value();
  REQUIRE(close(gradient, twin));
}

TEST_CASE("cross entropy of known numbers, and of large logits", "[losses]") {
  const LabelTensor y({2}, {0, 1});
  REQUIRE(cross_entropy(Tensor({2, 2}, {0, 0, 0, 0}), y).item() == Approx(std::log(2.0)));
  REQUIRE(cross_entropy(Tensor({2, 2}, {1e4f, -1e4f, -1e4f, 1e4f}), y).item() == 0);
  REQUIRE(cross_entropy(Tensor({2, 2}, {-1e4f, 1e4f, 1e4f, -1e4f}), y).item() == Approx(2e4));
  REQUIRE(cross_entropy(Tensor({3}, {1, 2, 3}), LabelTensor::scalar(2)).item() ==
          Approx(std::log(1 + std::exp(-1.0) + std::exp(-2.0))));
}

TEST_CASE("weights count samples, and a mean is theirs", "[losses]") {
  const f64::Tensor x({3, 2}, {1, 2, 3, 4, 5, 6}), y({3, 2}, 0.0), w({3}, {1, 0, 3});
  // Losses 1 4, 9 16, 25 36.
  REQUIRE(mse_loss(x, y, {.reduction = Reduction::sum, .weights = w}).item() == Approx(5 + 3 * 61));
  REQUIRE(mse_loss(x, y, {.weights = w}).item() == Approx((5 + 3 * 61) / 8.0));
  REQUIRE(close(mse_loss(x, y, {.reduction = Reduction::none, .weights = w}).value(),
                f64::Tensor({3, 2}, {1, 4, 0, 0, 75, 108})));
  REQUIRE(mse_loss(x, y, {.weights = f64::Tensor({3}, 2.0)}).item() == Approx(mse_loss(x, y).item()));
  // A sample of weight 0 counts as if it were not there.
  const LabelTensor labels({3}, {0, 1, 1}), kept({2}, {0, 1});
  const f64::Tensor two({2, 2}, {1, 2, 5, 6});
  REQUIRE(cross_entropy(x, labels, {.weights = f64::Tensor({3}, {1, 0, 1})}).item() ==
          Approx(cross_entropy(two, kept).item()));
}

TEST_CASE("the divergence of Gaussians", "[losses]") {
  const auto reference = [](double m, double v, double n, double w) {
    return (w - v + (std::exp(v) + (m - n) * (m - n)) / std::exp(w) - 1) / 2;
  };
  const f64::Tensor m = draw({2, 3}), v = draw({2, 3}, 2), n = draw({2, 3}, 3), w = draw({2, 3}, 4);
  f64::Tensor to_unit({2}, 0.0), to_other({2}, 0.0);
  for (std::size_t i = 0; i < 6; ++i) {
    to_unit.mutable_data()[i / 3] += reference(m.values()[i], v.values()[i], 0, 0);
    to_other.mutable_data()[i / 3] += reference(m.values()[i], v.values()[i], n.values()[i], w.values()[i]);
  }
  REQUIRE(close(kl_gaussian(m, v, {.reduction = Reduction::none}).value(), to_unit));
  REQUIRE(close(kl_gaussian(m, v, n, w, {.reduction = Reduction::none}).value(), to_other));
  REQUIRE(kl_gaussian(m, v).item() == Approx((to_unit.at({0}) + to_unit.at({1})) / 2));
  REQUIRE(kl_gaussian(f64::Tensor({2, 3}, 0.0), f64::Tensor({2, 3}, 0.0)).item() == 0);
  REQUIRE(std::abs(kl_gaussian(m, v, m, v).item()) < 1e-15);
  const f64::Tensor pictures = draw({2, 1, 3, 1});
  REQUIRE(kl_gaussian(pictures, pictures, {.reduction = Reduction::none}).shape() == Shape{2});
}

TEST_CASE("cosine similarity along the last axis, and of nothing", "[losses]") {
  const Tensor a({4, 2}, {3, 0, 0, 2, 1, 1, 0, 0}), b({4, 2}, {5, 0, 3, 0, -2, -2, 1, 1});
  const Var similarity = cosine_similarity(a, b);
  REQUIRE(similarity.shape() == Shape{4});
  REQUIRE(similarity.value().at({0}) == Approx(1));
  REQUIRE(similarity.value().at({1}) == 0);
  REQUIRE(similarity.value().at({2}) == Approx(-1));
  REQUIRE(similarity.value().at({3}) == 0);
  REQUIRE(cosine_loss(a, b).item() == Approx((0 + 1 + 2 + 1) / 4.0));
  const Var x = variable(a);
  const Var g = grad(cosine_loss(x, b, {.reduction = Reduction::sum}), {x}, {.create_graph = true})[0];
  REQUIRE(g.value().at({3, 0}) == 0);
  const Tensor second = grad(sum(g * g), {x})[0].value();
  for (float value : second.values()) REQUIRE(std::isfinite(value));
}

TEST_CASE("losses name themselves and both shapes where these differ", "[losses]") {
  const Tensor x({4, 3}, 0.0f), column({4, 1}, 0.0f);
  REQUIRE_ERROR(mse_loss(x, column), "[mse_loss] expected a target [4, 3], got [4, 1]");
  REQUIRE_ERROR(l1_loss(x, column), "[l1_loss] expected a target [4, 3], got [4, 1]");
  REQUIRE_ERROR(huber_loss(x, column), "[huber_loss] expected a target [4, 3], got [4, 1]");
  REQUIRE_ERROR(charbonnier_loss(x, column), "[charbonnier_loss] expected a target [4, 3], got [4, 1]");
  REQUIRE_ERROR(binary_cross_entropy(x, column),
                "[binary_cross_entropy] expected a target [4, 3], got [4, 1]");
  REQUIRE_ERROR(cosine_loss(x, column), "[cosine_loss] expected a target [4, 3], got [4, 1]");
  REQUIRE_ERROR(cosine_similarity(x, column), "[cosine_similarity] expected a target [4, 3], got [4, 1]");
  REQUIRE_ERROR(cosine_similarity(Tensor::scalar(1), Tensor::scalar(1)),
                "[cosine_similarity] expected inputs [..., C], got []");
  REQUIRE_ERROR(kl_gaussian(x, column), "[kl_gaussian] expected a log variance [4, 3], got [4, 1]");
  REQUIRE_ERROR(kl_gaussian(x, x, x, column),
                "[kl_gaussian] expected a second log variance [4, 3], got [4, 1]");
  REQUIRE_ERROR(kl_gaussian(x, x, column, x), "[kl_gaussian] expected a second mean [4, 3], got [4, 1]");
  REQUIRE_ERROR(kl_gaussian(Tensor::scalar(1), Tensor::scalar(1)),
                "[kl_gaussian] expected a mean [N, ...], got []");
  REQUIRE_ERROR(mse_loss(x, x, {.weights = Tensor({3}, 1.0f)}), "[mse_loss] expected weights [4], got [3]");
  REQUIRE_ERROR(mse_loss(Tensor::scalar(1), Tensor::scalar(1), {.weights = Tensor({1}, 1.0f)}),
                "[mse_loss] expected weights [], got [1]");
}

TEST_CASE("losses refuse numbers out of range", "[losses]") {
  const Tensor x({4, 3}, 0.0f);
  const float nan = std::numeric_limits<float>::quiet_NaN(),
              infinity = std::numeric_limits<float>::infinity();
  REQUIRE_ERROR(huber_loss(x, x, 0), "[huber_loss] expected a finite delta > 0, got 0");
  REQUIRE_ERROR(huber_loss(x, x, infinity), "[huber_loss] expected a finite delta > 0, got inf");
  REQUIRE_ERROR(charbonnier_loss(x, x, -1), "[charbonnier_loss] expected a finite eps > 0, got -1");
  REQUIRE_ERROR(charbonnier_loss(x, x, nan), "[charbonnier_loss] expected a finite eps > 0, got nan");
  const LabelTensor y({4}, {0, 1, 2, 0});
  REQUIRE_ERROR(cross_entropy(x, y, {.smoothing = 1.5}),
                "[cross_entropy] expected a smoothing in [0, 1], got 1.5");
  REQUIRE_ERROR(cross_entropy(x, y, {.smoothing = nan}),
                "[cross_entropy] expected a smoothing in [0, 1], got nan");
  REQUIRE_ERROR(cross_entropy(x, LabelTensor({4}, {0, 1, 3, 0})),
                "[cross_entropy] expected labels in [0, 3), got 3");
  REQUIRE_ERROR(cross_entropy(x, LabelTensor({4}, {0, -1, 2, 0})),
                "[cross_entropy] expected labels in [0, 3), got -1");
  REQUIRE_ERROR(cross_entropy(x, LabelTensor({3}, {0, 1, 2})),
                "[cross_entropy] expected labels [4] for logits [4, 3], got [3]");
  REQUIRE_ERROR(cross_entropy(x, Tensor({4, 1}, 0.0f)),
                "[cross_entropy] expected targets [4, 3] or labels, got targets [4, 1]");
  REQUIRE_ERROR(cross_entropy(Tensor::scalar(1), LabelTensor::scalar(0)),
                "[cross_entropy] expected logits [..., C], got []");
  REQUIRE_ERROR(cross_entropy(x, y, {.weights = Tensor({4, 1}, 1.0f)}),
                "[cross_entropy] expected weights [4], got [4, 1]");
}
