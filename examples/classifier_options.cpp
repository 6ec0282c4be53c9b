#include "classifier_options.hpp"

#include <iostream>

#include "option_checks.hpp"

std::optional<Options> read_options(int argc, char** argv) {
  Options options;
  CLI::App app{
      "Trains a network that tells digits apart, on MNIST or on digits that it draws itself, and writes it\n"
      "as a safetensors file."};
  const auto at_least_one = option_checks::at_least_one();
  app.add_option("--data", options.data,
                 "Folder with MNIST's files, plain or .gz; without it digits are drawn")
      ->check(option_checks::not_empty("folder", "FOLDER"));
  app.add_option("--images", options.images,
                 "How many digits to draw where there is no --data (default 60000)")
      ->check(at_least_one);
  app.add_option("--epochs", options.epochs, "Passes over the data (default 10)")->check(at_least_one);
  app.add_option("--batch", options.batch, "Pictures a step (default 100)")->check(at_least_one);
  app.add_option("--seed", options.seed, "Seed of everything that is random (default 1)")
      ->check(option_checks::seed());
  app.add_option("--threads", options.threads, "Threads to compute on (default: all)")
      ->check(option_checks::thread_count());
  app.add_option("--out", options.out, "Output file (default out/classifier.safetensors)")
      ->check(option_checks::not_empty("file", "FILE"));
  try {
    app.parse(argc, argv);
  } catch (const CLI::CallForHelp&) {
    std::cout << app.help();
    return std::nullopt;
  }
  return options;
}
