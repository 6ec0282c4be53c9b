#include "agon/kernels/map.hpp"

#include <algorithm>
#include <functional>
#include <limits>

#include "kernels/kernel_test.hpp"

using namespace agon;
using namespace kernel_test;
namespace {

const auto calls = [](auto f) { return [f](const auto& x) { return kernels::map("test", f, x); }; };

/// A function as a map, and as the C library has it.
struct Function {
  const char* name;
  std::function<Tensor(const Tensor&)> in_float;
  std::function<f64::Tensor(const f64::Tensor&)> in_double;
  std::function<double(double)> exact;
  double low, high;  // where it is sampled

  template <class F>
  Function(const char* named, F f, std::function<double(double)> exactly, double from, double to)
      : name(named),
        in_float(calls(f)),
        in_double(calls(f)),
        exact(std::move(exactly)),
        low(from),
        high(to) {}

  Tensor operator()(const Tensor& x) const { return in_float(x); }
  f64::Tensor operator()(const f64::Tensor& x) const { return in_double(x); }
};

const auto exact_softplus = [](double x) {
  return x > 0 ? x + std::log1p(std::exp(-x)) : std::log1p(std::exp(x));
};

const Function functions[] = {
    {"exp", [](auto x) { return exp(x); }, [](double x) { return std::exp(x); }, -80, 80},
    {"expm1", [](auto x) { return expm1(x); }, [](double x) { return std::expm1(x); }, -80, 80},
    {"small expm1", [](auto x) { return expm1(x); }, [](double x) { return std::expm1(x); }, -1.5, 1e-3},
    {"erf", [](auto x) { return erf(x); }, [](double x) { return std::erf(x); }, -7, 7},
    {"small erf", [](auto x) { return erf(x); }, [](double x) { return std::erf(x); }, -1e-3, 1.2},
    {"sin", [](auto x) { return sin(x); }, [](double x) { return std::sin(x); }, -3, 3},
    {"cos", [](auto x) { return cos(x); }, [](double x) { return std::cos(x); }, -1.5, 1.5},
    {"log", [](auto x) { return log(x); }, [](double x) { return std::log(x); }, 1e-30, 1e3},
    {"sqrt", [](auto x) { return sqrt(x); }, [](double x) { return std::sqrt(x); }, 0, 1e6},
    {"square", [](auto x) { return square(x); }, [](double x) { return x * x; }, -50, 50},
    {"abs", [](auto x) { return abs(x); }, [](double x) { return std::abs(x); }, -50, 50},
    {"sign", [](auto x) { return sign(x); }, [](double x) { return x > 0   ? 1.0
                                                                   : x < 0 ? -1.0
                                                                           : 0.0; }, -1,
     1},
    {"tanh", [](auto x) { return tanh(x); }, [](double x) { return std::tanh(x); }, -12, 12},
    {"small tanh", [](auto x) { return tanh(x); }, [](double x) { return std::tanh(x); }, -1e-3, 1e-3},
    {"sigmoid", [](auto x) { return sigmoid(x); }, [](double x) { return 1 / (1 + std::exp(-x)); }, -80, 80},
    {"softplus", [](auto x) { return softplus(x); }, exact_softplus, -80, 80},
    {"relu", [](auto x) { return relu(x); }, [](double x) { return x > 0 ? x : 0; }, -50, 50},
    {"leaky_relu", [](auto x) { return leaky_relu(x, 0.25); }, [](double x) { return x > 0 ? x : 0.25 * x; },
     -50, 50},
    {"reciprocal_or_zero", [](auto x) { return reciprocal_or_zero(x); },
     [](double x) { return x == 0 ? 0 : 1 / x; }, -3, 3},
    {"pow", [](auto x) { return pow(x, 1.7); }, [](double x) { return std::pow(x, 1.7); }, 0.25, 7.5},
};

const Function& function(const std::string& name) {
  return *std::ranges::find(functions, name, [](const Function& f) { return std::string(f.name); });
}

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
T one(const char* name, T x) {
  return function(name)(BasicTensor<T>({1}, x)).item();
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

}  // namespace

TEMPLATE_TEST_CASE("maps of one tensor agree with the mathematics", "[kernels]", float, double) {
  using T = TestType;
  on_every_isa([] {
    for (const Function& f : functions)
      for (const std::int64_t n : {std::int64_t{1}, std::int64_t{37}, std::int64_t{40001}}) {
        BasicTensor<T> x = numbers<T>({n}, 7);
        for (T& v : x.mutable_values())
          v = static_cast<T>(f.low + (f.high - f.low) * (static_cast<double>(v) + 1) / 2);
        CAPTURE(f.name, n);
        const double limit = sizeof(T) == 4 ? 1e-6 : 2e-14;
        CHECK(elementwise_error(x, f(x), f.exact) < limit);
      }
  });
}

TEMPLATE_TEST_CASE("maps of one tensor are right at their ends", "[kernels]", float, double) {
  using T = TestType;
  const T inf = infinity<T>, nan = std::numeric_limits<T>::quiet_NaN();
  on_every_isa([&] {
    CHECK(one<T>("exp", inf) == inf);
    CHECK(one<T>("exp", -inf) == 0);
    CHECK(one<T>("exp", 0) == 1);
    CHECK(one<T>("exp", T(1000)) == inf);
    CHECK(one<T>("exp", T(-100)) ==
          agon_test::Approx(std::exp(T(-100))).epsilon(sizeof(T) == 4 ? 0.05 : 1e-13));
    CHECK(one<T>("expm1", inf) == inf);
    CHECK(one<T>("expm1", -inf) == -1);
    CHECK(one<T>("expm1", T(1e-30)) == agon_test::Approx(1e-30).epsilon(1e-6));
    CHECK(one<T>("erf", inf) == 1);
    CHECK(one<T>("erf", -inf) == -1);
    CHECK(std::signbit(one<T>("erf", T(-0.0))));
    CHECK(one<T>("sin", 0) == 0);
    CHECK(one<T>("cos", 0) == 1);
    CHECK(std::isnan(one<T>("sin", inf)));
    CHECK(one<T>("log", 0) == -inf);
    CHECK(one<T>("log", inf) == inf);
    CHECK(std::isnan(one<T>("log", -1)));
    CHECK(one<T>("log", 1) == 0);
    const T subnormal = std::numeric_limits<T>::denorm_min() * 1024;
    CHECK(one<T>("log", subnormal) == agon_test::Approx(std::log(subnormal)).epsilon(1e-6));
    CHECK(one<T>("tanh", inf) == 1);
    CHECK(one<T>("tanh", -inf) == -1);
    CHECK(std::signbit(one<T>("tanh", T(-0.0))));
    CHECK(one<T>("tanh", T(1e-30)) == agon_test::Approx(1e-30).epsilon(1e-6));
    CHECK(one<T>("sigmoid", inf) == 1);
    CHECK(one<T>("sigmoid", -inf) == 0);
    CHECK(one<T>("sigmoid", T(-100)) > 0);
    CHECK(one<T>("sigmoid", T(-80)) == agon_test::Approx(std::exp(-80.0)).epsilon(1e-6));
    CHECK(one<T>("softplus", T(100)) == 100);
    CHECK(one<T>("softplus", T(-100)) > 0);
    CHECK(one<T>("softplus", T(-80)) == agon_test::Approx(std::exp(-80.0)).epsilon(1e-6));
    CHECK(one<T>("softplus", inf) == inf);
    CHECK(one<T>("softplus", -inf) == 0);
    CHECK(one<T>("relu", -inf) == 0);
    CHECK(one<T>("sqrt", inf) == inf);
    CHECK(one<T>("sqrt", 0) == 0);
    CHECK(std::isnan(one<T>("sqrt", -1)));
    CHECK(one<T>("sqrt", subnormal) == agon_test::Approx(std::sqrt(subnormal)).epsilon(1e-6));
    CHECK(one<T>("reciprocal_or_zero", 0) == 0);
    CHECK(one<T>("sign", T(-0.0)) == 0);
    for (const Function& f : functions) {
      CAPTURE(f.name);
      CHECK(std::isnan(one<T>(f.name, nan)));
    }
  });
}

TEMPLATE_TEST_CASE("sine and cosine stay exact over many turns", "[kernels]", float, double) {
  using T = TestType;
  const double far = sizeof(T) == 4 ? 3e4 : 1e6, limit = sizeof(T) == 4 ? 1.5e-7 : 3e-16;
  BasicTensor<T> x = numbers<T>({40001}, 3);
  for (T& v : x.mutable_values()) v *= static_cast<T>(far);
  on_every_isa([&] {
    const BasicTensor<T> sine = function("sin")(x), cosine = function("cos")(x);
    double worst = 0;
    for (std::size_t i = 0; i < x.values().size(); ++i) {
      const double at = static_cast<double>(x.values()[i]);
      worst = std::max(worst, std::abs(static_cast<double>(sine.values()[i]) - std::sin(at)));
      worst = std::max(worst, std::abs(static_cast<double>(cosine.values()[i]) - std::cos(at)));
    }
    CHECK(worst < limit);
  });
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
      for (const bool swapped : {false, true}) {
        const auto a = numbers<T>(swapped ? right : left, 1), b = numbers<T>(swapped ? left : right, 2);
        CAPTURE(to_string(a.shape()), to_string(b.shape()));
        const auto y = kernels::map(
            "test", [](auto u, auto v) { return (u - 2 * v) / (3 + u); }, a, b);
        const Shape full = kernels::broadcast_shape("test", a.shape(), b.shape());
        REQUIRE(y.shape() == full);
        std::vector<double> expected;
        for (std::int64_t i = 0; i < y.size(); ++i) {
          const double u = repeated(a, full, i), v = repeated(b, full, i);
          expected.push_back((u - 2 * v) / (3 + u));
        }
        CHECK(relative_error(y, expected) < bound<T>);
      }
  });
}

TEST_CASE("maps give the same bits on any number of threads", "[kernels]") {
  const auto x = numbers<float>({50003}), row = numbers<float>({77}), matrix = numbers<float>({901, 77});
  on_every_isa([&] {
    CHECK(same_on_any_threads([&] { return function("tanh")(x); }));
    CHECK(same_on_any_threads([&] { return function("softplus")(x); }));
    CHECK(same_on_any_threads([&] {
      return kernels::map(
          "test", [](auto a, auto b) { return a * sigmoid(b); }, matrix, row);
    }));
  });
}

TEST_CASE("accumulate adds in place and leaves sharers alone", "[kernels]") {
  Tensor into = numbers<float>({30001}, 1);
  const Tensor before = into, x = numbers<float>({30001}, 2);
  kernels::accumulate(into, x);
  CHECK(equal(into, kernels::map(
                        "add", [](auto a, auto b) { return a + b; }, before, x)));
  CHECK(equal(before, numbers<float>({30001}, 1)));
  kernels::accumulate(into, into);
  CHECK(into.values()[7] == 2 * (before.values()[7] + x.values()[7]));
  REQUIRE_ERROR(kernels::accumulate(into, Tensor({2}, 1.f)), "[accumulate] expected [30001], got [2]");
}

TEST_CASE("shapes that do not broadcast are named", "[kernels]") {
  REQUIRE_ERROR(kernels::map(
                    "mul", [](auto a, auto b) { return a * b; }, Tensor({2, 3}, 1.f), Tensor({2}, 1.f)),
                "[mul] expected shapes that broadcast, got [2, 3] and [2]");
  REQUIRE_ERROR(kernels::broadcast_shape("lerp", {4}, {0}),
                "[lerp] expected shapes that broadcast, got [4] and [0]");
}
