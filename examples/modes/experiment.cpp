#include "experiment.hpp"

#include <agon/core/error.hpp>

#include <cstdint>
#include <utility>

#include "remedies.hpp"

namespace modes {
namespace {

template <class Named>
const Named& find(const std::string& kind, const std::vector<Named>& all, const std::string& name) {
  std::string names;
  for (const Named& each : all) {
    if (each.name == name) return each;
    names += (names.empty() ? "" : ", ") + each.name;
  }
  fail(kind, "expected one of " + names + ", got " + name);
}

Experiment made(std::string name, std::string what, Mixture mixture, std::int64_t iterations,
                int generator_layers, std::vector<Row> rows) {
  Protocol protocol;
  protocol.iterations = iterations;
  protocol.generator_layers = generator_layers;
  return {std::move(name), std::move(what), std::move(mixture), std::move(protocol), std::move(rows)};
}

}  // namespace

const Row& Experiment::row(const std::string& row_name) const { return find("row", rows, row_name); }

const std::vector<Experiment>& experiments() {
  static const std::vector<Experiment> all{
      made("ring", "Eight Gaussians around a circle", ring(), 6000, 3, coverage()),
      made("grid", "Twenty-five Gaussians on a grid", grid(), 10'000, 4, coverage()),
      made("remedies", "Every remedy by itself, on the ring", ring(), 3000, 3, remedies()),
  };
  return all;
}

const Experiment& experiment(const std::string& name) { return find("experiment", experiments(), name); }

}  // namespace modes
