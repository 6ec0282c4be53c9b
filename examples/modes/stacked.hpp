#pragma once

#include <cstdint>
#include <optional>
#include <string>

namespace stacked {

struct StackedOptions {
  std::string data;                       ///< folder with MNIST's files
  std::optional<std::string> classifier;  ///< file of a trained digit classifier; else one is trained
  /// hard: Table 3 of PacGAN (Lin et al. 2018), where D has a quarter of G's channels; half: half of them;
  /// dcgan: Table 2.
  std::string setting = "hard";
  std::string recipe = "best";  ///< see stacked_recipe.hpp
  std::optional<std::int64_t> iterations;
  std::optional<double> minutes;  ///< of training, without judging; one of both must be given
  std::uint64_t seed = 1;
  std::optional<int> threads;
  std::int64_t looks = 20;          ///< how often a line is printed, on 5,120 samples
  std::string out = "out/stacked";  ///< folder for what is written
};

/// Trains a generator of stacked digits and counts its modes: prints a line now and then, and last
/// "modes: <m> of 1000, KL <k> (<n> samples)"; writes stacked.json, samples.png and generator.safetensors.
/// Throws Error on options out of range and a classifier below 99 %.
void run_stacked(const StackedOptions& options);

}  // namespace stacked
