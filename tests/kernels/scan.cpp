#include "agon/kernels/scan.hpp"

#include "kernels/kernel_test.hpp"

using namespace agon;
using namespace kernel_test;

TEST_CASE("cumsum adds along an axis, from either end", "[kernels]") {
  const Tensor x({2, 3}, {1, 2, 3, 4, 5, 6});
  CHECK(equal(kernels::cumsum(x, 1), Tensor({2, 3}, {1, 3, 6, 4, 9, 15})));
  CHECK(equal(kernels::cumsum(x, -1, true), Tensor({2, 3}, {6, 5, 3, 15, 11, 6})));
  CHECK(equal(kernels::cumsum(x, 0), Tensor({2, 3}, {1, 2, 3, 5, 7, 9})));
  CHECK(equal(kernels::cumsum(x, 0, true), Tensor({2, 3}, {5, 7, 9, 4, 5, 6})));
  CHECK(kernels::cumsum(Tensor(Shape{2, 0}), 1).shape() == Shape{2, 0});
  REQUIRE_ERROR(kernels::cumsum(x, 2), "[cumsum]");
  REQUIRE_ERROR(kernels::cumsum(Tensor::scalar(1), 0), "[cumsum]");
}

TEST_CASE("cumsum of many columns agrees with loops, on any number of threads", "[kernels]") {
  const auto x = numbers<float>({9, 70, 611});
  std::vector<double> expected(static_cast<std::size_t>(x.size()));
  for (std::size_t o = 0; o < 9; ++o)
    for (std::size_t j = 0; j < 611; ++j) {
      double sum = 0;
      for (std::size_t i = 0; i < 70; ++i) {
        const std::size_t at = (o * 70 + i) * 611 + j;
        expected[at] = sum += static_cast<double>(x.values()[at]);
      }
    }
  CHECK(relative_error(kernels::cumsum(x, 1), expected) < bound<float>);
  CHECK(same_on_any_threads([&] { return kernels::cumsum(x, 1); }));
  Tensor long_sum({1001}, 1.0f);
  long_sum.mutable_data()[0] = 0x1p24f;  // to which a float sum adds no 1
  CHECK(kernels::cumsum(long_sum, 0).at({1000}) == 0x1p24f + 1000);
}
