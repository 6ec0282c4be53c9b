#include "op_table.hpp"

#include <cmath>
#include <filesystem>
#include <fstream>
#include <set>
#include <utility>

#include "agon/kernels/backend.hpp"
#include "agon/kernels/isa.hpp"
#include "agon/kernels/reduce.hpp"
#include "agon_test.hpp"
#include "use_backend.hpp"

using namespace agon_test;

namespace {

/// A float run may be off by this share of the largest element, against double: value, gradients, and
/// gradients of gradients alike.
constexpr double float_bound = 2e-5;

std::string describe(const OpRow& row, const Sample& sample) { return row.name + ", " + sample.label; }

template <class T>
BasicTensor<T> as(const f64::Tensor& x) {
  return cast<T>(x);
}

/// The value, its gradients along a fixed direction, and the gradients of those along another.
template <class T, class F>
std::vector<BasicTensor<T>> run(const F& f, const Sample& sample) {
  std::vector<BasicVar<T>> x;
  for (const f64::Tensor& input : sample.inputs) x.push_back(variable(as<T>(input)));
  Random replayed(6, "replayed");
  const RandomGuard guard(replayed);
  const BasicVar<T> y = f(x);
  std::vector<BasicTensor<T>> results{y.value()};

  Random random(5, "directions");
  const auto direction = [&](const Shape& shape) { return as<T>(random.uniform<double>(shape, -1, 1)); };
  const std::vector<BasicVar<T>> seed{direction(y.shape())};
  const auto gradients = grad(std::vector{y}, seed, x, {.create_graph = true, .unreached = Unreached::zero});
  std::vector<BasicVar<T>> firsts, seconds;
  for (const auto& gradient : gradients) {
    results.push_back(gradient.value());
    firsts.push_back(gradient);
    seconds.push_back(direction(gradient.shape()));
  }
  for (const auto& gradient : grad(firsts, seconds, x, {.unreached = Unreached::zero}))
    results.push_back(gradient.value());
  return results;
}

double relative_error(const f64::Tensor& expected, const Tensor& got) {
  REQUIRE(got.shape() == expected.shape());
  if (!kernels::all_finite(got)) return HUGE_VAL;
  double difference = 0, scale = 0;
  for (std::size_t i = 0; i < expected.values().size(); ++i) {
    difference = std::max(difference, std::abs(expected.values()[i] - static_cast<double>(got.values()[i])));
    scale = std::max(scale, std::abs(expected.values()[i]));
  }
  return scale > 1e-6 ? difference / scale : difference;
}

struct UseIsa {
  explicit UseIsa(Isa set) { set_isa(set); }
  ~UseIsa() { set_isa(before); }
  Isa before = isa();
};

std::vector<std::pair<Backend, Isa>> backends_and_isas() {
  std::vector<std::pair<Backend, Isa>> all;
  for (const Backend products : available_backends())
    for (const Isa set : available_isas()) all.emplace_back(products, set);
  return all;
}

/// "relu" of a line "Var relu(const Var& x);", and nothing of any other line.
std::string declared_name(std::string line) {
  for (const std::string prefix : {"inline ", "Var ", "auto ", "BatchNormResult<float> ", "BasicVar<To> "}) {
    if (!line.starts_with(prefix)) continue;
    line.erase(0, prefix.size());
    if (prefix != "inline ") return line.substr(0, line.find('('));
  }
  return "";
}

std::set<std::string> declared_operations() {
  std::set<std::string> names;
  for (const auto& entry :
       std::filesystem::directory_iterator(AGON_SOURCE_DIR "/include/agon/autograd/ops")) {
    if (entry.path().extension() != ".hpp") continue;
    std::ifstream file(entry.path());
    for (std::string line; std::getline(file, line);) names.insert(declared_name(line));
  }
  names.erase("");
  return names;
}

}  // namespace

TEST_CASE("every operation has a row in the table", "[op_table]") {
  std::set<std::string> rows;
  for (const OpRow& row : op_table()) rows.insert(row.name);
  const std::set<std::string> declared = declared_operations();
  REQUIRE(declared.size() > 30);
  for (const std::string& name : declared) {
    INFO(name << " has no row");
    CHECK(rows.count(name) == 1);
  }
}

TEST_CASE("every operation passes gradient checks of both orders in double", "[op_table]") {
  for (const OpRow& row : op_table()) {
    for (const Sample& sample : row.samples) {
      std::int64_t largest = 0;
      for (const f64::Tensor& input : sample.inputs) largest = std::max(largest, input.size());
      const std::int64_t elements = largest > 1000 ? 3 : 12;
      const GradcheckResult result = gradcheck(
          row.in_double, sample.inputs, {.step = row.step, .elements = elements, .declared = row.declared});
      INFO(describe(row, sample) << ": " << result.worst);
      CHECK(result.first_error <= 1e-6);
      CHECK(result.second_error <= 1e-6);
      CHECK(result.passed);
      CHECK((result.checked > 0 || largest == 0));
    }
  }
}

TEST_CASE("every operation agrees with double in float, on each backend and instruction set", "[op_table]") {
  double worst = 0;
  for (const OpRow& row : op_table()) {
    for (const Sample& sample : row.samples) {
      const auto expected = run<double>(row.in_double, sample);
      for (const auto& [products, set] : backends_and_isas()) {
        const UseBackend guard(products);
        const UseIsa isa_guard(set);
        const auto got = run<float>(row.in_float, sample);
        REQUIRE(got.size() == expected.size());
        for (std::size_t i = 0; i < got.size(); ++i) {
          const double error = relative_error(expected[i], got[i]);
          worst = std::max(worst, error);
          INFO(describe(row, sample) << ", result " << i << ", " << name_of(products) << ", "
                                     << name_of(set));
          CHECK(error <= float_bound);
        }
      }
    }
  }
  INFO("the largest error was " << worst);
  CHECK(worst > 1e-9);  // float and double cannot agree to the last bit
}
