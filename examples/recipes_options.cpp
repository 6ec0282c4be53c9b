#include "recipes_options.hpp"

#include <algorithm>
#include <cmath>
#include <iostream>
#include <stdexcept>

#include "option_checks.hpp"

using option_checks::expect;

const std::vector<std::string> recipe_names{"dcgan", "wgan",  "wgan_gp",        "sngan",
                                            "lsgan", "r3gan", "stylegan2_small"};

std::optional<Options> read_options(int argc, char** argv) {
  Options options;
  CLI::App app{
      "Trains one of the library's recipes on MNIST, or on digits that it draws itself, and measures what "
      "it\n"
      "makes. Writes samples.png and results.json."};
  const auto at_least_one = option_checks::at_least_one();
  std::string all;
  for (const std::string& name : recipe_names) all += (all.empty() ? "" : ", ") + name;
  app.add_option("recipe", options.recipe, all)
      ->required()
      ->check(CLI::Validator(
          [all](const std::string& text) -> std::string {
            const bool good = std::ranges::count(recipe_names, text) > 0;
            return good ? "" : "expected one of " + all + ", got " + text;
          },
          "NAME"));
  app.add_option("--data", options.data,
                 "Folder with MNIST's files, plain or .gz; without it digits are drawn")
      ->check(option_checks::not_empty("folder", "FOLDER"));
  app.add_option("--images", options.images,
                 "How many digits to draw where there is no --data (default 60000)")
      ->check(at_least_one);
  app.add_option("--minutes", options.minutes, "How long to train (default 5)")
      ->check(expect<double>("a number > 0", "T > 0", [](double t) { return t > 0 && std::isfinite(t); }));
  app.add_option("--iterations", options.iterations, "How long to train, in place of --minutes")
      ->check(at_least_one);
  app.add_option("--width", options.width, "Features at half the size (default: the recipe's own)")
      ->check(at_least_one);
  app.add_option("--seed", options.seed, "Seed of everything that is random (default 1)")
      ->check(option_checks::seed());
  app.add_option("--threads", options.threads, "Threads to compute on (default: all)")
      ->check(option_checks::thread_count());
  app.add_option("--classifier", options.classifier,
                 "What the classifier example saved; without it nothing is measured")
      ->check(option_checks::not_empty("file", "FILE"));
  app.add_option("--samples", options.samples, "How many samples are measured (default 10000)")
      ->check(
          expect<std::int64_t>("a whole number >= 64", "N >= 64", [](std::int64_t n) { return n >= 64; }));
  app.add_option("--out", options.out, "Output folder (default out/recipes)");
  try {
    app.parse(argc, argv);
  } catch (const CLI::CallForHelp&) {
    std::cout << app.help();
    return std::nullopt;
  }
  if (options.minutes && options.iterations)
    throw std::invalid_argument("expected --minutes or --iterations, got both");
  if (!options.minutes && !options.iterations) options.minutes = 5;
  return options;
}
