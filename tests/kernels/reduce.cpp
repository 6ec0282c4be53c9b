#include "agon/kernels/reduce.hpp"

#include <limits>

#include "agon/kernels/map.hpp"
#include "kernels/kernel_test.hpp"

using namespace agon;
using namespace kernel_test;

namespace {

template <class T>
std::vector<double> naive_sum(const BasicTensor<T>& x, const std::vector<int>& axes, Shape& shape,
                              bool keep) {
  std::vector<bool> summed(8, false);
  for (int axis : axes) summed[static_cast<std::size_t>(axis < 0 ? axis + x.rank() : axis)] = true;
  shape = Shape{};
  for (int d = 0; d < x.rank(); ++d) {
    if (!summed[static_cast<std::size_t>(d)])
      shape.push_back(x.dim(d));
    else if (keep)
      shape.push_back(1);
  }
  std::vector<double> y(static_cast<std::size_t>(shape.size()), 0.0);
  for (std::int64_t i = 0; i < x.size(); ++i) {
    std::int64_t rest = i, target = 0, stride = 1;
    for (int d = x.rank() - 1; d >= 0; --d) {
      const std::int64_t coordinate = rest % x.dim(d);
      rest /= x.dim(d);
      if (summed[static_cast<std::size_t>(d)]) continue;
      target += coordinate * stride;
      stride *= x.dim(d);
    }
    y[static_cast<std::size_t>(target)] += static_cast<double>(x.data()[i]);
  }
  return y;
}

struct Sample {
  Shape shape;
  std::vector<int> axes;
};

const Sample samples[] = {
    {{}, {}},
    {{1}, {0}},
    {{7}, {0}},
    {{100003}, {0}},
    {{5, 3}, {}},
    {{6, 9}, {0}},
    {{6, 9}, {1}},
    {{6, 9}, {-1, 0}},
    {{300, 2}, {0}},
    {{3001, 5}, {0}},
    {{2, 3, 4, 5}, {0, 2}},
    {{2, 3, 4, 5}, {1, 3}},
    {{2, 3, 4, 5}, {1, 2}},
    {{9, 14, 14, 20}, {0, 1, 2}},
    {{4, 40000}, {1}},
    {{40000, 4}, {1}},
    {{3, 7000}, {0}},
    {{200, 700}, {0}},
    {{3, 500, 70}, {1}},
    {{1, 5, 1}, {0, 2}},
    {{0, 3}, {0}},
    {{3, 0}, {0}},
};

}  // namespace

TEMPLATE_TEST_CASE("sums over any axes agree with loops", "[kernels]", float, double) {
  using T = TestType;
  on_every_isa([] {
    for (const Sample& s : samples)
      for (const bool keep : {false, true}) {
        const auto x = numbers<T>(s.shape, 5);
        CAPTURE(to_string(s.shape), s.axes, keep);
        Shape shape;
        const auto expected = naive_sum(x, s.axes, shape, keep);
        const auto y = kernels::sum(x, s.axes, keep);
        CHECK(y.shape() == shape);
        CHECK(relative_error(y, expected) < bound<T> / 10);
      }
  });
}

TEST_CASE("sums of floats lose no digits", "[kernels]") {
  // Added one by one in float, these stop growing at 2^24.
  const Tensor ones({1 << 25}, 1.f);
  const std::vector<int> all{0};
  on_every_isa([&] {
    CHECK(kernels::sum(ones, all).item() == 33554432.f);
    CHECK(kernels::sum(ones.reshape({-1, 2}), all).values()[1] == 16777216.f);
    CHECK(kernels::sum_of_squares(ones) == 33554432.0);
  });
}

TEST_CASE("sums give the same bits on any number of threads", "[kernels]") {
  on_every_isa([] {
    for (const Sample& s : samples) {
      const auto x = numbers<float>(s.shape, 5);
      CAPTURE(to_string(s.shape), s.axes);
      CHECK(same_on_any_threads([&] { return kernels::sum(x, s.axes); }));
      CHECK(same_on_any_threads([&] { return f64::Tensor::scalar(kernels::sum_of_squares(x)); }));
    }
  });
}

TEST_CASE("sum_of_squares and all_finite look at every element", "[kernels]") {
  on_every_isa([] {
    for (const std::int64_t n : {std::int64_t{1}, std::int64_t{63}, std::int64_t{64}, std::int64_t{50001}}) {
      Tensor x = numbers<float>({n});
      double expected = 0;
      for (float v : x.values()) expected += static_cast<double>(v) * static_cast<double>(v);
      CHECK(kernels::sum_of_squares(x) == agon_test::Approx(expected).epsilon(1e-12));
      CHECK(kernels::all_finite(x));
      for (const std::int64_t at : {std::int64_t{0}, n / 2, n - 1})
        for (const float bad :
             {std::numeric_limits<float>::infinity(), std::numeric_limits<float>::quiet_NaN()}) {
          Tensor y = x;
          y.mutable_data()[at] = bad;
          CHECK_FALSE(kernels::all_finite(y));
        }
    }
    CHECK(kernels::all_finite(Tensor({3}, std::numeric_limits<float>::max())));
  });
}

TEST_CASE("sum says what is wrong with its axes", "[kernels]") {
  const Tensor x({2, 3}, 1.f);
  REQUIRE_ERROR(kernels::sum(x, std::vector<int>{2}), "[sum]");
  REQUIRE_ERROR(kernels::sum(x, std::vector<int>{1, -1}), "[sum] expected different axes, got -1 twice");
}

TEMPLATE_TEST_CASE("largest and smallest find what a search does", "[kernels]", float, double) {
  for (const Sample& s : samples) {
    const auto x = numbers<TestType>(s.shape, 5);
    CAPTURE(to_string(s.shape), s.axes);
    if (x.size() == 0) continue;
    for (const bool keep : {false, true}) {
      const auto most = kernels::largest(x, s.axes, keep), least = kernels::smallest(x, s.axes, keep);
      const auto kept = kernels::largest(x, s.axes, true);
      CHECK(most.shape() == kernels::sum(x, s.axes, keep).shape());
      // Nothing is larger, and every group holds its largest one.
      const auto reached = kernels::map(
          "test", [](auto v, auto m) { return select(v > m, 1000, select(v == m, 1, 0 * v)); }, x, kept);
      const auto counts = kernels::sum(reached, s.axes);
      for (const TestType count : counts.values()) CHECK((count >= 1 && count < 1000));
      const auto negated = kernels::map(
          "test", [](auto v) { return -v; }, x);
      CHECK(equal(least, kernels::map(
                             "test", [](auto v) { return -v; }, kernels::largest(negated, s.axes, keep))));
    }
    CHECK(same_on_any_threads([&] { return kernels::largest(x, s.axes); }));
  }
}

TEST_CASE("largest and smallest let NaN win, and need an element", "[kernels]") {
  const float nan = std::numeric_limits<float>::quiet_NaN(), inf = std::numeric_limits<float>::infinity();
  for (const std::int64_t n : {3, 40})
    for (const std::int64_t at : {std::int64_t{0}, std::int64_t{1}, n - 1}) {
      Tensor x({2, n}, -inf);
      x.mutable_data()[at] = nan;
      CHECK(std::isnan(kernels::largest(x, std::vector<int>{1}).at({0})));
      CHECK(kernels::largest(x, std::vector<int>{1}).at({1}) == -inf);
      CHECK(std::isnan(kernels::smallest(x, std::vector<int>{0}).at({at})));
    }
  REQUIRE_ERROR(kernels::largest(Tensor(Shape{2, 0}), std::vector<int>{1}),
                "[max] expected at least one element along the axes, got [2, 0]");
  REQUIRE_ERROR(kernels::smallest(Tensor(Shape{0}), std::vector<int>{0}), "[min] expected at least one");
  CHECK(kernels::largest(Tensor(Shape{0, 3}), std::vector<int>{1}).shape() == Shape{0});
  REQUIRE_ERROR(kernels::largest(Tensor({2, 3}, 1.f), std::vector<int>{1, -1}),
                "[max] expected different axes, got -1 twice");
}
