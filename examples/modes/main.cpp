// How well GANs cover all modes of a mixture: one program for the protocols of PacGAN (Lin et al. 2018).
//
//     modes ring --row plain --row r3gan --seeds 1..10 --out out/modes
//     modes grid --row packed-2
//     modes tables
//
// Trains every row (see rows.cpp) under the one protocol of its table (protocol.cpp) with every seed, prints
// a line a run, and writes <out>/<mixture>/<row>/seed_<n>.json with all numbers and seed_<n>.svg, where the
// samples lie. Last it prints <out>/<mixture>/table.md, made of all runs in the folder, and writes the same
// as table.json. A run whose JSON is there is not repeated. `scripts/modes.sh` makes both tables. --help
// lists the options.
#include <agon/core/parallel.hpp>
#include <agon/io/file.hpp>

#include <chrono>
#include <cstdio>
#include <exception>
#include <filesystem>
#include <iostream>

#include "options.hpp"
#include "pacgan.hpp"
#include "results.hpp"
#include "rows.hpp"
#include "stacked_command.hpp"
#include "tables.hpp"

using namespace modes;

namespace {

void print_table(const std::string& out, const std::string& mixture) {
  std::printf("%s", write_table(out, mixture).c_str());
}

void run(Run run, const Options& options) {
  if (std::filesystem::exists(file(options.out, run, ".json"))) return;
  agon::make_output_folder(folder(options.out, run.mixture, run.row));
  const Mixture mixture = modes::mixture(run.mixture);
  const auto begin = std::chrono::steady_clock::now();
  const Tensor samples = options.pacgan ? train_pacgan(row(run.row), mixture, run.protocol, run.seed)
                                        : train(row(run.row), mixture, run.protocol, run.seed);
  run.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
  run.score = score(mixture, samples);
  write(options.out, run, samples);
  std::printf("%s, %s, seed %llu: %lld of %lld modes, high quality %.1f %%, reverse KL %.3f, %.1f s\n",
              run.mixture.c_str(), run.row.c_str(), static_cast<unsigned long long>(run.seed),
              static_cast<long long>(run.score.modes), static_cast<long long>(mixture.modes()),
              100 * run.score.high_quality, run.score.reverse_kl, run.seconds);
  std::fflush(stdout);
}

void run_all(const std::string& mixture, Options options) {
  if (options.rows.empty())
    for (const Row& row : rows()) options.rows.push_back(row.name);
  if (options.seeds.empty()) options.seeds = {1};
  set_threads(options.threads);
  for (const std::uint64_t seed : options.seeds)
    for (const std::string& name : options.rows) {
      Protocol protocol = options.pacgan ? pacgan_protocol(row(name)) : modes::protocol(mixture);
      if (options.iterations) protocol.iterations = *options.iterations;
      run({mixture, name, seed, protocol, {}, 0}, options);
    }
  if (options.table) print_table(options.out, mixture);
}

int run_program(int argc, char** argv) {
  CLI::App app{
      "How well GANs cover all modes of a mixture of Gaussians, under one protocol for all remedies."};
  app.require_subcommand(1);
  Options options;
  CLI::App* ring = add_command(app, "ring", options);
  CLI::App* grid = add_command(app, "grid", options);
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
  if (ring->parsed()) {
    run_all("ring", options);
  } else if (grid->parsed()) {
    run_all("grid", options);
  } else if (stacks->parsed()) {
    stacked::run_stacked(of_stacked);
  } else {
    print_table(options.out, "ring");
    std::printf("\n");
    print_table(options.out, "grid");
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
