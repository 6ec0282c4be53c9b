#pragma once

#include <cstdint>
#include <optional>
#include <string>

/// What the classifier example is told on its command line.
struct Options {
  std::optional<std::string> data;  // a folder with MNIST's files; drawn digits where there is none
  std::int64_t images = 60000;      // how many digits to draw
  std::int64_t epochs = 10;
  std::int64_t batch = 100;
  std::uint64_t seed = 1;
  std::optional<int> threads;
  std::string out = "out/classifier.safetensors";
};

/// Nothing where only the help was asked for. Throws std::exception with one sentence on a mistake.
std::optional<Options> read_options(int argc, char** argv);
