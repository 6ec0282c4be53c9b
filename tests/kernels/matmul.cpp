#include "agon/kernels/gemm.hpp"

#include "kernels/kernel_test.hpp"

using namespace agon;
using namespace kernel_test;

namespace {

template <class T>
std::vector<double> naive(const BasicTensor<T>& a, const BasicTensor<T>& b, bool ta, bool tb) {
  const std::int64_t m = a.dim(ta ? 1 : 0), k = a.dim(ta ? 0 : 1), n = b.dim(tb ? 0 : 1);
  std::vector<double> c(static_cast<std::size_t>(m * n), 0.0);
  for (std::int64_t i = 0; i < m; ++i)
    for (std::int64_t d = 0; d < k; ++d) {
      const double left = static_cast<double>(a.data()[ta ? d * m + i : i * k + d]);
      for (std::int64_t j = 0; j < n; ++j)
        c[static_cast<std::size_t>(i * n + j)] +=
            left * static_cast<double>(b.data()[tb ? j * k + d : d * n + j]);
    }
  return c;
}

struct Sizes {
  std::int64_t m, n, k;
};

}  // namespace

TEMPLATE_TEST_CASE("matmul agrees with loops, whatever is transposed", "[kernels]", float, double) {
  // The last ones are cut into tasks along rows, columns and depth.
  const Sizes all[] = {{1, 1, 1},     {3, 5, 7},      {1, 9, 33},     {17, 1, 40},
                       {65, 130, 19}, {401, 70, 200}, {60, 417, 201}, {30, 30, 5003}};
  on_every_backend([&] {
    for (const Sizes& s : all)
      for (const bool ta : {false, true})
        for (const bool tb : {false, true}) {
          CAPTURE(s.m, s.n, s.k, ta, tb);
          const auto a = numbers<TestType>(ta ? Shape{s.k, s.m} : Shape{s.m, s.k}, 1);
          const auto b = numbers<TestType>(tb ? Shape{s.n, s.k} : Shape{s.k, s.n}, 2);
          const auto c = kernels::matmul(a, b, ta, tb);
          CHECK(c.shape() == Shape{s.m, s.n});
          CHECK(relative_error(c, naive(a, b, ta, tb)) < product_bound<TestType>());
        }
  });
}

TEST_CASE("matmul on Eigen gives the same bits on any number of threads", "[kernels]") {
  const agon_test::UseBackend eigen(Backend::eigen);
  on_every_isa([] {
    for (const Sizes& s : {Sizes{500, 300, 200}, Sizes{64, 6272, 100}, Sizes{33, 40, 8000}}) {
      CAPTURE(s.m, s.n, s.k);
      const auto a = numbers<float>({s.m, s.k}), b = numbers<float>({s.k, s.n}, 2);
      CHECK(same_on_any_threads([&] { return kernels::matmul(a, b); }));
    }
  });
}

TEMPLATE_TEST_CASE("batch_matmul is matmul of each pair", "[kernels]", float, double) {
  struct Case {
    std::int64_t batch;
    Sizes sizes;
  };
  // Many small products, few of several threads each, and many large ones.
  const Case all[] = {
      {1, {3, 5, 7}}, {9, {2, 1, 3}}, {70, {17, 9, 8}}, {3, {150, 160, 190}}, {17, {64, 64, 65}}};
  on_every_backend([&] {
    for (const Case& c : all)
      for (const bool ta : {false, true})
        for (const bool tb : {false, true}) {
          const Sizes& s = c.sizes;
          CAPTURE(c.batch, s.m, s.n, s.k, ta, tb);
          const Shape as = ta ? Shape{c.batch, s.k, s.m} : Shape{c.batch, s.m, s.k};
          const Shape bs = tb ? Shape{c.batch, s.n, s.k} : Shape{c.batch, s.k, s.n};
          const auto a = numbers<TestType>(as, 1), b = numbers<TestType>(bs, 2);
          const auto y = kernels::batch_matmul(a, b, ta, tb);
          REQUIRE(y.shape() == Shape{c.batch, s.m, s.n});
          for (std::int64_t i = 0; i < c.batch; ++i)
            CHECK(relative_error(rows(y, i, i + 1), naive(rows(a, i, i + 1).reshape({as[1], as[2]}),
                                                          rows(b, i, i + 1).reshape({bs[1], bs[2]}), ta,
                                                          tb)) < product_bound<TestType>());
        }
  });
}

TEST_CASE("batch_matmul on Eigen gives the same bits on any number of threads", "[kernels]") {
  const agon_test::UseBackend eigen(Backend::eigen);
  for (const std::int64_t batch : {3, 40}) {
    const auto a = numbers<float>({batch, 130, 140}), b = numbers<float>({batch, 140, 150}, 2);
    CHECK(same_on_any_threads([&] { return kernels::batch_matmul(a, b); }));
  }
}

TEST_CASE("batch_matmul of nothing, and of what does not fit", "[kernels]") {
  CHECK(kernels::batch_matmul(Tensor(Shape{0, 2, 3}), Tensor(Shape{0, 3, 4})).shape() == Shape{0, 2, 4});
  CHECK(
      equal(kernels::batch_matmul(Tensor(Shape{2, 2, 0}), Tensor(Shape{2, 0, 3})), Tensor::zeros({2, 2, 3})));
  const auto a = numbers<float>({5, 2, 3});
  REQUIRE_ERROR(kernels::batch_matmul(a, a),
                "[batch_matmul] expected equal inner sizes, got [5, 2, 3] times [5, 2, 3]");
  REQUIRE_ERROR(kernels::batch_matmul(a, numbers<float>({4, 3, 2})),
                "[batch_matmul] expected two batches of as many matrices, got [5, 2, 3] and [4, 3, 2]");
  REQUIRE_ERROR(kernels::batch_matmul(a, numbers<float>({3, 2})), "got [5, 2, 3] and [3, 2]");
}

TEST_CASE("matmul of empty matrices", "[kernels]") {
  CHECK(equal(kernels::matmul(Tensor(Shape{2, 0}), Tensor(Shape{0, 3})), Tensor::zeros({2, 3})));
  CHECK(kernels::matmul(Tensor(Shape{0, 4}), numbers<float>({4, 3})).shape() == Shape{0, 3});
}

TEST_CASE("matmul says what is wrong with its shapes", "[kernels]") {
  const auto a = numbers<float>({2, 3});
  REQUIRE_ERROR(kernels::matmul(a, a), "[matmul] expected equal inner sizes, got [2, 3] times [2, 3]");
  REQUIRE_ERROR(kernels::matmul(a, numbers<float>({3, 2}), true, false), "[2, 3] transposed times [3, 2]");
  REQUIRE_ERROR(kernels::matmul(a, numbers<float>({3})),
                "[matmul] expected two matrices, got [2, 3] and [3]");
}
