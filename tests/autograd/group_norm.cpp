#include "agon/autograd/ops/group_norm.hpp"

#include <cmath>

#include "agon/autograd/grad.hpp"
#include "agon/autograd/ops/arithmetic.hpp"
#include "agon/autograd/ops/norm.hpp"
#include "agon/autograd/ops/reduce.hpp"
#include "agon/core/random.hpp"
#include "agon_test.hpp"

using namespace agon;

namespace {

void check_close(const f64::Tensor& a, const f64::Tensor& b, double bound = 1e-10) {
  REQUIRE(a.shape() == b.shape());
  double worst = 0, scale = 0;
  for (std::int64_t i = 0; i < a.size(); ++i) {
    worst = std::max(worst, std::abs(a.data()[i] - b.data()[i]));
    scale = std::max(scale, std::abs(b.data()[i]));
  }
  CHECK(worst <= bound * std::max(scale, 1.0));
}

f64::Tensor draw(const Shape& shape, const char* name) { return Random(3, name).normal<double>(shape); }

/// (x - mean) / sqrt(variance + eps) of x [samples, rows, channels], group by group.
f64::Tensor by_definition(const f64::Tensor& x, std::int64_t samples, std::int64_t groups, double eps,
                          bool centred = true) {
  const std::int64_t channels = x.dim(-1), rows = x.size() / (samples * channels), width = channels / groups;
  f64::Tensor y(x.shape());
  double* out = y.mutable_data();
  const auto each = [&](std::int64_t s, std::int64_t g, const auto& visit) {
    for (std::int64_t r = 0; r < rows; ++r)
      for (std::int64_t c = 0; c < width; ++c) visit((s * rows + r) * channels + g * width + c);
  };
  for (std::int64_t s = 0; s < samples; ++s)
    for (std::int64_t g = 0; g < groups; ++g) {
      const double n = static_cast<double>(rows * width);
      double mean = 0, variance = 0;
      if (centred) each(s, g, [&](std::int64_t i) { mean += x.data()[i] / n; });
      each(s, g, [&](std::int64_t i) { variance += std::pow(x.data()[i] - mean, 2) / n; });
      each(s, g, [&](std::int64_t i) { out[i] = (x.data()[i] - mean) / std::sqrt(variance + eps); });
    }
  return y;
}

f64::Tensor affine(const f64::Tensor& x, const f64::Tensor& gamma, const f64::Tensor& beta) {
  return (f64::Var(x) * gamma + beta).value();
}

/// The gradients of orders 1 to 3 with respect to x, gamma and beta, each along fixed directions.
template <class F>
std::vector<f64::Tensor> three_orders(const F& f, const std::vector<f64::Tensor>& at) {
  std::vector<f64::Var> inputs;
  for (const f64::Tensor& value : at) inputs.push_back(variable(value));
  f64::Var projected = sum(square(f(inputs)));
  std::vector<f64::Tensor> results;
  for (int order = 1; order <= 3; ++order) {
    const auto gradients = grad(projected, inputs, {.create_graph = order < 3, .unreached = Unreached::zero});
    f64::Var next = f64::Tensor::scalar(0);
    for (const f64::Var& gradient : gradients) {
      results.push_back(gradient.value());
      next = next + sum(gradient * draw(gradient.shape(), "direction"));
    }
    projected = next;
  }
  return results;
}

template <class F, class G>
void check_orders(const F& fused, const G& composed, const std::vector<f64::Tensor>& at) {
  const auto a = three_orders(fused, at), b = three_orders(composed, at);
  REQUIRE(a.size() == b.size());
  for (std::size_t i = 0; i < a.size(); ++i) {
    INFO("result " << i);
    check_close(a[i], b[i]);
  }
}

}  // namespace

TEST_CASE("layer, group, instance and pixel norm are what their papers say", "[autograd][group_norm]") {
  for (const Shape& shape : {Shape{3, 4, 5, 6}, Shape{1, 7, 3, 6}, Shape{4, 6}, Shape{2, 50, 41, 12}}) {
    const f64::Tensor x = draw(shape, "x"), gamma = draw({shape[-1]}, "gamma"),
                      beta = draw({shape[-1]}, "beta");
    const f64::Tensor flat = x.reshape({-1, shape[-1]});
    check_close(layer_norm(x, gamma, beta, 1e-3).value(),
                affine(by_definition(x, x.size() / shape[-1], 1, 1e-3), gamma, beta));
    check_close(group_norm(x, 3, gamma, beta, 1e-3).value(),
                affine(by_definition(x, shape[0], 3, 1e-3), gamma, beta));
    check_close(group_norm(x, 1).value(), by_definition(x, shape[0], 1, 1e-5));
    check_close(instance_norm(x, {}, beta).value(),
                affine(by_definition(x, shape[0], shape[-1], 1e-5), f64::Tensor({1}, 1.0), beta));
    check_close(pixel_norm(x, 1e-4).value(), by_definition(x, x.size() / shape[-1], 1, 1e-4, false));
  }
}

TEST_CASE("layer norm over several axes treats each sample as one", "[autograd][group_norm]") {
  const f64::Tensor x = draw({3, 2, 4, 5}, "x"), gamma = draw({2, 4, 5}, "gamma"),
                    beta = draw({2, 4, 5}, "beta");
  check_close(layer_norm(x, gamma, beta).value(), affine(by_definition(x, 3, 1, 1e-5), gamma, beta));
}

TEST_CASE("adaptive instance norm takes scale and shift from each sample's style", "[autograd][group_norm]") {
  const f64::Tensor x = draw({2, 3, 4, 2}, "x"), scale = draw({2, 2}, "scale"), shift = draw({2, 2}, "shift");
  check_close(adaptive_instance_norm(x, scale, shift).value(),
              affine(by_definition(x, 2, 2, 1e-5), scale.reshape({2, 1, 1, 2}), shift.reshape({2, 1, 1, 2})));
}

TEST_CASE("fused norms agree with their twins to third order", "[autograd][group_norm]") {
  const std::vector<f64::Tensor> at{draw({3, 2, 4, 6}, "x"), draw({6}, "gamma"), draw({6}, "beta")};
  check_orders([](const auto& x) { return group_norm(x[0], 2, x[1], x[2]); },
               [](const auto& x) { return group_norm_composed(x[0], 2, x[1], x[2]); }, at);
  check_orders([](const auto& x) { return layer_norm(x[0], x[1], x[2]); },
               [](const auto& x) { return layer_norm_composed(x[0], x[1], x[2]); }, at);
  check_orders([](const auto& x) { return batch_norm(x[0], x[1], x[2]).y; },
               [](const auto& x) { return batch_norm_composed(x[0], x[1], x[2]); }, at);
  check_orders([](const auto& x) { return pixel_norm(x[0]); },
               [](const auto& x) { return pixel_norm_composed(x[0]); }, {at[0]});
}

TEST_CASE("norms of samples refuse what does not fit", "[autograd][group_norm]") {
  const Var x = Tensor({2, 3, 4, 6}, 0.0f), six = Tensor({6}, 1.0f), five = Tensor({5}, 1.0f);
  REQUIRE_ERROR(group_norm(x, 4),
                "[group_norm] expected groups >= 1 that divide the channels of [2, 3, 4, 6], got 4");
  REQUIRE_ERROR(group_norm(x, 0), "got 0");
  REQUIRE_ERROR(group_norm(x, 2, five, six), "[group_norm] expected gamma and beta [6], got [5]");
  REQUIRE_ERROR(group_norm(x, 2, six, six, 0), "[group_norm] expected a finite eps > 0, got 0");
  REQUIRE_ERROR(group_norm(x, 2, six, six, 1e-5f, Activation::leaky_relu(-1)),
                "[group_norm] expected a finite slope >= 0, got -1");
  REQUIRE_ERROR(group_norm(Var(Tensor({0, 2, 2, 6}, 0.0f)), 2),
                "[group_norm] expected input [N, ..., C] of at least one sample, got [0, 2, 2, 6]");
  REQUIRE_ERROR(instance_norm(Var(Tensor({6}, 0.0f))),
                "[instance_norm] expected input [N, ..., C] of at least one sample, got [6]");
  REQUIRE_ERROR(
      layer_norm(x, five, five),
      "[layer_norm] expected input of at least one sample and gamma of its last axes, got [2, 3, 4, "
      "6] and [5]");
  REQUIRE_ERROR(layer_norm(x, six, five), "[layer_norm] expected gamma and beta [6], got [5]");
  REQUIRE_ERROR(
      adaptive_instance_norm(x, six, six),
      "[adaptive_instance_norm] expected scale and shift [2, 6] for input [2, 3, 4, 6], got [6] and "
      "[6]");
  REQUIRE_ERROR(pixel_norm(x, -1), "[pixel_norm] expected a finite eps > 0, got -1");
  REQUIRE_ERROR(pixel_norm(Var(Tensor::scalar(1))), "[pixel_norm] expected input [..., C] that is not empty");
}
