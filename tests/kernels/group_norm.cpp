#include "agon/kernels/group_norm.hpp"

#include "kernels/kernel_test.hpp"

using namespace agon;
using namespace kernel_test;

namespace {

constexpr double eps = 1e-5;

std::size_t at(std::int64_t i) { return static_cast<std::size_t>(i); }

/// Which mean element i of x [samples, rows, channels] belongs to, and how many elements share it.
struct Cut {
  kernels::GroupNormShape shape;
  std::int64_t width = shape.channels / shape.groups;
  std::size_t operator()(std::int64_t i) const {
    return at(i / (shape.rows * shape.channels) * shape.groups + i % shape.channels / width);
  }
  double count() const { return static_cast<double>(shape.rows * width); }
  std::size_t means() const { return at(shape.samples * shape.groups); }
  std::size_t channel(std::int64_t i) const { return at(i % shape.channels); }
};

struct Expected {
  std::vector<double> mean, inv_std, y, gx, ggamma, gbeta;
};

/// Values and gradients by loops; about 0 where not `centred`.
template <class T>
Expected by_loops(const Cut& cut, bool centred, const BasicTensor<T>& x, const BasicTensor<T>& gy,
                  const BasicTensor<T>& gamma, const BasicTensor<T>& beta) {
  const auto number = [](const BasicTensor<T>& v, std::size_t i) {
    return static_cast<double>(v.values()[i]);
  };
  const std::size_t means = cut.means(), channels = at(cut.shape.channels);
  Expected e{std::vector<double>(means),    std::vector<double>(means),   {}, {},
             std::vector<double>(channels), std::vector<double>(channels)};
  std::vector<double> variance(means), level(means), along(means);
  for (std::int64_t i = 0; i < x.size() && centred; ++i) e.mean[cut(i)] += number(x, at(i)) / cut.count();
  for (std::int64_t i = 0; i < x.size(); ++i)
    variance[cut(i)] += std::pow(number(x, at(i)) - e.mean[cut(i)], 2) / cut.count();
  for (std::size_t m = 0; m < means; ++m) e.inv_std[m] = 1 / std::sqrt(variance[m] + eps);
  const auto xhat = [&](std::int64_t i) { return (number(x, at(i)) - e.mean[cut(i)]) * e.inv_std[cut(i)]; };
  for (std::int64_t i = 0; i < x.size(); ++i) {
    const std::size_t c = cut.channel(i);
    const double g = number(gy, at(i));
    e.y.push_back(xhat(i) * number(gamma, c) + number(beta, c));
    e.ggamma[c] += g * xhat(i);
    e.gbeta[c] += g;
    if (centred) level[cut(i)] += g * number(gamma, c) / cut.count();
    along[cut(i)] += g * number(gamma, c) * xhat(i) / cut.count();
  }
  for (std::int64_t i = 0; i < x.size(); ++i)
    e.gx.push_back(e.inv_std[cut(i)] * (number(gy, at(i)) * number(gamma, cut.channel(i)) - level[cut(i)] -
                                        xhat(i) * along[cut(i)]));
  return e;
}

template <class T>
void check(const kernels::GroupNorm<T>& result, const kernels::GroupNormGrad<T>& gradients,
           const Expected& expected) {
  CHECK(relative_error(result.mean, expected.mean) < bound<T>);
  CHECK(relative_error(result.inv_std, expected.inv_std) < bound<T>);
  CHECK(relative_error(result.y, expected.y) < bound<T>);
  CHECK(relative_error(gradients.gx, expected.gx) < 20 * bound<T>);
  CHECK(relative_error(gradients.ggamma, expected.ggamma) < 5 * bound<T>);
  CHECK(relative_error(gradients.gbeta, expected.gbeta) < bound<T>);
}

const kernels::GroupNormShape shapes[] = {{3, 20, 6, 2}, {1, 35, 6, 6},   {2, 1, 12, 3},
                                          {4, 9, 5, 1},  {2, 9000, 4, 2}, {40, 16, 100, 4}};

}  // namespace

TEMPLATE_TEST_CASE("group norm and its gradient agree with loops", "[kernels]", float, double) {
  using T = TestType;
  on_every_isa([] {
    for (const kernels::GroupNormShape& s : shapes) {
      const Shape shape{s.samples, s.rows, s.channels};
      CAPTURE(to_string(shape), s.groups);
      const auto x = numbers<T>(shape, 1), gy = numbers<T>(shape, 2), gamma = numbers<T>({s.channels}, 3),
                 beta = numbers<T>({s.channels}, 4);
      const auto result = kernels::group_norm(s, x, gamma, beta, eps);
      check(result, kernels::group_norm_grad(s, gy, x, gamma, result.mean, result.inv_std),
            by_loops(Cut{s}, true, x, gy, gamma, beta));
      CHECK(same_on_any_threads([&] { return kernels::group_norm(s, x, gamma, beta, eps).y; }));
      CHECK(same_on_any_threads(
          [&] { return kernels::group_norm_grad(s, gy, x, gamma, result.mean, result.inv_std).gx; }));
    }
  });
}

TEMPLATE_TEST_CASE("row norm and its gradient agree with loops", "[kernels]", float, double) {
  using T = TestType;
  on_every_isa([] {
    for (const Shape& shape : {Shape{3, 5}, Shape{1, 40}, Shape{900, 37}, Shape{9, 2000}, Shape{2, 30000}})
      for (const bool centred : {true, false}) {
        CAPTURE(to_string(shape), centred);
        const auto x = numbers<T>(shape, 1), gy = numbers<T>(shape, 2), gamma = numbers<T>({shape[1]}, 3),
                   beta = numbers<T>({shape[1]}, 4);
        const auto result = kernels::row_norm(x, gamma, beta, centred, eps);
        const auto gradient = [&](bool affine) {
          return kernels::row_norm_grad(gy, x, gamma, result.mean, result.inv_std, centred, affine);
        };
        const Cut cut{{shape[0], 1, shape[1], 1}};
        check(result, gradient(true), by_loops(cut, centred, x, gy, gamma, beta));
        CHECK(equal(gradient(false).gx, gradient(true).gx));
        CHECK(same_on_any_threads([&] { return kernels::row_norm(x, gamma, beta, centred, eps).y; }));
        CHECK(same_on_any_threads([&] { return gradient(true).ggamma; }));
      }
  });
}

namespace {

/// The gradients of <gx, u> by central differences in double.
template <class GradGrad, class Gx>
void check_against_differences(const GradGrad& analytic, const Gx& gx, const f64::Tensor& u,
                               const std::vector<f64::Tensor>& at) {
  const auto along = [&](const std::vector<f64::Tensor>& point) {
    const f64::Tensor value = gx(point);
    double sum = 0;
    for (std::size_t i = 0; i < u.values().size(); ++i) sum += u.values()[i] * value.values()[i];
    return sum;
  };
  const f64::Tensor expected[] = {analytic.ggy, analytic.ggx, analytic.ggamma};
  for (std::size_t input = 0; input < 3; ++input)
    for (const std::int64_t i : {std::int64_t{0}, at[input].size() / 2, at[input].size() - 1}) {
      const double step = 1e-5;
      std::vector<f64::Tensor> above = at, below = at;
      above[input].mutable_data()[i] += step;
      below[input].mutable_data()[i] -= step;
      const double slope = (along(above) - along(below)) / (2 * step);
      CHECK(expected[input].data()[i] == agon_test::Approx(slope).epsilon(1e-6).margin(1e-7));
    }
}

}  // namespace

TEST_CASE("second gradients of norms of samples agree with differences", "[kernels]") {
  on_every_isa([] {
    for (const kernels::GroupNormShape& s : shapes) {
      if (s.samples * s.rows * s.channels > 10000) continue;
      const Shape shape{s.samples, s.rows, s.channels};
      CAPTURE(to_string(shape), s.groups);
      const auto u = numbers<double>(shape, 5), beta = numbers<double>({s.channels}, 4);
      const std::vector<f64::Tensor> at{numbers<double>(shape, 1), numbers<double>(shape, 2),
                                        numbers<double>({s.channels}, 3)};
      const auto forward = kernels::group_norm(s, at[1], at[2], beta, eps);
      check_against_differences(
          kernels::group_norm_grad_grad(s, u, at[0], at[1], at[2], forward.mean, forward.inv_std),
          [&](const std::vector<f64::Tensor>& p) {
            const auto again = kernels::group_norm(s, p[1], p[2], beta, eps);
            return kernels::group_norm_grad(s, p[0], p[1], p[2], again.mean, again.inv_std).gx;
          },
          u, at);
      for (const bool centred : {true, false}) {
        const auto rows = kernels::row_norm(at[1], at[2], beta, centred, eps);
        check_against_differences(
            kernels::row_norm_grad_grad(u, at[0], at[1], at[2], rows.mean, rows.inv_std, centred),
            [&](const std::vector<f64::Tensor>& p) {
              const auto again = kernels::row_norm(p[1], p[2], beta, centred, eps);
              return kernels::row_norm_grad(p[0], p[1], p[2], again.mean, again.inv_std, centred, false).gx;
            },
            u, at);
      }
    }
  });
}

TEST_CASE("norms of samples say what does not fit", "[kernels]") {
  const auto x = numbers<float>({2, 3, 4}), four = numbers<float>({4}), three = numbers<float>({3});
  const kernels::GroupNormShape shape{2, 3, 4, 2};
  REQUIRE_ERROR(
      kernels::group_norm({2, 3, 4, 3}, x, four, four, eps),
      "[group_norm] expected input of at least one sample whose channels the groups divide, got [2, "
      "3, 4] and 3 groups");
  REQUIRE_ERROR(kernels::group_norm({2, 2, 4, 2}, x, four, four, eps), "[group_norm] expected input");
  REQUIRE_ERROR(kernels::group_norm(shape, x, three, four, eps),
                "[group_norm] expected gamma of 4 elements, got [3]");
  REQUIRE_ERROR(kernels::group_norm(shape, x, four, three, eps), "[group_norm] expected beta of 4 elements");
  REQUIRE_ERROR(kernels::group_norm_grad(shape, x, x, four, three, four),
                "[group_norm] expected mean of 4 elements, got [3]");
  REQUIRE_ERROR(kernels::group_norm_grad(shape, x, x, four, four, four, {}, 0.5f),
                "[group_norm] expected a result of 24 elements");
  REQUIRE_ERROR(kernels::group_norm_grad_grad(shape, four, x, x, four, four, four),
                "[group_norm] expected a gradient of 24 elements, got [4]");
  REQUIRE_ERROR(kernels::row_norm_grad_grad(x, x, x, four, four, four, true),
                "[row_norm] expected mean of 6 elements, got [4]");
  REQUIRE_ERROR(kernels::row_norm(x, numbers<float>({5}), four, true, eps),
                "[row_norm] expected input of at least one row of gamma's size, got [2, 3, 4] and gamma [5]");
  REQUIRE_ERROR(kernels::row_norm(x, four, three, true, eps), "[row_norm] expected beta of 4 elements");
}
