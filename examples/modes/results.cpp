#include "results.hpp"

#include <agon/core/error.hpp>
#include <agon/io.hpp>

#include <algorithm>
#include <filesystem>
#include <nlohmann/json.hpp>

#include "experiment.hpp"

namespace modes {
namespace {

std::string json(const Run& run) {
  const Protocol& protocol = run.protocol;
  return JsonObject()
      .add("mixture", experiment(run.experiment).mixture.name)
      .add("row", run.row)
      .add("seed", run.seed)
      .add("protocol", JsonObject()
                           .add("name", protocol.name)
                           .add("iterations", protocol.iterations)
                           .add("generator_layers", protocol.generator_layers)
                           .add("batch", protocol.batch)
                           .add("lr", protocol.lr)
                           .add("beta1", protocol.beta1)
                           .add("beta2", protocol.beta2)
                           .add("half_life", protocol.half_life)
                           .add("scored", protocol.scored))
      .add("modes", run.score.modes)
      .add("high_quality", run.score.high_quality)
      .add("reverse_kl", run.score.reverse_kl)
      .add("counts", run.score.counts)
      .add("seconds", run.seconds)
      .add("version", AGON_VERSION)
      .text();
}

Dots dots(const std::string& name, const Tensor& points) {
  Dots dots{.name = name, .x = {}, .y = {}};
  for (std::int64_t i = 0; i < points.dim(0); ++i) {
    dots.x.push_back(points.at({i, 0}));
    dots.y.push_back(points.at({i, 1}));
  }
  return dots;
}

std::string picture(const Run& run, const Tensor& samples) {
  const Mixture& mixture = experiment(run.experiment).mixture;
  const double end = 1.8 * mixture.size;
  Random random(run.seed, "picture");
  return scatter_plot({.title = mixture.name + ", " + run.row + ", seed " + std::to_string(run.seed),
                       .x = PlotRange{-end, end},
                       .y = PlotRange{-end, end}},
                      {dots("real", draw(mixture, 500, random)), dots("generated", samples)});
}

}  // namespace

std::string folder(const std::string& out, const std::string& experiment, const std::string& row) {
  return out + "/" + experiment + "/" + row;
}

std::string file(const std::string& out, const Run& run, const std::string& ending) {
  return folder(out, run.experiment, run.row) + "/seed_" + std::to_string(run.seed) + ending;
}

void write(const std::string& out, const Run& run, const Tensor& samples) {
  write_file(file(out, run, ".svg"), picture(run, samples));
  write_file(file(out, run, ".json"), json(run));
}

Run read_run(const std::string& path) {
  const std::vector<std::uint8_t> bytes = read_file(path);
  try {
    const auto json = nlohmann::json::parse(bytes);
    const auto& protocol = json.at("protocol");
    Run run;
    run.row = json.at("row");
    run.seed = json.at("seed");
    run.protocol.name = protocol.at("name");
    run.protocol.iterations = protocol.at("iterations");
    run.score.modes = json.at("modes");
    run.score.high_quality = json.at("high_quality");
    run.score.reverse_kl = json.at("reverse_kl");
    run.seconds = json.at("seconds");
    return run;
  } catch (const nlohmann::json::exception&) {
    throw Error("expected the numbers of a run in " + path + ", got something else");
  }
}

std::vector<Run> read_runs(const std::string& out, const Experiment& experiment) {
  std::vector<Run> runs;
  for (const Row& row : experiment.rows) {
    const std::filesystem::path where = folder(out, experiment.name, row.name);
    if (!std::filesystem::is_directory(where)) continue;
    const auto first = static_cast<std::ptrdiff_t>(runs.size());
    for (const auto& entry : std::filesystem::directory_iterator(where))
      if (entry.path().extension() == ".json") runs.push_back(read_run(entry.path().string()));
    std::ranges::sort(runs.begin() + first, runs.end(), {}, &Run::seed);
  }
  return runs;
}

}  // namespace modes
