// How well GANs cover all modes of a mixture: one program for the protocols of PacGAN (Lin et al. 2018).
//
//     modes ring --row plain --row r3gan --seeds 1..10 --out out/modes
//     modes grid --row packed-2
//     modes remedies --seeds 1..3
//     modes tables
//     modes stacked --data data/mnist --minutes 30
//
// Trains every row of an experiment (see experiment.cpp, rows.cpp, remedies.cpp) under its one protocol
// (protocol.hpp) with every seed, prints a line a run, and writes <out>/<experiment>/<row>/seed_<n>.json with
// all numbers and seed_<n>.svg, where the samples lie. Last it prints <out>/<experiment>/table.md, made of
// all runs in the folder, and writes the same as table.json. A run whose JSON is there is not repeated.
// `scripts/modes.sh` makes all tables. `stacked` is another protocol (stacked.hpp). --help lists the options.
#include <agon/core/error.hpp>
#include <agon/core/parallel.hpp>
#include <agon/io/file.hpp>

#include <chrono>
#include <cstdio>
#include <exception>
#include <filesystem>
#include <iostream>

#include "experiment.hpp"
#include "options.hpp"
#include "pacgan.hpp"
#include "results.hpp"
#include "stacked_command.hpp"
#include "tables.hpp"

using namespace modes;

namespace {

void run(const Experiment& experiment, Run run, const Options& options) {
  if (const std::string done = file(options.out, run, ".json"); std::filesystem::exists(done)) {
    const Protocol before = read_run(done).protocol;
    if (before.name == run.protocol.name && before.iterations == run.protocol.iterations) return;
    throw Error("expected " + done + " to be of " + std::to_string(run.protocol.iterations) +
                " iterations of " + run.protocol.name + " protocol, got " +
                std::to_string(before.iterations) + " of " + before.name + "; take another --out");
  }
  agon::make_output_folder(folder(options.out, run.experiment, run.row));
  const Row& row = experiment.row(run.row);
  const Setup setup{experiment.mixture, run.protocol, run.seed};
  const auto begin = std::chrono::steady_clock::now();
  const Tensor samples = options.pacgan ? train_pacgan(row, setup) : row.train(setup);
  run.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
  run.score = score(experiment.mixture, samples);
  write(options.out, run, samples);
  std::printf("%s, %s, seed %llu: %lld of %lld modes, high quality %.1f %%, reverse KL %.3f, %.1f s\n",
              run.experiment.c_str(), run.row.c_str(), static_cast<unsigned long long>(run.seed),
              static_cast<long long>(run.score.modes), static_cast<long long>(experiment.mixture.modes()),
              100 * run.score.high_quality, run.score.reverse_kl, run.seconds);
  std::fflush(stdout);
}

void run_all(const Experiment& experiment, Options options) {
  if (options.rows.empty())
    for (const Row& row : experiment.rows) options.rows.push_back(row.name);
  if (options.seeds.empty()) options.seeds = {1};
  set_threads(options.threads);
  for (const std::uint64_t seed : options.seeds)
    for (const std::string& name : options.rows) {
      Protocol protocol = options.pacgan ? pacgan_protocol(experiment.row(name)) : experiment.protocol;
      if (options.iterations) protocol.iterations = *options.iterations;
      run(experiment, {experiment.name, name, seed, protocol, {}, 0}, options);
    }
  if (options.table) std::printf("%s", write_table(options.out, experiment).c_str());
}

int run_program(int argc, char** argv) {
  CLI::App app{"How well GANs cover all modes of a mixture, under one protocol for all remedies."};
  app.require_subcommand(1);
  Options options;
  std::vector<CLI::App*> commands;
  for (const Experiment& each : experiments()) commands.push_back(add_command(app, each, options));
  add_tables_command(app, options);
  stacked::StackedOptions of_stacked;
  const CLI::App* stacks = stacked::add_command(app, of_stacked);
  try {
    app.parse(argc, argv);
  } catch (const CLI::CallForHelp&) {
    const auto asked = app.get_subcommands();
    std::cout << (asked.empty() ? app : *asked[0]).help();
    return 0;
  }
  if (stacks->parsed()) {
    stacked::run_stacked(of_stacked);
    return 0;
  }
  for (std::size_t i = 0; i < commands.size(); ++i)
    if (commands[i]->parsed()) {
      run_all(experiments()[i], options);
      return 0;
    }
  std::string between;
  for (const Experiment& each : experiments()) {
    const std::string table = write_table(options.out, each);
    if (table.empty()) continue;
    std::printf("%s%s", between.c_str(), table.c_str());
    between = "\n";
  }
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  try {
    return run_program(argc, argv);
  } catch (const std::exception& error) {
    std::fprintf(stderr, "modes: %s\n", error.what());
    return 1;
  }
}
