#include <algorithm>
#include <cmath>

#include "agon/autograd/grad.hpp"
#include "agon/autograd/ops.hpp"
#include "agon/core/random.hpp"
#include "agon_test.hpp"

using namespace agon;

namespace {

f64::Tensor draw(const Shape& shape, std::uint64_t seed = 1) {
  return Random(seed, "pool").uniform<double>(shape, -1, 1);
}

double largest_difference(const f64::Tensor& a, const f64::Tensor& b) {
  REQUIRE(a.shape() == b.shape());
  double worst = 0;
  for (std::int64_t i = 0; i < a.size(); ++i) worst = std::max(worst, std::abs(a.data()[i] - b.data()[i]));
  return worst;
}

struct Window {
  std::int64_t top, bottom, left, right;
};

/// For every result: f(the elements of the window that lie in the picture, the window).
template <class Windows, class F>
f64::Tensor pooled(const f64::Tensor& x, const Size2& size, const Windows& window, const F& f) {
  f64::Tensor y({x.dim(0), size.height, size.width, x.dim(3)});
  double* out = y.mutable_data();
  for (std::int64_t n = 0; n < x.dim(0); ++n)
    for (std::int64_t oh = 0; oh < size.height; ++oh)
      for (std::int64_t ow = 0; ow < size.width; ++ow)
        for (std::int64_t c = 0; c < x.dim(3); ++c) {
          const Window at = window(oh, ow);
          std::vector<double> inside;
          for (std::int64_t h = std::max<std::int64_t>(at.top, 0); h < std::min(at.bottom, x.dim(1)); ++h)
            for (std::int64_t w = std::max<std::int64_t>(at.left, 0); w < std::min(at.right, x.dim(2)); ++w)
              inside.push_back(x.at({n, h, w, c}));
          *out++ = f(inside, at);
        }
  return y;
}

double total(const std::vector<double>& values) {
  double sum = 0;
  for (double value : values) sum += value;
  return sum;
}
double largest(const std::vector<double>& values, const Window&) {
  return *std::max_element(values.begin(), values.end());
}
double average(const std::vector<double>& values, const Window&) {
  return total(values) / static_cast<double>(values.size());
}

}  // namespace

TEST_CASE("avg_pool2d and max_pool2d go over windows", "[autograd][pool]") {
  const f64::Tensor x = draw({2, 7, 6, 3});
  struct Case {
    Size2 kernel, stride, padding, size;
  };
  for (const Case& c : {Case{2, 0, 0, {3, 3}}, Case{{3, 2}, {2, 1}, {1, 0}, {4, 5}}, Case{4, 3, 2, {3, 3}},
                        Case{{7, 6}, 0, 0, {1, 1}}, Case{1, 2, 0, {4, 3}}}) {
    const Size2 stride = c.stride == Size2(0) ? c.kernel : c.stride;
    const auto window = [&](std::int64_t oh, std::int64_t ow) {
      const std::int64_t top = oh * stride.height - c.padding.height,
                         left = ow * stride.width - c.padding.width;
      return Window{top, top + c.kernel.height, left, left + c.kernel.width};
    };
    CAPTURE(to_string(c.kernel));
    CHECK(largest_difference(avg_pool2d(x, {c.kernel, c.stride, c.padding}).value(),
                             pooled(x, c.size, window, [](const auto& inside, const Window& w) {
                               return total(inside) /
                                      static_cast<double>((w.bottom - w.top) * (w.right - w.left));
                             })) < 1e-14);
    CHECK(largest_difference(avg_pool2d(x, {c.kernel, c.stride, c.padding, false}).value(),
                             pooled(x, c.size, window, average)) < 1e-14);
    CHECK(equal(max_pool2d(x, {c.kernel, c.stride, c.padding}).value(), pooled(x, c.size, window, largest)));
  }
}

TEST_CASE("adaptive pooling covers the picture with windows", "[autograd][pool]") {
  const f64::Tensor x = draw({2, 7, 5, 3});
  for (const Size2 size : {Size2(3, 2), Size2(7, 5), Size2(1, 1), Size2(10, 3)}) {
    const auto window = [&](std::int64_t oh, std::int64_t ow) {
      const auto begin = [](std::int64_t o, std::int64_t in, std::int64_t out) {
        return static_cast<std::int64_t>(std::floor(static_cast<double>(o * in) / static_cast<double>(out)));
      };
      const auto end = [](std::int64_t o, std::int64_t in, std::int64_t out) {
        return static_cast<std::int64_t>(
            std::ceil(static_cast<double>((o + 1) * in) / static_cast<double>(out)));
      };
      return Window{begin(oh, 7, size.height), end(oh, 7, size.height), begin(ow, 5, size.width),
                    end(ow, 5, size.width)};
    };
    CAPTURE(to_string(size));
    CHECK(largest_difference(adaptive_avg_pool2d(x, size).value(), pooled(x, size, window, average)) < 1e-14);
    CHECK(equal(adaptive_max_pool2d(x, size).value(), pooled(x, size, window, largest)));
  }
}

TEST_CASE("global pooling leaves one number a channel", "[autograd][pool]") {
  const Tensor x({1, 2, 2, 2}, {1, 8, 2, 7, 3, 6, 6, 5});
  CHECK(equal(global_avg_pool(x).value(), Tensor({1, 2}, {3, 6.5})));
  CHECK(equal(global_sum_pool(x).value(), Tensor({1, 2}, {12, 26})));
  CHECK(equal(global_max_pool(x).value(), Tensor({1, 2}, {6, 8})));
  CHECK(global_max_pool(Tensor::zeros({0, 2, 2, 3})).shape() == Shape{0, 3});
}

TEST_CASE("the gradient of a maximum goes to the first of equals", "[autograd][pool]") {
  const Var x = variable(Tensor({1, 2, 4, 1}, {5, 5, 1, 1, 5, 2, 1, 3}));
  const auto gradient = grad(sum(max_pool2d(x, {.kernel = 2})), {x})[0];
  CHECK(equal(gradient.value(), Tensor({1, 2, 4, 1}, {1, 0, 0, 0, 0, 0, 0, 1})));
  // Where windows overlap, gradients add up.
  const Var y = variable(Tensor({1, 1, 3, 1}, {1, 9, 2}));
  const auto both = grad(sum(max_pool2d(y, {.kernel = {1, 2}, .stride = 1})), {y})[0];
  CHECK(equal(both.value(), Tensor({1, 1, 3, 1}, {0, 2, 0})));
}

TEST_CASE("pooling is differentiable to third order", "[autograd][pool]") {
  const f64::Var x = variable(draw({1, 4, 4, 2}));
  const f64::Var y = sum(pow(max_pool2d(x, {.kernel = 2}), 3));
  const f64::Var first = grad(y, {x}, {.create_graph = true})[0];
  const f64::Var second = grad(sum(first), {x}, {.create_graph = true})[0];
  const auto third = grad(sum(second), {x})[0].value();
  for (std::int64_t i = 0; i < third.size(); ++i)
    CHECK(third.data()[i] == Approx(first.value().data()[i] == 0 ? 0 : 6));
}

TEST_CASE("pooling says what does not fit", "[autograd][pool]") {
  const Tensor x = Tensor::zeros({1, 3, 4, 2});
  REQUIRE_ERROR(avg_pool2d(Tensor::zeros({3, 4}), {.kernel = 2}),
                "[avg_pool2d] expected input [N, H, W, C] of at least one pixel, got [3, 4]");
  REQUIRE_ERROR(avg_pool2d(x, {}), "[avg_pool2d] expected kernel >= 1, got 0x0");
  REQUIRE_ERROR(avg_pool2d(x, {.kernel = 2, .stride = {1, -1}}),
                "[avg_pool2d] expected stride >= 1, or 0 for the kernel's size, got 1x-1");
  REQUIRE_ERROR(max_pool2d(x, {.kernel = {3, 2}, .padding = {1, 2}}),
                "[max_pool2d] expected padding >= 0 and at most half of kernel 3x2, got 1x2");
  REQUIRE_ERROR(
      max_pool2d(x, {.kernel = {6, 2}, .padding = {1, 0}}),
      "[max_pool2d] expected padded pictures of at least kernel 6x2 with padding 1x0, got [1, 3, 4, 2]");
  REQUIRE_ERROR(adaptive_avg_pool2d(x, {0, 1}),
                "[adaptive_avg_pool2d] expected a size of at least 1x1, got 0x1");
  REQUIRE_ERROR(adaptive_max_pool2d(Tensor::zeros({1, 0, 4, 2}), 1),
                "[adaptive_max_pool2d] expected input [N, H, W, C] of at least one pixel, got [1, 0, 4, 2]");
  REQUIRE_ERROR(global_max_pool(Tensor::zeros({1, 0, 4, 2})), "[global_max_pool] expected input");
}
