#pragma once

#include <cstdint>
#include <optional>
#include <string>

/// What the mnist example is told on its command line.
struct Options {
  std::optional<std::string> data;  // a folder with MNIST's files; drawn digits where there is none
  std::int64_t images = 60000;      // how many digits to draw
  std::optional<std::int64_t> epochs;
  std::optional<double> minutes;
  std::int64_t batch = 64;
  std::uint64_t seed = 1;
  std::optional<int> threads;
  std::string objective = "nonsaturating";
  float smooth = 0;
  bool minibatch_discrimination = false;
  std::string out = "out/mnist";
};

/// Nothing where only the help was asked for. Throws std::exception with one sentence on a mistake.
std::optional<Options> read_options(int argc, char** argv);
