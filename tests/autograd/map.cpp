#include "agon/autograd/ops/map.hpp"

#include <cmath>

#include "agon/autograd/grad.hpp"
#include "agon/autograd/gradcheck.hpp"
#include "agon/autograd/ops.hpp"
#include "agon/core/random.hpp"
#include "agon/nn/parameter.hpp"
#include "agon_test.hpp"

using namespace agon;

namespace {

const auto swish = [](auto x) { return x * sigmoid(x); };

f64::Tensor numbers(const Shape& shape) { return Random(3, "map").uniform<double>(shape, -1, 1); }

/// The derivative of order n of f at x, by asking for gradients n times.
template <class F>
f64::Tensor derivative(const F& f, const f64::Tensor& at, int n) {
  const f64::Var x = variable(at);
  f64::Var y = map(f, x);
  for (int i = 0; i < n; ++i) y = grad(sum(y), {x}, {.create_graph = true})[0];
  return y.value();
}

}  // namespace

TEST_CASE("a map takes variables, tensors and parameters, in both precisions", "[map]") {
  const Tensor a({3}, {1, 2, 3}), b({1}, 2.0f);
  const auto times = [](auto x, auto y) { return x * y; };
  CHECK(equal(map(times, a, variable(b)).value(), Tensor({3}, {2, 4, 6})));
  CHECK(equal(map(times, BasicParameter<float>(a, {}), b).value(), Tensor({3}, {2, 4, 6})));
  CHECK(equal(map(times, cast<double>(a), variable(cast<double>(b))).value(), f64::Tensor({3}, {2, 4, 6})));
  CHECK(map(times, Tensor({0, 3}), a).shape() == Shape{0, 3});
}

TEST_CASE("a map's lambda captures numbers and returns plain ones too", "[map]") {
  const float slope = 0.5f;
  const double shift = 1;
  const Var x = variable(Tensor({2}, {-2, 2}));
  const Var y = map([slope, shift](auto v) { return select(v > 0, v, slope * v) + shift; }, x);
  CHECK(equal(y.value(), Tensor({2}, {0, 3})));
  CHECK(equal(map([](auto) { return 3; }, x).value(), Tensor({2}, 3.0f)));
  CHECK(equal(grad(sum(map([](auto) { return 3; }, x) + x), {x})[0].value(), Tensor({2}, 1.0f)));
}

TEST_CASE("derivatives of a map are right to the third order, and the fourth is refused by name", "[map]") {
  const f64::Tensor x({3}, {-0.7, 0.1, 1.3});
  const auto cube = [](auto v) { return exp(2 * v); };
  for (int order = 0; order <= 3; ++order) {
    const f64::Tensor got = derivative(cube, x, order);
    for (std::size_t i = 0; i < 3; ++i)
      CHECK(got.values()[i] ==
            agon_test::Approx(std::pow(2, order) * std::exp(2 * x.values()[i])).epsilon(1e-12));
  }
  const f64::Var v = variable(x);
  f64::Var y = map("swish", swish, v);
  for (int i = 0; i < 3; ++i) y = grad(sum(y), {v}, {.create_graph = true})[0];
  REQUIRE_ERROR(grad(sum(y), {v}), "[swish] has no gradient with respect to its input 0 at this order");
}

TEST_CASE("mixed third derivatives of a map pass a gradient check of their own", "[map]") {
  const auto f = [](auto a, auto b, auto c) { return tanh(a * b) * exp(c) + a / (2 + b * c); };
  const auto first = [&](const std::vector<f64::Var>& x) {
    const f64::Var b = x[1].tracked() ? x[1] : variable(x[1].value());
    return grad(sum(map(f, x[0], b, x[2])), {b}, {.create_graph = true})[0];
  };
  CHECK(gradcheck(first, {numbers({4, 3}), numbers({4, 3}), numbers({4, 3})}));
}

TEST_CASE("what is zero everywhere is not computed: a gradient that is straight in its input ends there",
          "[map]") {
  const Var x = variable(Tensor({2}, {-1, 2}));
  const Var y = map([](auto v) { return select(v > 0, v, 0.1 * v); }, x);
  const Var slope = grad(sum(y), {x}, {.create_graph = true})[0];
  CHECK(equal(slope.value(), Tensor({2}, {0.1f, 1.0f})));
  CHECK(equal(grad(sum(slope), {x}, {.unreached = Unreached::zero})[0].value(), Tensor({2}, 0.0f)));
}

TEST_CASE("a trace finds what derivatives read and which are zero", "[map]") {
  const auto traced = [](const auto& f) {
    return kernels::map_trace(kernels::map_function<float, 2>("f", f));
  };
  const Trace sum_trace = traced([](auto a, auto b) { return a - 2 * b; });
  CHECK(sum_trace.slopes == 3);
  CHECK(sum_trace.keeps == 0);
  CHECK(sum_trace.curved == 0);
  const Trace product = traced([](auto a, auto b) { return a * b; });
  CHECK(product.keeps == 3);
  CHECK(product.curved == 3);
  const Trace chosen = traced([](auto g, auto y) { return select(y > 0, g, 3 * g); });
  CHECK(chosen.slopes == 1);
  CHECK(chosen.keeps == 2);
  CHECK(chosen.curved == 0);
  const Trace scaled = traced([](auto g, auto y) { return g * exp(y) * sign(g); });
  CHECK(scaled.slopes == 3);
  CHECK(scaled.keeps == 3);
}

TEST_CASE("a gradient check sees the kinks inside a map", "[map]") {
  f64::Tensor x = numbers({20});
  for (double& value : x.mutable_values()) value += value < 0 ? -0.2 : 0.2;
  x.mutable_data()[3] = 1e-7;
  const auto kinked = [](const std::vector<f64::Var>& v) {
    return map([](auto a) { return select(a > 0, a * a, -3 * a); }, v[0]);
  };
  const GradcheckResult result = gradcheck(kinked, {x}, {.elements = 20});
  CHECK(result);
  CHECK(result.checked < 3 * 20);
}

TEST_CASE("a map names itself where shapes do not broadcast or a tensor is undefined", "[map]") {
  const auto times = [](auto x, auto y) { return x * y; };
  REQUIRE_ERROR(map("mine", times, Tensor({2, 3}, 1.f), Tensor({2}, 1.f)),
                "[mine] expected shapes that broadcast, got [2, 3] and [2]");
  REQUIRE_ERROR(map("mine", times, Tensor({2}, 1.f), Var{}), "[mine] expected a defined tensor");
}
