#include "mnist_results.hpp"

#include <agon/core/parallel.hpp>
#include <agon/gan.hpp>
#include <agon/io.hpp>

#include <algorithm>
#include <array>
#include <cstdio>
#include <filesystem>
#include <string_view>

using namespace agon;

namespace {

// The mean of a column over its last iterations.
double at_the_end(const History& history, const char* column) {
  const std::vector<double> values = history[column];
  const std::size_t count = std::min<std::size_t>(values.size(), 100);
  double total = 0;
  for (std::size_t i = values.size() - count; i < values.size(); ++i) total += values[i];
  return total / static_cast<double>(count);
}

void write_summary(const Options& options, const ImageDataset& data, const History& history,
                   double images_per_second) {
  JsonObject final_values;
  for (const char* column : {"discriminator.loss", "generator.loss", "real", "fake", "accuracy"})
    if (std::ranges::count(history.columns(), column) > 0)
      final_values.add(column, at_the_end(history, column));
  write_file(options.out + "/summary.json",
             JsonObject()
                 .add("data", data.source)
                 .add("images", data.size())
                 .add("objective", options.objective)
                 .add("batch", options.batch)
                 .add("epochs_begun", static_cast<std::int64_t>(history["epoch"].back()))
                 .add("iterations", static_cast<std::int64_t>(history.rows().size()))
                 .add("seconds", history["seconds"].back())
                 .add("images_per_second", images_per_second)
                 .add("mean_of_last_100_iterations", final_values)
                 .add("seed", options.seed)
                 .add("threads", threads())
                 .add("version", AGON_VERSION)
                 .text());
}

}  // namespace

void write_results(const Options& options, const ImageDataset& data, const Results& results) {
  const History& history = results.history;
  if (history.rows().empty())
    throw Error("expected data for at least one generator step; add images or epochs");
  save_sheet(options.out + "/samples.png", results.samples);
  save_sheet(options.out + "/latent.png", results.interpolations);
  write_file(options.out + "/losses.svg",
             line_plot({.title = "Losses", .x_label = "iteration", .smoothing = 0.9},
                       {{"discriminator", history["discriminator.loss"]},
                        {"generator", history["generator.loss"]}}));
  write_file(options.out + "/history.csv", csv(history.columns(), history.rows()));
  write_summary(options, data, history, results.images_per_second);
  std::printf("wrote %s: %zu iterations in %.1f s, %.0f images/s\n", options.out.c_str(),
              history.rows().size(), history["seconds"].back(), results.images_per_second);
}

void remove_results(const std::string& folder) {
  constexpr std::array<std::string_view, 6> names{"samples.png", "latent.png",   "losses.svg",
                                                  "history.csv", "summary.json", "generator.safetensors"};
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    const std::string name = entry.path().filename().string();
    const bool sheet = name.starts_with("epoch_") && name.ends_with(".png") &&
                       name.find_first_not_of("0123456789", 6) == name.size() - 4;
    const bool result = sheet || std::ranges::count(names, name) > 0;
    if (result && entry.is_regular_file()) std::filesystem::remove(entry.path());
  }
}
