#include "agon/kernels/movement.hpp"

#include <algorithm>

#include "agon/kernels/map.hpp"
#include "kernels/kernel_test.hpp"

using namespace agon;
using namespace kernel_test;

namespace {

template <class T>
BasicTensor<T> naive_transpose(const BasicTensor<T>& x, const std::vector<int>& order) {
  Shape shape;
  for (int axis : order) shape.push_back(x.dim(axis));
  BasicTensor<T> y(shape);
  for (std::int64_t i = 0; i < y.size(); ++i) {
    std::int64_t at[8] = {}, rest = i, offset = 0;
    for (int d = y.rank() - 1; d >= 0; --d) {
      at[order[static_cast<std::size_t>(d)]] = rest % y.dim(d);
      rest /= y.dim(d);
    }
    for (int d = 0; d < x.rank(); ++d) offset = offset * x.dim(d) + at[d];
    y.mutable_data()[i] = x.data()[offset];
  }
  return y;
}

}  // namespace

TEST_CASE("transpose moves every element", "[kernels]") {
  const Shape shapes[] = {{2, 3, 4}, {17, 1, 33}, {40, 50, 20}, {1, 1, 5}, {0, 2, 3}};
  on_every_isa([&] {
    for (const Shape& shape : shapes) {
      std::vector<int> order{0, 1, 2};
      do {
        CAPTURE(to_string(shape), order);
        const auto x = numbers<float>(shape);
        CHECK(equal(kernels::transpose(x, order), naive_transpose(x, order)));
        CHECK(same_on_any_threads([&] { return kernels::transpose(x, order); }));
      } while (std::next_permutation(order.begin(), order.end()));
    }
    const auto images = numbers<double>({3, 5, 6, 7});
    const std::vector<int> order{0, 3, 1, 2}, back{0, 2, 3, 1};
    CHECK(equal(kernels::transpose(images, order), naive_transpose(images, order)));
    CHECK(equal(kernels::transpose(kernels::transpose(images, order), back), images));
    CHECK(kernels::transpose(Tensor::scalar(3), std::vector<int>{}).item() == 3);
  });
  REQUIRE_ERROR(kernels::transpose(numbers<float>({2, 3}), std::vector<int>{0, 0}),
                "[transpose] expected a permutation of the axes of [2, 3], got [0, 0]");
  REQUIRE_ERROR(kernels::transpose(numbers<float>({2, 3}), std::vector<int>{0}), "got [0]");
}

TEST_CASE("broadcast_to repeats as adding to zeros does", "[kernels]") {
  const std::pair<Shape, Shape> shapes[] = {{{}, {3, 4}},           {{4}, {3, 4}},        {{3, 1}, {3, 40}},
                                            {{2, 1, 5}, {2, 7, 5}}, {{1, 1}, {200, 300}}, {{2, 3}, {2, 3}}};
  on_every_isa([&] {
    for (const auto& [from, to] : shapes) {
      CAPTURE(to_string(from), to_string(to));
      const auto x = numbers<float>(from);
      CHECK(equal(kernels::broadcast_to(x, to),
                  kernels::map(
                      "add", [](auto a, auto b) { return a + b; }, x, Tensor::zeros(to))));
    }
  });
  REQUIRE_ERROR(kernels::broadcast_to(numbers<float>({3}), {3, 4}),
                "[broadcast_to] expected a shape that broadcasts to [3, 4], got [3]");
  REQUIRE_ERROR(kernels::broadcast_to(numbers<float>({1, 3}), {3}), "got [1, 3]");
}

TEST_CASE("slice, slice_scatter and concat undo one another", "[kernels]") {
  on_every_isa([] {
    for (const Shape& shape : {Shape{6, 4, 5}, Shape{200, 9, 30}})
      for (const int axis : {0, 1, 2, -1}) {
        CAPTURE(to_string(shape), axis);
        const auto x = numbers<float>(shape);
        const std::int64_t size = shape[axis];
        const Tensor parts[] = {kernels::slice(x, axis, 0, 1), kernels::slice(x, axis, 1, size - 2),
                                kernels::slice(x, axis, size - 2, size)};
        CHECK(parts[1].dim(axis) == size - 3);
        CHECK(equal(kernels::concat<float>(parts, axis), x));
        Tensor total = Tensor::zeros(shape);
        std::int64_t begin = 0;
        for (const Tensor& part : parts) {
          kernels::accumulate(total, kernels::slice_scatter(part, shape, axis, begin));
          begin += part.dim(axis);
        }
        CHECK(equal(total, x));
      }
    CHECK(equal(kernels::slice(Tensor({2, 3}, {1, 2, 3, 4, 5, 6}), 1, 1, 3), Tensor({2, 2}, {2, 3, 5, 6})));
    CHECK(kernels::slice(Tensor({2, 3}, 1.f), 1, 2, 2).shape() == Shape{2, 0});
  });
}

TEST_CASE("flip reads backwards", "[kernels]") {
  const Tensor x({2, 3}, {1, 2, 3, 4, 5, 6});
  on_every_isa([&] {
    CHECK(equal(kernels::flip(x, std::vector<int>{1}), Tensor({2, 3}, {3, 2, 1, 6, 5, 4})));
    CHECK(equal(kernels::flip(x, std::vector<int>{0}), Tensor({2, 3}, {4, 5, 6, 1, 2, 3})));
    CHECK(equal(kernels::flip(x, std::vector<int>{0, -1}), Tensor({2, 3}, {6, 5, 4, 3, 2, 1})));
    CHECK(equal(kernels::flip(x, std::vector<int>{}), x));
    const auto pictures = numbers<double>({5, 40, 30, 7});
    const auto mirrored = kernels::flip(pictures, std::vector<int>{2});
    bool right = true;
    for (std::int64_t row = 0; row < 5 * 40; ++row)
      for (std::int64_t w = 0; w < 30; ++w)
        for (std::int64_t c = 0; c < 7; ++c)
          right = right &&
                  mirrored.data()[(row * 30 + w) * 7 + c] == pictures.data()[(row * 30 + 29 - w) * 7 + c];
    CHECK(right);
    CHECK(equal(kernels::flip(mirrored, std::vector<int>{2}), pictures));
  });
  CHECK(kernels::flip(Tensor(Shape{0, 3}), std::vector<int>{0, 1}).shape() == Shape{0, 3});
  REQUIRE_ERROR(kernels::flip(x, std::vector<int>{1, -1}), "[flip] expected different axes, got -1 twice");
  REQUIRE_ERROR(kernels::flip(x, std::vector<int>{2}), "[flip]");
}

TEST_CASE("roll moves elements around an axis", "[kernels]") {
  const Tensor x({2, 3}, {1, 2, 3, 4, 5, 6});
  CHECK(equal(kernels::roll(x, 1, 1), Tensor({2, 3}, {3, 1, 2, 6, 4, 5})));
  CHECK(equal(kernels::roll(x, -1, -1), Tensor({2, 3}, {2, 3, 1, 5, 6, 4})));
  CHECK(equal(kernels::roll(x, 0, 7), Tensor({2, 3}, {4, 5, 6, 1, 2, 3})));
  CHECK(equal(kernels::roll(x, 1, -6), x));
  CHECK(kernels::roll(Tensor(Shape{0, 3}), 0, 2).shape() == Shape{0, 3});
  REQUIRE_ERROR(kernels::roll(x, 2, 1), "[roll]");
}

TEST_CASE("slices and joins say what does not fit", "[kernels]") {
  const auto x = numbers<float>({2, 3}), y = numbers<float>({3, 3});
  REQUIRE_ERROR(kernels::slice(x, 1, 1, 4),
                "[slice] expected a range inside [0, 3) along axis 1, got [1, 4)");
  REQUIRE_ERROR(kernels::slice(x, 1, 2, 1), "got [2, 1)");
  REQUIRE_ERROR(kernels::slice_scatter(x, {2, 4}, 1, 2),
                "[slice_scatter] expected a part of [2, 4] along axis 1");
  const Tensor both[] = {x, y};
  REQUIRE_ERROR(kernels::concat<float>(both, 1), "[concat] expected [2, 3] but for axis 1, got [3, 3]");
  REQUIRE_ERROR(kernels::concat<float>({}, 1), "[concat] expected at least one tensor, got none");
}
