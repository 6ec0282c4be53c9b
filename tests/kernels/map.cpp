#include "agon/kernels/map.hpp"

#include <functional>
#include <limits>

#include "kernels/kernel_test.hpp"

using namespace agon;
using namespace kernel_test;
using kernels::Binary;
using kernels::Unary;

namespace {

struct Function {
  Unary op;
  std::function<double(double)> exact;
  double low, high;  // where it is sampled
};

const Function functions[] = {
    {Unary::affine, [](double x) { return 0.25 * x - 3; }, -50, 50},
    {Unary::exp, [](double x) { return std::exp(x); }, -80, 80},
    {Unary::log, [](double x) { return std::log(x); }, 1e-30, 1e3},
    {Unary::sqrt, [](double x) { return std::sqrt(x); }, 0, 1e6},
    {Unary::square, [](double x) { return x * x; }, -50, 50},
    {Unary::abs, [](double x) { return std::abs(x); }, -50, 50},
    {Unary::sign, [](double x) { return x > 0   ? 1.0
                                        : x < 0 ? -1.0
                                                : 0.0; }, -1, 1},
    {Unary::tanh, [](double x) { return std::tanh(x); }, -12, 12},
    {Unary::tanh, [](double x) { return std::tanh(x); }, -1e-3, 1e-3},
    {Unary::sigmoid, [](double x) { return 1 / (1 + std::exp(-x)); }, -80, 80},
    {Unary::softplus, [](double x) { return x > 0 ? x + std::log1p(std::exp(-x)) : std::log1p(std::exp(x)); },
     -80, 80},
    {Unary::leaky_relu, [](double x) { return x > 0 ? x : 0.25 * x; }, -50, 50},
    {Unary::reciprocal_or_zero, [](double x) { return x == 0 ? 0 : 1 / x; }, -3, 3},
};

template <class T>
constexpr T infinity = std::numeric_limits<T>::infinity();

/// max |got / exact - 1|: relative to each element.
template <class T>
double elementwise_error(const BasicTensor<T>& x, const BasicTensor<T>& y,
                         const std::function<double(double)>& exact) {
  double worst = 0;
  for (std::int64_t i = 0; i < x.size(); ++i) {
    const double expected = exact(static_cast<double>(x.data()[i])), got = static_cast<double>(y.data()[i]);
    const double error = got == expected ? 0 : std::abs(got - expected) / std::abs(expected);
    worst = error <= worst ? worst : error;
    if (std::isnan(error)) return HUGE_VAL;
  }
  return worst;
}

template <class T>
T one(Unary op, T x, T p0 = 0, T p1 = 0) {
  return kernels::unary(op, BasicTensor<T>({1}, x), p0, p1).item();
}

// The element of a tensor repeated to `full`, by its coordinates.
template <class T>
double repeated(const BasicTensor<T>& x, const Shape& full, std::int64_t index) {
  std::int64_t offset = 0, stride = 1;
  for (int i = 1; i <= full.rank(); ++i) {
    const std::int64_t coordinate = index % full[-i];
    index /= full[-i];
    if (i > x.rank()) continue;
    if (x.dim(-i) != 1) offset += coordinate * stride;
    stride *= x.dim(-i);
  }
  return static_cast<double>(x.data()[offset]);
}

double exact_pair(Binary op, double a, double b) {
  const double s = 1 / (1 + std::exp(-b));
  switch (op) {
    case Binary::add:
      return a + b;
    case Binary::sub:
      return a - b;
    case Binary::mul:
      return a * b;
    case Binary::div:
      return a / b;
    case Binary::leaky_relu_grad:
      return b > 0 ? a : 0.25 * a;
    case Binary::tanh_grad:
      return a * (1 - b * b);
    case Binary::sigmoid_grad:
      return a * b * (1 - b);
    case Binary::softplus_grad:
      return a * s;
  }
  return 0;
}

const Binary pairs[] = {
    Binary::add,       Binary::sub,          Binary::mul,          Binary::div, Binary::leaky_relu_grad,
    Binary::tanh_grad, Binary::sigmoid_grad, Binary::softplus_grad};

}  // namespace

TEMPLATE_TEST_CASE("maps of one tensor agree with the mathematics", "[kernels]", float, double) {
  using T = TestType;
  on_every_isa([] {
    for (const Function& f : functions)
      for (const std::int64_t n : {std::int64_t{1}, std::int64_t{37}, std::int64_t{40001}}) {
        BasicTensor<T> x = numbers<T>({n}, 7);
        for (T& v : x.mutable_values())
          v = static_cast<T>(f.low + (f.high - f.low) * (static_cast<double>(v) + 1) / 2);
        CAPTURE(kernels::name_of(f.op), n);
        const double limit = sizeof(T) == 4 ? 1e-6 : 2e-14;
        CHECK(elementwise_error(x, kernels::unary(f.op, x, T(0.25), T(-3)), f.exact) < limit);
      }
  });
}

TEMPLATE_TEST_CASE("maps of one tensor are right at their ends", "[kernels]", float, double) {
  using T = TestType;
  const T inf = infinity<T>, nan = std::numeric_limits<T>::quiet_NaN();
  on_every_isa([&] {
    CHECK(one<T>(Unary::exp, inf) == inf);
    CHECK(one<T>(Unary::exp, -inf) == 0);
    CHECK(one<T>(Unary::exp, 0) == 1);
    CHECK(one<T>(Unary::exp, T(1000)) == inf);
    CHECK(one<T>(Unary::exp, T(-100)) ==
          agon_test::Approx(std::exp(T(-100))).epsilon(sizeof(T) == 4 ? 0.05 : 1e-13));
    CHECK(one<T>(Unary::log, 0) == -inf);
    CHECK(one<T>(Unary::log, inf) == inf);
    CHECK(std::isnan(one<T>(Unary::log, -1)));
    CHECK(one<T>(Unary::log, 1) == 0);
    const T subnormal = std::numeric_limits<T>::denorm_min() * 1024;
    CHECK(one<T>(Unary::log, subnormal) == agon_test::Approx(std::log(subnormal)).epsilon(1e-6));
    CHECK(one<T>(Unary::tanh, inf) == 1);
    CHECK(one<T>(Unary::tanh, -inf) == -1);
    CHECK(std::signbit(one<T>(Unary::tanh, T(-0.0))));
    CHECK(one<T>(Unary::tanh, T(1e-30)) == agon_test::Approx(1e-30).epsilon(1e-6));
    CHECK(one<T>(Unary::sigmoid, inf) == 1);
    CHECK(one<T>(Unary::sigmoid, -inf) == 0);
    CHECK(one<T>(Unary::sigmoid, T(-100)) > 0);
    CHECK(one<T>(Unary::sigmoid, T(-80)) == agon_test::Approx(std::exp(-80.0)).epsilon(1e-6));
    CHECK(one<T>(Unary::softplus, T(100)) == 100);
    CHECK(one<T>(Unary::softplus, T(-100)) > 0);
    CHECK(one<T>(Unary::softplus, T(-80)) == agon_test::Approx(std::exp(-80.0)).epsilon(1e-6));
    CHECK(one<T>(Unary::softplus, inf) == inf);
    CHECK(one<T>(Unary::softplus, -inf) == 0);
    CHECK(one<T>(Unary::leaky_relu, -inf, 0) == 0);
    CHECK(one<T>(Unary::reciprocal_or_zero, 0) == 0);
    CHECK(one<T>(Unary::sign, T(-0.0)) == 0);
    for (const Function& f : functions) {
      CAPTURE(kernels::name_of(f.op));
      CHECK(std::isnan(one<T>(f.op, nan, T(0.25))));
    }
  });
}

TEST_CASE("pow covers whole, half and other exponents", "[kernels]") {
  const auto x = f64::Tensor({5}, {0.25, 0.5, 1, 2, 7.5});
  for (const double p : {-2.0, -1.0, -0.5, 0.0, 0.5, 1.0, 1.7, 2.0, 3.0, 4.0}) {
    CAPTURE(p);
    const auto exact = [p](double v) { return std::pow(v, p); };
    CHECK(elementwise_error<double>(x, kernels::unary(Unary::pow, x, p), exact) < 1e-14);
    CHECK(elementwise_error<float>(cast<float>(x),
                                   kernels::unary(Unary::pow, cast<float>(x), static_cast<float>(p)),
                                   exact) < 1e-6);
  }
}

TEMPLATE_TEST_CASE("maps of two tensors broadcast like NumPy", "[kernels]", float, double) {
  using T = TestType;
  const std::pair<Shape, Shape> shapes[] = {
      {{}, {}},
      {{5}, {}},
      {{}, {3, 2}},
      {{4, 70}, {4, 70}},
      {{4, 70}, {70}},
      {{4, 70}, {4, 1}},
      {{4, 1}, {1, 70}},
      {{3, 1, 5}, {2, 1}},
      {{2, 3, 4, 5}, {3, 1, 5}},
      {{300, 2}, {2}},
      {{700, 3}, {700, 1}},
      {{64, 7, 7, 12}, {12}},
      {{2, 1, 3, 1, 2}, {1, 4, 1, 5, 2}},
      {{0, 3}, {3}},
      {{90, 200}, {1}},
      {{200, 1, 100}, {3, 1}},
  };
  on_every_isa([&] {
    for (const auto& [left, right] : shapes)
      for (const bool swapped : {false, true})
        for (const Binary op : pairs) {
          const auto a = numbers<T>(swapped ? right : left, 1);
          auto b = numbers<T>(swapped ? left : right, 2);
          for (T& v : b.mutable_values()) v = v < 0 ? v - T(0.1) : v + T(0.1);
          CAPTURE(kernels::name_of(op), to_string(a.shape()), to_string(b.shape()));
          const auto y = kernels::binary(op, a, b, T(0.25));
          const Shape full = kernels::broadcast_shape("test", a.shape(), b.shape());
          REQUIRE(y.shape() == full);
          std::vector<double> expected;
          for (std::int64_t i = 0; i < y.size(); ++i)
            expected.push_back(exact_pair(op, repeated(a, full, i), repeated(b, full, i)));
          CHECK(relative_error(y, expected) < bound<T>);
        }
  });
}

TEST_CASE("maps give the same bits on any number of threads", "[kernels]") {
  const auto x = numbers<float>({50003}), row = numbers<float>({77}), matrix = numbers<float>({901, 77});
  on_every_isa([&] {
    CHECK(same_on_any_threads([&] { return kernels::unary(Unary::tanh, x); }));
    CHECK(same_on_any_threads([&] { return kernels::unary(Unary::softplus, x); }));
    CHECK(same_on_any_threads([&] { return kernels::binary(Binary::softplus_grad, matrix, row); }));
  });
}

TEST_CASE("accumulate adds in place and leaves sharers alone", "[kernels]") {
  Tensor into = numbers<float>({30001}, 1);
  const Tensor before = into, x = numbers<float>({30001}, 2);
  kernels::accumulate(into, x);
  CHECK(equal(into, kernels::binary(Binary::add, before, x)));
  CHECK(equal(before, numbers<float>({30001}, 1)));
  kernels::accumulate(into, into);
  CHECK(into.values()[7] == 2 * (before.values()[7] + x.values()[7]));
  REQUIRE_ERROR(kernels::accumulate(into, Tensor({2}, 1.f)), "[accumulate] expected [30001], got [2]");
}

TEST_CASE("shapes that do not broadcast are named", "[kernels]") {
  REQUIRE_ERROR(kernels::binary(Binary::mul, Tensor({2, 3}, 1.f), Tensor({2}, 1.f)),
                "[mul] expected shapes that broadcast, got [2, 3] and [2]");
  REQUIRE_ERROR(kernels::broadcast_shape("lerp", {4}, {0}),
                "[lerp] expected shapes that broadcast, got [4] and [0]");
}
