// Times whole workloads.
//
//     agon_bench [--threads N] [--backend eigen|onednn] [--seconds S] [--json FILE] [--list] [--once]
//                [workload ...]
//
// Prints what it ran on and the rate of a matrix product on it, then one line a workload, medians over S
// seconds: "name  X ms/iter  Y img/s  rss Z MiB  P % of the matrix-product rate". Z is the most memory that
// the whole process held until then; P is how much of the matrix-product rate the workload's own matrix
// products reached.
#include <CLI/CLI.hpp>
#include <agon/agon.hpp>
#include <agon/kernels/backend.hpp>
#include <agon/kernels/isa.hpp>
#include <algorithm>
#include <cmath>
#include <cstdio>
#include <exception>
#include <optional>
#include <string>
#include <vector>

#include "machine.hpp"
#include "measure.hpp"
#include "workloads.hpp"

namespace {

struct Options {
  int threads = agon::threads();
  double seconds = 10;
  std::string backend;  // empty: the library's choice
  std::string json;
  std::vector<std::string> names;
  bool list = false;
  bool once = false;
};

void use_backend(const std::string& name) {
  std::string known;
  for (const agon::Backend backend : agon::available_backends()) {
    if (name == agon::name_of(backend)) return agon::set_backend(backend);
    known += (known.empty() ? "" : ", ") + std::string(agon::name_of(backend));
  }
  throw agon::Error("--backend: expected one of " + known + ", got " + name);
}

void check(const Options& options) {
  if (options.threads < 1)
    throw agon::Error("--threads: expected a number >= 1, got " + std::to_string(options.threads));
  if (!(options.seconds > 0 && std::isfinite(options.seconds)))
    throw agon::Error("--seconds: expected a number > 0, got " + std::to_string(options.seconds));
  std::vector<std::string> known;
  for (const bench::Workload& workload : bench::workloads()) known.push_back(workload.name);
  for (const std::string& name : options.names)
    if (std::ranges::count(known, name) == 0)
      throw agon::Error("workload: expected " + CLI::detail::join(known, ", ") + ", got " + name);
}

agon::JsonObject run(const bench::Workload& workload, double seconds, double matrix_product) {
  const bench::Times times = bench::measure(seconds, workload.prepare());
  const double rate = workload.gflop / times.median();
  const double images = static_cast<double>(workload.images) / times.median();
  const double memory = bench::peak_memory_mib();
  std::printf("%-14s %8.2f ms/iter %8.0f img/s  rss %.0f MiB  %.0f %% of the matrix-product rate\n",
              workload.name.c_str(), 1e3 * times.median(), images, memory, 100 * rate / matrix_product);
  std::fflush(stdout);
  return agon::JsonObject{}
      .add("ms_per_iteration", 1e3 * times.median())
      .add("shortest_ms", 1e3 * times.shortest())
      .add("iterations", times.seconds.size())
      .add("images_per_second", images)
      .add("peak_memory_mib", memory)
      .add("gflop_per_iteration", workload.gflop)
      .add("share_of_matrix_product_rate", rate / matrix_product);
}

const bench::Workload& workload_of(const std::string& name) {
  return *std::ranges::find(bench::workloads(), name, &bench::Workload::name);
}

// One iteration of each and nothing else: what a whole process takes until its first iteration is done.
void run_once(const Options& options) {
  for (const std::string& name : options.names) workload_of(name).prepare()();
}

void run(const Options& options) {
  check(options);
  if (options.list) {
    for (const bench::Workload& workload : bench::workloads()) std::printf("%s\n", workload.name.c_str());
    return;
  }
  std::optional<agon::PartialFile> json;
  if (!options.json.empty()) json.emplace(options.json);
  agon::set_threads(options.threads);
  if (!options.backend.empty()) use_backend(options.backend);
  if (options.once) return run_once(options);
  const double matrix_product = bench::matrix_product_gflops(std::min(options.seconds, 1.0));
  std::printf("agon %s, %s, %s, %s, threads: %d, matrix product: %.0f GFLOP/s\n", AGON_VERSION,
              bench::processor().c_str(), agon::name_of(agon::backend()), agon::name_of(agon::isa()),
              agon::threads(), matrix_product);
  std::fflush(stdout);

  agon::JsonObject results;
  for (const bench::Workload& workload : bench::workloads())
    if (options.names.empty() || std::ranges::count(options.names, workload.name) > 0)
      results.add(workload.name, run(workload, options.seconds, matrix_product));
  if (!json) return;
  const std::string text = agon::JsonObject{}
                               .add("version", AGON_VERSION)
                               .add("processor", bench::processor())
                               .add("backend", agon::name_of(agon::backend()))
                               .add("instruction_set", agon::name_of(agon::isa()))
                               .add("threads", agon::threads())
                               .add("matrix_product_gflops", matrix_product)
                               .add("workloads", results)
                               .text();
  json->write(text.data(), text.size());
  json->finish();
}

}  // namespace

int main(int argc, char** argv) {
  Options options;
  CLI::App app{"Times training iterations of reference workloads."};
  app.add_option("--threads", options.threads, "Threads to compute on (default: all)");
  app.add_option("--backend", options.backend,
                 "Who computes products: eigen or onednn (default: the library's choice)");
  app.add_option("--seconds", options.seconds, "Time to measure each workload for (default 10)");
  app.add_option("--json", options.json, "Also write the results to this file");
  app.add_flag("--list", options.list, "Print the names of the workloads and do nothing else");
  app.add_flag("--once", options.once, "Run one iteration of each named workload and end, without a word");
  app.add_option("workload", options.names, "Which workloads to run (default: all)");
  CLI11_PARSE(app, argc, argv);
  try {
    run(options);
  } catch (const std::exception& error) {
    std::fprintf(stderr, "agon_bench: %s\n", error.what());
    return 1;
  }
}
