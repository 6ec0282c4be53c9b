#pragma once

#include <optional>
#include <string>
#include <vector>

#include "experiment.hpp"

namespace modes {

/// One run: a row of a table under one seed.
struct Run {
  std::string experiment, row;
  std::uint64_t seed = 0;
  Protocol protocol;
  Score score;
  double seconds = 0;
};

/// The folder of a row's runs, and the two files of a run in it: seed_<n>.json and seed_<n>.svg.
std::string folder(const std::string& out, const std::string& experiment, const std::string& row);
std::string file(const std::string& out, const Run& run, const std::string& ending);

/// Writes both files of a run, the JSON last. Throws IoError where that fails.
void write(const std::string& out, const Run& run, const Tensor& samples);

/// The run in a JSON file. Throws Error, naming the file, where it holds none.
Run read_run(const std::string& path);
/// All runs of an experiment, in the order of rows and seeds.
std::vector<Run> read_runs(const std::string& out, const Experiment& experiment);

}  // namespace modes
