#include "stacked_command.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

#include "../option_checks.hpp"
#include "stacked_recipe.hpp"

namespace stacked {
namespace {

CLI::Validator one_of(const std::vector<std::string>& names) {
  return CLI::Validator(
      [names](const std::string& text) -> std::string {
        if (std::ranges::count(names, text) > 0) return "";
        return "expected one of " + CLI::detail::join(names, ", ") + ", got " + text;
      },
      "NAME");
}

}  // namespace

CLI::App* add_command(CLI::App& app, StackedOptions& options) {
  CLI::App* command = app.add_subcommand(
      "stacked",
      "Stacked MNIST: pictures of three digits, 1,000 modes. Writes stacked.json, samples.png and\n"
      "generator.safetensors.");
  command->add_option("--data", options.data, "Folder with MNIST's files, plain or .gz")
      ->required()
      ->check(option_checks::not_empty("folder", "FOLDER"));
  command
      ->add_option("--classifier", options.classifier,
                   "File of the program classifier, which judges; else one is trained")
      ->check(option_checks::not_empty("file", "FILE"));
  command
      ->add_option("--setting", options.setting,
                   "hard (default; D has a quarter of G's channels), half, or dcgan")
      ->check(one_of({"hard", "half", "dcgan"}));
  command->add_option("--recipe", options.recipe, "plain, pac2, pac3, pac4 or best (default)")
      ->check(one_of(recipe_names()));
  command->add_option("--iterations", options.iterations, "Steps of D")->check(option_checks::at_least_one());
  command->add_option("--minutes", options.minutes, "Stop after this time of training")
      ->check(option_checks::expect<double>("a number > 0", "T > 0",
                                            [](double t) { return t > 0 && std::isfinite(t); }));
  command->add_option("--seed", options.seed, "Seed of everything that is random (default 1)")
      ->check(option_checks::seed());
  command->add_option("--threads", options.threads, "Threads to compute on (default: all)")
      ->check(option_checks::thread_count());
  command->add_option("--looks", options.looks, "How often modes are counted (default 20)")
      ->check(option_checks::at_least_one());
  command->add_option("--out", options.out, "Output folder (default out/stacked)");
  return command;
}

}  // namespace stacked
