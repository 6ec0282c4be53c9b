#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

/// What the recipes example is told on its command line.
struct Options {
  std::string recipe;
  std::optional<std::string> data;  // a folder with MNIST's files; drawn digits where there is none
  std::int64_t images = 60000;      // how many digits to draw
  std::optional<double> minutes;
  std::optional<std::int64_t> iterations;
  std::optional<std::int64_t> width;
  std::uint64_t seed = 1;
  std::optional<int> threads;
  std::optional<std::string> classifier;  // what examples/classifier saved; nothing is measured without
  std::int64_t samples = 10000;           // how many the measures look at
  std::string out = "out/recipes";
};

extern const std::vector<std::string> recipe_names;

/// Nothing where only the help was asked for. Throws std::exception with one sentence on a mistake.
std::optional<Options> read_options(int argc, char** argv);
