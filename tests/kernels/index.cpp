#include "agon/kernels/index.hpp"

#include <algorithm>
#include <limits>
#include <numeric>

#include "agon/kernels/reduce.hpp"
#include "kernels/kernel_test.hpp"

using namespace agon;
using namespace kernel_test;

namespace {

/// Numbers in [0, size), with many twice.
LabelTensor random_index(const Shape& shape, std::int64_t size) {
  LabelTensor index(shape);
  const auto drawn = numbers<double>(shape, 9);
  for (std::int64_t i = 0; i < index.size(); ++i)
    index.mutable_data()[i] =
        std::min(size - 1, static_cast<std::int64_t>((drawn.data()[i] + 1) / 2 * static_cast<double>(size)));
  return index;
}

}  // namespace

TEST_CASE("take chooses parts, and the axis gives way to the index", "[kernels]") {
  const Tensor x({3, 2}, {1, 2, 3, 4, 5, 6});
  CHECK(equal(kernels::take(x, LabelTensor({4}, {2, 0, 2, 1}), 0), Tensor({4, 2}, {5, 6, 1, 2, 5, 6, 3, 4})));
  CHECK(equal(kernels::take(x, LabelTensor({1, 2}, {1, 0}), -1), Tensor({3, 1, 2}, {2, 1, 4, 3, 6, 5})));
  CHECK(equal(kernels::take(x, LabelTensor::scalar(1), 0), Tensor({2}, {3, 4})));
  CHECK(kernels::take(x, LabelTensor(Shape{0}), 0).shape() == Shape{0, 2});
  REQUIRE_ERROR(kernels::take(x, LabelTensor({1}, {3}), 0), "[take] expected numbers in [0, 3), got 3");
  REQUIRE_ERROR(kernels::take(x, LabelTensor({2}, {0, -1}), 1), "[take] expected numbers in [0, 2), got -1");
  REQUIRE_ERROR(kernels::take(x, LabelTensor{}, 1), "[take] expected a defined tensor");
  REQUIRE_ERROR(kernels::take(x, LabelTensor({1}, {0}), 2), "[take]");
}

TEST_CASE("scatter_add adds what take would have taken", "[kernels]") {
  const Tensor x({4, 2}, {1, 2, 3, 4, 5, 6, 7, 8});
  CHECK(equal(kernels::scatter_add(x, LabelTensor({4}, {2, 0, 2, 2}), 0, 4),
              Tensor({4, 2}, {3, 4, 0, 0, 13, 16, 0, 0})));
  CHECK(equal(kernels::scatter_add(x, LabelTensor({2}, {1, 1}), 1, 2),
              Tensor({4, 2}, {0, 3, 0, 7, 0, 11, 0, 15})));
  CHECK(equal(kernels::scatter_add(Tensor(Shape{0, 2}), LabelTensor(Shape{0}), 0, 2), Tensor::zeros({2, 2})));
  REQUIRE_ERROR(kernels::scatter_add(x, LabelTensor({3}, {0, 1, 2}), 0, 4),
                "[scatter_add] expected x with the axes [3] at axis 0 and a size >= 0, got [4, 2] and 4");
  REQUIRE_ERROR(kernels::scatter_add(x, LabelTensor({2, 2, 2}, std::int64_t{0}), 0, 4),
                "[scatter_add] expected");
  REQUIRE_ERROR(kernels::scatter_add(x, LabelTensor({4}, {0, 1, 2, 4}), 0, 4),
                "[scatter_add] expected numbers in [0, 4), got 4");
}

TEMPLATE_TEST_CASE("scatter_add is take's adjoint, on any number of threads", "[kernels]", float, double) {
  struct Case {
    Shape x;
    int axis;
    Shape index;
    std::int64_t size;
  };
  const Case all[] = {{{7, 5}, 0, {3, 2}, 7},
                      {{50, 700}, 0, {900}, 50},
                      {{9, 300, 4}, 1, {20, 30}, 300},
                      {{40, 33}, 1, {5000}, 33},
                      {{2, 3, 600}, 0, {2000}, 2}};
  for (const Case& c : all) {
    CAPTURE(to_string(c.x), c.axis);
    const auto x = numbers<TestType>(c.x);
    const LabelTensor index = random_index(c.index, c.size);
    const auto y = kernels::take(x, index, c.axis);
    const auto g = numbers<TestType>(y.shape(), 3);
    const auto back = kernels::scatter_add(g, index, c.axis, c.size);
    REQUIRE(back.shape() == c.x);
    double forward = 0, backward = 0;
    for (std::size_t i = 0; i < y.values().size(); ++i)
      forward += static_cast<double>(y.values()[i]) * static_cast<double>(g.values()[i]);
    for (std::size_t i = 0; i < x.values().size(); ++i)
      backward += static_cast<double>(x.values()[i]) * static_cast<double>(back.values()[i]);
    CHECK(forward == agon_test::Approx(backward).epsilon(1e-5).margin(1e-3));
    CHECK(same_on_any_threads([&] { return kernels::take(x, index, c.axis); }));
    CHECK(same_on_any_threads([&] { return kernels::scatter_add(g, index, c.axis, c.size); }));
  }
}

TEST_CASE("long sums of scatter_add keep their digits", "[kernels]") {
  Tensor x({1001}, 1.0f);
  x.mutable_data()[0] = 0x1p24f;  // to which a float sum adds no 1
  const LabelTensor index({1001}, std::int64_t{1});
  CHECK(kernels::scatter_add(x, index, 0, 2).at({1}) == 0x1p24f + 1000);
}

TEST_CASE("take_along and scatter_add_along go element by element", "[kernels]") {
  const Tensor x({2, 3}, {1, 2, 3, 4, 5, 6});
  const LabelTensor index({2, 2}, {2, 0, 1, 1});
  CHECK(equal(kernels::take_along(x, index, 1), Tensor({2, 2}, {3, 1, 5, 5})));
  CHECK(equal(kernels::take_along(x, LabelTensor({1, 3}, {1, 0, 1}), 0), Tensor({1, 3}, {4, 2, 6})));
  CHECK(equal(kernels::scatter_add_along(Tensor({2, 2}, {10, 20, 30, 40}), index, -1, 3),
              Tensor({2, 3}, {20, 0, 10, 0, 70, 0})));
  CHECK(kernels::take_along(Tensor(Shape{2, 0}), LabelTensor(Shape{2, 0}), 1).shape() == Shape{2, 0});
  CHECK(kernels::scatter_add_along(Tensor(Shape{0, 2}), LabelTensor(Shape{0, 2}), 1, 3).shape() ==
        Shape{0, 3});
  const auto many = numbers<float>({70, 40, 300});
  const LabelTensor places = random_index({70, 40, 300}, 40);
  CHECK(same_on_any_threads([&] { return kernels::take_along(many, places, 1); }));
  CHECK(same_on_any_threads([&] { return kernels::scatter_add_along(many, places, 1, 41); }));
  REQUIRE_ERROR(kernels::take_along(x, LabelTensor({3, 2}, std::int64_t{0}), 1),
                "[take_along] expected an index of shape [2, 3] but for axis 1, got [3, 2]");
  REQUIRE_ERROR(kernels::take_along(x, LabelTensor({2, 1}, std::int64_t{3}), 1),
                "[take_along] expected numbers in [0, 3), got 3");
  REQUIRE_ERROR(kernels::scatter_add_along(x, index, 1, 3),
                "[scatter_add_along] expected an index of shape [2, 3] and a size >= 0, got [2, 2] and 3");
}

TEST_CASE("top_k finds what sorting does", "[kernels]") {
  const float nan = std::numeric_limits<float>::quiet_NaN();
  CHECK(equal(kernels::top_k(Tensor({2, 4}, {1, 3, 2, 3, -1, -4, -2, -3}), 3),
              LabelTensor({2, 3}, {1, 3, 2, 0, 2, 3})));
  CHECK(equal(kernels::top_k(Tensor({4}, {1, nan, 9, nan}), 3), LabelTensor({3}, {1, 3, 2})));
  const auto x = numbers<double>({300, 257});
  for (const std::int64_t k : {1, 10, 257}) {
    const LabelTensor top = kernels::top_k(x, k);
    bool right = true;
    for (std::int64_t row = 0; row < 300; ++row) {
      std::vector<std::int64_t> order(257);
      std::iota(order.begin(), order.end(), 0);
      std::stable_sort(order.begin(), order.end(), [&](std::int64_t a, std::int64_t b) {
        return x.data()[row * 257 + a] > x.data()[row * 257 + b];
      });
      right = right && std::equal(order.begin(), order.begin() + k, top.data() + row * k);
    }
    CHECK(right);
  }
  REQUIRE_ERROR(kernels::top_k(x, 0), "[top_k] expected 1 <= k <= the size of the last axis, got 0 of");
  REQUIRE_ERROR(kernels::top_k(x, 258), "got 258 of [300, 257]");
  REQUIRE_ERROR(kernels::top_k(Tensor::scalar(1), 1), "[top_k] expected");
}

TEST_CASE("one_hot marks each label", "[kernels]") {
  CHECK(equal(kernels::one_hot<float>(LabelTensor({3}, {2, 0, 2}), 3),
              Tensor({3, 3}, {0, 0, 1, 1, 0, 0, 0, 0, 1})));
  CHECK(kernels::one_hot<double>(LabelTensor({2, 3}, std::int64_t{1}), 4).shape() == Shape{2, 3, 4});
  REQUIRE_ERROR(kernels::one_hot<float>(LabelTensor({1}, {3}), 3),
                "[one_hot] expected numbers in [0, 3), got 3");
  REQUIRE_ERROR(kernels::one_hot<float>(LabelTensor({1}, {0}), 0), "[one_hot] expected classes >= 1, got 0");
}
