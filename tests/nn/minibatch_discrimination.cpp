#include "agon/nn/layers/minibatch_discrimination.hpp"

#include <cmath>

#include "agon/autograd/gradcheck.hpp"
#include "agon/core/random.hpp"
#include "agon/nn/module.hpp"
#include "agon_test.hpp"

using namespace agon;

namespace {

// The formula of the paper, term by term, without j = i.
f64::Tensor by_the_paper(const f64::MinibatchDiscrimination& layer, const f64::Tensor& x) {
  const std::int64_t n = x.dim(0), in = x.dim(1), b = layer.kernels, c = layer.dims;
  const f64::Tensor t = layer.weight.value();
  const auto m = [&](std::int64_t i, std::int64_t kernel, std::int64_t dim) {
    double sum = 0;
    for (std::int64_t a = 0; a < in; ++a) sum += x.at({i, a}) * t.at({a, kernel * c + dim});
    return sum;
  };
  f64::Tensor y({n, in + b}, 0.0);
  double* out = y.mutable_data();
  for (std::int64_t i = 0; i < n; ++i) {
    for (std::int64_t a = 0; a < in; ++a) out[i * (in + b) + a] = x.at({i, a});
    for (std::int64_t kernel = 0; kernel < b; ++kernel)
      for (std::int64_t j = 0; j < n; ++j) {
        double distance = 0;
        for (std::int64_t dim = 0; dim < c; ++dim)
          distance += std::abs(m(i, kernel, dim) - m(j, kernel, dim));
        if (j != i) out[i * (in + b) + in + kernel] += std::exp(-distance);
      }
  }
  return y;
}

}  // namespace

TEST_CASE("MinibatchDiscrimination is the paper's sum over the others", "[nn][minibatch]") {
  Random random(1);
  const RandomGuard guard(random);
  const f64::MinibatchDiscrimination layer{4, 3, 2};
  REQUIRE(layer.weight.shape() == Shape{4, 6});
  const f64::Tensor x = random.normal<double>({5, 4});
  const f64::Tensor y = layer(x).value(), expected = by_the_paper(layer, x);
  REQUIRE(y.shape() == Shape{5, 7});
  for (std::int64_t i = 0; i < y.size(); ++i)
    REQUIRE(y.data()[i] == Approx(expected.data()[i]).margin(1e-12));
}

TEST_CASE("a sample alone in its batch has features of 0", "[nn][minibatch]") {
  const MinibatchDiscrimination layer{2, 3, 2};
  REQUIRE(equal(layer(Tensor({1, 2}, {1, 2})).value(), Tensor({1, 5}, {1, 2, 0, 0, 0})));
}

TEST_CASE("equal samples are as close as can be", "[nn][minibatch]") {
  const MinibatchDiscrimination layer{2, 1, 4};
  REQUIRE(equal(layer(Tensor({3, 2}, 1.0f)).value(), Tensor({3, 3}, {1, 1, 2, 1, 1, 2, 1, 1, 2})));
}

TEST_CASE("MinibatchDiscrimination passes first and second order gradient checks", "[nn][minibatch]") {
  Random random(2);
  const RandomGuard guard(random);
  const f64::MinibatchDiscrimination layer{3, 2, 2};
  const auto result = gradcheck(
      [&](const std::vector<f64::Var>& v) {
        f64::MinibatchDiscrimination copy = layer;
        copy.weight = v[1];
        return copy(v[0]);
      },
      {random.normal<double>({4, 3}), random.normal<double>({3, 4})});
  INFO(result.worst);
  REQUIRE(result);
}

TEST_CASE("MinibatchDiscrimination refuses what does not fit", "[nn][minibatch]") {
  const MinibatchDiscrimination layer{4, 3, 2};
  REQUIRE_ERROR(layer(Tensor({2, 5}, 0.0f)), "[MinibatchDiscrimination] expected input [N, 4], got [2, 5]");
  REQUIRE_ERROR((MinibatchDiscrimination{4, 0, 2}), "[MinibatchDiscrimination] expected kernels >= 1, got 0");
}
