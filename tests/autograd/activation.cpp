#include "agon/autograd/ops/activation.hpp"

#include <cmath>
#include <limits>

#include "agon/autograd/grad.hpp"
#include "agon/autograd/ops.hpp"
#include "agon_test.hpp"

using namespace agon;

namespace {

const f64::Tensor places({4}, {-3, -0.5, 0.25, 2});

/// Values and derivatives at `places`, by their definitions with 40 digits.
template <class F>
void check_numbers(const F& f, const std::vector<double>& values, const std::vector<double>& slopes) {
  const f64::Var x = variable(places);
  const f64::Var y = f(x);
  const f64::Tensor value = y.value(), slope = grad(sum(y), {x})[0].value();
  const Tensor in_float = f(Var(cast<float>(places))).value();
  for (std::size_t i = 0; i < 4; ++i) {
    CHECK(std::abs(value.values()[i] - values[i]) < 4e-16 * std::max(1.0, std::abs(values[i])));
    CHECK(std::abs(slope.values()[i] - slopes[i]) < 1e-15);
    CHECK(std::abs(static_cast<double>(in_float.values()[i]) - values[i]) < 5e-7);
  }
}

}  // namespace

TEST_CASE("activations have the numbers of their papers", "[activation]") {
  check_numbers([](const auto& x) { return elu(x, 0.5f); },
                {-0.47510646581606803, -0.19673467014368329, 0.25, 2},
                {0.024893534183931971, 0.30326532985631671, 1, 1});
  check_numbers([](const auto& x) { return selu(x); },
                {-1.670568728767112, -0.6917581878028714, 0.26267524683887012, 2.101401974710961},
                {0.087530612080264885, 1.0663411530445055, 1.0507009873554805, 1.0507009873554805});
  check_numbers([](const auto& x) { return gelu(x); },
                {-0.0040496940948902836, -0.15426876936299345, 0.14967658142073093, 1.9544997361036416},
                {-0.011945647204183927, 0.13250487534383716, 0.69537335488363603, 1.0852318010781969});
  check_numbers([](const auto& x) { return gelu(x, GeluForm::tanh); },
                {-0.0036373920817730188, -0.15428599017485608, 0.149675350701685, 1.954597694087775},
                {-0.011584166630969726, 0.13263009646535769, 0.69535409515106043, 1.0860992566236184});
  check_numbers([](const auto& x) { return silu(x); },
                {-0.14227761953270034, -0.18877033439907272, 0.14054412522144953, 1.7615941559557649},
                {-0.088104106015169617, 0.26003881269734819, 0.62371002157019769, 1.0907842487848955});
  check_numbers([](const auto& x) { return mish(x); },
                {-0.14564746127562459, -0.22074377465173, 0.16957240966381759, 1.9439589595339945},
                {-0.093393114532320836, 0.28951067791351219, 0.75417266772059278, 1.0693179342794897});
  check_numbers([](const auto& x) { return hardtanh(x, -1, 0.5f); }, {-1, -0.5, 0.25, 0.5}, {0, 1, 1, 0});
}

TEST_CASE("activations are right far out", "[activation]") {
  const Tensor far({2}, {-1e30f, 1e30f});
  for (const Var& y : {gelu(far), gelu(far, GeluForm::tanh), silu(far), mish(far)}) {
    CHECK(y.value().at({0}) == 0);
    CHECK(y.value().at({1}) == 1e30f);
  }
  CHECK(elu(far).value().at({0}) == -1);
  CHECK(elu(Tensor({1}, 1e-20f * -1)).item() == agon_test::Approx(-1e-20).epsilon(1e-6));
}

TEST_CASE("prelu learns its slopes", "[activation]") {
  const Var x = variable(Tensor({2, 2}, {-1, -2, 3, -4})), slope = variable(Tensor({2}, {0.5f, 0.25f}));
  CHECK(equal(prelu(x, slope).value(), Tensor({2, 2}, {-0.5f, -0.5f, 3, -1})));
  CHECK(equal(grad(sum(prelu(x, slope)), {slope})[0].value(), Tensor({2}, {-1, -6})));
  CHECK(equal(grad(sum(prelu(x, slope)), {x})[0].value(), Tensor({2, 2}, {0.5f, 0.25f, 1, 0.25f})));
  CHECK(prelu(Tensor::scalar(-2), Tensor({1}, 0.5f)).item() == -1);
  REQUIRE_ERROR(prelu(x, Tensor({3}, 0.f)),
                "[prelu] expected slope [1] or [C] for input [..., C], got [3] for [2, 2]");
  REQUIRE_ERROR(prelu(x, Tensor({2, 1}, 0.f)), "got [2, 1] for [2, 2]");
}

TEST_CASE("maxout chooses among pieces that are C apart", "[activation]") {
  const Var x = variable(Tensor({1, 6}, {1, 2, 3, 4, 5, 2}));
  CHECK(equal(maxout(x, 2).value(), Tensor({1, 3}, {4, 5, 3})));
  CHECK(equal(maxout(x, 3).value(), Tensor({1, 2}, {5, 4})));
  CHECK(equal(maxout(x, 1).value(), x.value()));
  CHECK(equal(grad(sum(maxout(x, 2)), {x})[0].value(), Tensor({1, 6}, {0, 0, 1, 1, 1, 0})));
  REQUIRE_ERROR(maxout(x, 4), "[maxout] expected input [..., 4 * C], got [1, 6]");
  REQUIRE_ERROR(maxout(x, 0), "[maxout] expected pieces >= 1, got 0");
}

TEST_CASE("glu gates its first half with its second", "[activation]") {
  const Tensor y = glu(Tensor({1, 4}, {2, -4, 0, 100})).value();
  CHECK(equal(y, Tensor({1, 2}, {1, -4})));
  REQUIRE_ERROR(glu(Tensor({2, 3}, 0.f)), "[glu] expected input [..., 2 * C], got [2, 3]");
}

TEST_CASE("activations refuse numbers that are none", "[activation]") {
  const Tensor x({2}, 0.f);
  const float inf = std::numeric_limits<float>::infinity(), nan = std::numeric_limits<float>::quiet_NaN();
  REQUIRE_ERROR(elu(x, inf), "[elu] expected a finite alpha, got inf");
  REQUIRE_ERROR(hardtanh(x, 1, 1), "[hardtanh] expected finite low < high, got 1.000000 and 1.000000");
  REQUIRE_ERROR(hardtanh(x, -1, inf), "[hardtanh] expected finite low < high");
  REQUIRE_ERROR(hardtanh(x, nan, 1), "[hardtanh] expected finite low < high");
}
