#include "mnist_options.hpp"

#include <cmath>
#include <iostream>
#include <stdexcept>

#include "option_checks.hpp"

using option_checks::expect;

std::optional<Options> read_options(int argc, char** argv) {
  Options options;
  CLI::App app{
      "Trains a DCGAN on MNIST, or on digits that it draws itself, and writes into the output folder:\n"
      "samples.png, epoch_01.png and so on, latent.png, losses.svg, history.csv, summary.json, "
      "generator.safetensors."};
  const auto at_least_one = option_checks::at_least_one();

  app.add_option("--data", options.data,
                 "Folder with MNIST's files, plain or .gz; without it digits are drawn")
      ->check(option_checks::not_empty("folder", "FOLDER"));
  app.add_option("--images", options.images,
                 "How many digits to draw where there is no --data (default 60000)")
      ->check(at_least_one);
  app.add_option("--epochs", options.epochs, "Passes over the data (default 5; unlimited with --minutes)")
      ->check(at_least_one);
  app.add_option("--minutes", options.minutes, "Stop training after this time")
      ->check(expect<double>("a number > 0", "T > 0", [](double t) { return t > 0 && std::isfinite(t); }));
  app.add_option("--batch", options.batch, "Pictures a step (default 64)")->check(at_least_one);
  app.add_option("--seed", options.seed, "Seed of everything that is random (default 1)")
      ->check(option_checks::seed());
  app.add_option("--threads", options.threads, "Threads to compute on (default: all)")
      ->check(option_checks::thread_count());
  app.add_option("--objective", options.objective,
                 "nonsaturating (default), saturating, or wgan with its paper's settings: RMSProp at 5e-5, "
                 "five critic "
                 "steps for one of the generator, weights clipped at 0.01")
      ->check(CLI::Validator(
          [](const std::string& text) -> std::string {
            const bool good = text == "saturating" || text == "nonsaturating" || text == "wgan";
            return good ? "" : "expected saturating, nonsaturating or wgan, got " + text;
          },
          "NAME"));
  app.add_option("--smooth", options.smooth,
                 "One-sided label smoothing: real pictures are labelled 1 - this (default 0)")
      ->check(expect<double>("a number in [0, 0.5]", "S in [0, 0.5]",
                             [](double s) { return s >= 0 && s <= 0.5; }));
  app.add_flag("--minibatch-discrimination", options.minibatch_discrimination,
               "Let the discriminator compare the pictures of a batch (Salimans et al. 2016)");
  app.add_option("--out", options.out, "Output folder (default out/mnist)");

  try {
    app.parse(argc, argv);
  } catch (const CLI::CallForHelp&) {
    std::cout << app.help();
    return std::nullopt;
  }
  if (options.objective == "wgan" && options.smooth > 0)
    throw std::invalid_argument("--smooth: expected an objective with labels, got wgan");
  if (!options.epochs && !options.minutes) options.epochs = 5;
  return options;
}
