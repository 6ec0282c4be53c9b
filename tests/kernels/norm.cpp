#include "agon/kernels/norm.hpp"

#include "agon/kernels/softmax.hpp"
#include "kernels/kernel_test.hpp"

using namespace agon;
using namespace kernel_test;

namespace {

struct Statistics {
  std::vector<double> mean, variance;
};

std::size_t at(std::int64_t i) { return static_cast<std::size_t>(i); }

template <class T>
Statistics statistics_of(const BasicTensor<T>& x) {
  const std::int64_t channels = x.dim(-1), rows = x.size() / channels;
  const double n = static_cast<double>(rows);
  Statistics s{std::vector<double>(at(channels)), std::vector<double>(at(channels))};
  for (std::int64_t i = 0; i < x.size(); ++i)
    s.mean[at(i % channels)] += static_cast<double>(x.data()[i]) / n;
  for (std::int64_t i = 0; i < x.size(); ++i) {
    const double distance = static_cast<double>(x.data()[i]) - s.mean[at(i % channels)];
    s.variance[at(i % channels)] += distance * distance / n;
  }
  return s;
}

const Shape shapes[] = {{1, 3},       {2, 1},           {7, 5},    {64, 100},
                        {5, 3, 4, 6}, {33, 14, 14, 24}, {9000, 3}, {6, 2000}};
constexpr double eps = 1e-5;

}  // namespace

TEMPLATE_TEST_CASE("batch norm and its gradient agree with loops", "[kernels]", float, double) {
  using T = TestType;
  on_every_isa([] {
    for (const Shape& shape : shapes) {
      CAPTURE(to_string(shape));
      const std::int64_t channels = shape[-1], rows = shape.size() / channels;
      const double n = static_cast<double>(rows);
      const auto x = numbers<T>(shape, 1), gy = numbers<T>(shape, 2), gamma = numbers<T>({channels}, 3),
                 beta = numbers<T>({channels}, 4);
      const Statistics s = statistics_of(x);
      std::vector<double> y, inv_std, ggamma(at(channels)), gbeta(at(channels)), gx;
      for (double v : s.variance) inv_std.push_back(1 / std::sqrt(v + eps));
      const auto xhat = [&](std::int64_t i) {
        return (static_cast<double>(x.data()[i]) - s.mean[at(i % channels)]) * inv_std[at(i % channels)];
      };
      for (std::int64_t i = 0; i < x.size(); ++i) {
        const std::size_t c = at(i % channels);
        y.push_back(xhat(i) * static_cast<double>(gamma.values()[c]) + static_cast<double>(beta.values()[c]));
        ggamma[c] += static_cast<double>(gy.data()[i]) * xhat(i);
        gbeta[c] += static_cast<double>(gy.data()[i]);
      }
      for (std::int64_t i = 0; i < x.size(); ++i) {
        const std::size_t c = at(i % channels);
        gx.push_back(static_cast<double>(gamma.values()[c]) * inv_std[c] *
                     (static_cast<double>(gy.data()[i]) - gbeta[c] / n - xhat(i) * ggamma[c] / n));
      }
      const auto result = kernels::batch_norm(x, gamma, beta, eps);
      CHECK(relative_error(result.mean, s.mean) < bound<T>);
      CHECK(relative_error(result.variance, s.variance) < bound<T>);
      CHECK(relative_error(result.inv_std, inv_std) < bound<T>);
      CHECK(relative_error(result.y, y) < bound<T>);
      const auto gradients = kernels::batch_norm_grad(gy, x, gamma, result.mean, result.inv_std);
      CHECK(relative_error(gradients.ggamma, ggamma) < 5 * bound<T>);
      CHECK(relative_error(gradients.gbeta, gbeta) < bound<T>);
      // The exact gradient of one or two rows is all but 0, and what is left is rounding.
      if (rows > 2) CHECK(relative_error(gradients.gx, gx) < 20 * bound<T>);
    }
  });
}

TEST_CASE("batch norm keeps a small spread around a large mean", "[kernels]") {
  on_every_isa([] {
    f64::Tensor x({20000, 2});
    for (std::int64_t i = 0; i < x.size(); ++i) x.mutable_data()[i] = 1e8 + static_cast<double>(i / 2 % 2);
    const auto result = kernels::batch_norm(x, f64::Tensor({2}, 1.0), f64::Tensor({2}, 0.0), 0.0);
    CHECK(result.mean.values()[0] == agon_test::Approx(1e8 + 0.5).epsilon(1e-15));
    CHECK(result.variance.values()[1] == agon_test::Approx(0.25).epsilon(1e-9));
    CHECK(result.y.values()[0] == agon_test::Approx(-1.0).epsilon(1e-6));
  });
}

TEST_CASE("batch norm gives the same bits on any number of threads", "[kernels]") {
  on_every_isa([] {
    for (const Shape& shape : shapes) {
      const auto x = numbers<float>(shape, 1), gy = numbers<float>(shape, 2);
      const Tensor gamma = numbers<float>({shape[-1]}, 3);
      const auto result = kernels::batch_norm(x, gamma, gamma, eps);
      CHECK(same_on_any_threads([&] { return kernels::batch_norm(x, gamma, gamma, eps).y; }));
      CHECK(same_on_any_threads([&] { return kernels::batch_norm(x, gamma, gamma, eps).variance; }));
      CHECK(same_on_any_threads(
          [&] { return kernels::batch_norm_grad(gy, x, gamma, result.mean, result.inv_std).gx; }));
      CHECK(same_on_any_threads(
          [&] { return kernels::batch_norm_grad(gy, x, gamma, result.mean, result.inv_std).ggamma; }));
    }
  });
}

TEST_CASE("batch norm says what does not fit", "[kernels]") {
  const auto x = numbers<float>({4, 3}), three = numbers<float>({3}), two = numbers<float>({2});
  REQUIRE_ERROR(kernels::batch_norm(x, two, three, eps), "[batch_norm] expected gamma [3], got [2]");
  REQUIRE_ERROR(kernels::batch_norm(x, three, two, eps), "[batch_norm] expected beta [3], got [2]");
  REQUIRE_ERROR(kernels::batch_norm(three, three, three, eps), "[batch_norm] expected input [N, ..., C]");
  REQUIRE_ERROR(kernels::batch_norm(Tensor(Shape{0, 3}), three, three, eps), "not empty, got [0, 3]");
  REQUIRE_ERROR(kernels::batch_norm_grad(three, x, three, three, three),
                "[batch_norm] expected a gradient [4, 3]");
}

TEMPLATE_TEST_CASE("softmax and its logarithm agree with loops", "[kernels]", float, double) {
  using T = TestType;
  on_every_isa([] {
    for (const Shape& shape :
         {Shape{1}, Shape{4, 1}, Shape{5, 10}, Shape{3, 200}, Shape{900, 37}, Shape{2, 30000}}) {
      CAPTURE(to_string(shape));
      auto x = numbers<T>(shape);
      for (T& v : x.mutable_values()) v *= 20;
      const std::int64_t columns = shape[-1];
      std::vector<double> soft, logarithm;
      for (std::int64_t row = 0; row < x.size() / columns; ++row) {
        const T* in = x.data() + row * columns;
        long double total = 0;
        for (std::int64_t j = 0; j < columns; ++j) total += std::exp(static_cast<long double>(in[j]));
        for (std::int64_t j = 0; j < columns; ++j) {
          soft.push_back(static_cast<double>(std::exp(static_cast<long double>(in[j])) / total));
          logarithm.push_back(static_cast<double>(in[j] - std::log(total)));
        }
      }
      CHECK(relative_error(kernels::softmax(x), soft) < bound<T>);
      if (columns > 1) CHECK(relative_error(kernels::log_softmax(x), logarithm) < bound<T>);
      CHECK(same_on_any_threads([&] { return kernels::softmax(x); }));
    }
  });
  const auto far = kernels::softmax(BasicTensor<T>({2}, {T(1000), T(0)}));
  CHECK(far.values()[0] == 1);
  CHECK(kernels::log_softmax(BasicTensor<T>({2}, {T(1000), T(0)})).values()[1] == T(-1000));
  CHECK(kernels::softmax(Tensor(Shape{0, 3})).shape() == Shape{0, 3});
  REQUIRE_ERROR(kernels::softmax(Tensor::scalar(1)), "[softmax] expected at least one axis, got a scalar");
}
