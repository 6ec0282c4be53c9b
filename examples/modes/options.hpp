#pragma once

#include <CLI/CLI.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "experiment.hpp"

namespace modes {

/// What the command of an experiment is told.
struct Options {
  std::vector<std::string> rows;     // all where empty
  std::vector<std::uint64_t> seeds;  // 1 where empty
  std::optional<std::int64_t> iterations;
  bool pacgan = false;
  bool table = true;
  int threads = 1;
  std::string out = "out/modes";
};

/// Adds the command of an experiment with its options, which are written to `options` as it is read.
CLI::App* add_command(CLI::App& app, const Experiment& experiment, Options& options);
/// Adds the command `tables`, which reads the `out` of the options.
CLI::App* add_tables_command(CLI::App& app, Options& options);

}  // namespace modes
