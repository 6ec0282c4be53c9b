#include "options.hpp"

#include <algorithm>
#include <utility>

#include "../option_checks.hpp"

namespace modes {
namespace {

std::string names_of(const std::vector<Row>& rows) {
  std::string names;
  for (const Row& row : rows) names += (names.empty() ? "" : ", ") + row.name;
  return names;
}

CLI::Validator name_of_row(const Experiment& experiment) {
  return CLI::Validator(
      [&](const std::string& text) -> std::string {
        for (const Row& row : experiment.rows)
          if (row.name == text) return "";
        return "expected one of " + names_of(experiment.rows) + ", got " + text;
      },
      "NAME");
}

/// "3" or "1..10". Nothing for any other text, and for more than 1,000 seeds.
std::vector<std::uint64_t> seeds_in(const std::string& text) {
  const std::size_t dots = text.find("..");
  std::uint64_t first = 0, last = 0;
  if (!option_checks::read(text.substr(0, dots), first)) return {};
  last = first;
  if (dots != std::string::npos && !option_checks::read(text.substr(dots + 2), last)) return {};
  if (last < first || last - first >= 1000) return {};
  std::vector<std::uint64_t> seeds;
  for (std::uint64_t i = 0; i <= last - first; ++i) seeds.push_back(first + i);
  return seeds;
}

CLI::Validator seeds() {
  return CLI::Validator(
      [](const std::string& text) -> std::string {
        return seeds_in(text).empty() ? "expected a seed or a range such as 1..10, got " + text : "";
      },
      "FIRST..LAST");
}

void add_out(CLI::App& command, Options& options) {
  command.add_option("--out", options.out, "Output folder (default out/modes)")
      ->check(option_checks::not_empty("folder", "FOLDER"));
}

}  // namespace

CLI::App* add_command(CLI::App& app, const Experiment& experiment, Options& options) {
  CLI::App* command = app.add_subcommand(experiment.name, experiment.what);
  command->add_option("--row", options.rows, "Rows to run (default: all): " + names_of(experiment.rows))
      ->check(name_of_row(experiment));
  command
      ->add_option_function<std::string>(
          "--seeds", [&](const std::string& text) { options.seeds = seeds_in(text); },
          "A seed or a range (default 1)")
      ->check(seeds());
  command->add_option("--iterations", options.iterations, "Steps of each player (default: the protocol's)")
      ->check(option_checks::at_least_one());
  command->add_flag("--pacgan", options.pacgan,
                    "PacGAN's own networks and budget: hours a run; only the rows plain and packed");
  command->add_flag("!--no-table", options.table, "Make no table, beside other runs into one folder");
  command->add_option("--threads", options.threads, "Threads to compute on (default 1)")
      ->check(option_checks::thread_count());
  add_out(*command, options);
  return command;
}

CLI::App* add_tables_command(CLI::App& app, Options& options) {
  CLI::App* command = app.add_subcommand("tables", "Makes the tables of the runs in a folder again");
  add_out(*command, options);
  return command;
}

}  // namespace modes
