#include "tables.hpp"

#include <agon/core/error.hpp>
#include <agon/io.hpp>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <vector>

#include "results.hpp"

namespace modes {
namespace {

struct Spread {
  double mean = 0;
  double error = 0;  ///< the standard error of the mean; 0 for a single number
};

Spread spread(const std::vector<double>& numbers) {
  const auto count = static_cast<double>(numbers.size());
  Spread result;
  for (const double number : numbers) result.mean += number / count;
  double squares = 0;
  for (const double number : numbers) squares += (number - result.mean) * (number - result.mean);
  if (count > 1) result.error = std::sqrt(squares / (count - 1) / count);
  return result;
}

/// The runs of one row.
struct Line {
  const Row& row;
  std::vector<Run> runs;

  template <class Number>
  Spread over(const Number& number) const {
    std::vector<double> numbers;
    for (const Run& run : runs) numbers.push_back(static_cast<double>(number(run)));
    return spread(numbers);
  }
  Spread modes() const {
    return over([](const Run& run) { return run.score.modes; });
  }
  Spread percent() const {
    return over([](const Run& run) { return 100 * run.score.high_quality; });
  }
  Spread reverse_kl() const {
    return over([](const Run& run) { return run.score.reverse_kl; });
  }
  Spread seconds() const {
    return over([](const Run& run) { return run.seconds; });
  }
  std::int64_t complete(std::int64_t modes) const {
    return std::ranges::count_if(runs, [&](const Run& run) { return run.score.modes == modes; });
  }
};

std::vector<Line> lines(const Experiment& experiment, const std::vector<Run>& runs) {
  std::vector<Line> result;
  for (const Row& row : experiment.rows) {
    Line line{row, {}};
    std::ranges::copy_if(runs, std::back_inserter(line.runs),
                         [&](const Run& run) { return run.row == row.name; });
    if (!line.runs.empty()) result.push_back(std::move(line));
  }
  return result;
}

void check_one_protocol(const std::vector<Run>& runs) {
  for (const Run& run : runs) {
    const Protocol &first = runs[0].protocol, &other = run.protocol;
    if (other.name == first.name && other.iterations == first.iterations) continue;
    const auto said = [](const Protocol& protocol) {
      return protocol.name + " with " + std::to_string(protocol.iterations) + " iterations";
    };
    throw Error("expected runs of one protocol in a table, got " + said(first) + " and " + said(other));
  }
}

std::string text(const Spread& spread, int digits) {
  char buffer[64];
  std::snprintf(buffer, sizeof buffer, "%.*f ± %.*f", digits, spread.mean, digits, spread.error);
  return buffer;
}

std::string markdown(const Mixture& mixture, const std::vector<Line>& lines) {
  const std::string all = std::to_string(mixture.modes());
  std::string table = "| " + mixture.name + " | modes of " + all + " | seeds with all | high quality, % | " +
                      "reverse KL | seconds a run |\n| --- | --- | --- | --- | --- | --- |\n";
  for (const Line& line : lines)
    table += "| " + line.row.what + " | " + text(line.modes(), 1) + " | " +
             std::to_string(line.complete(mixture.modes())) + " of " + std::to_string(line.runs.size()) +
             " | " + text(line.percent(), 1) + " | " + text(line.reverse_kl(), 3) + " | " +
             text(line.seconds(), 1) + " |\n";
  return table;
}

JsonObject json(const Spread& spread) {
  return JsonObject().add("mean", spread.mean).add("standard_error", spread.error);
}

std::string json(const Mixture& mixture, const std::vector<Line>& lines) {
  const Protocol& protocol = lines[0].runs[0].protocol;
  JsonObject table;
  table.add("mixture", mixture.name).add("protocol", protocol.name).add("iterations", protocol.iterations);
  JsonObject rows;
  for (const Line& line : lines) {
    std::vector<std::int64_t> seeds;
    for (const Run& run : line.runs) seeds.push_back(static_cast<std::int64_t>(run.seed));
    rows.add(line.row.name, JsonObject()
                                .add("seeds", seeds)
                                .add("modes", json(line.modes()))
                                .add("seeds_with_all_modes", line.complete(mixture.modes()))
                                .add("high_quality_percent", json(line.percent()))
                                .add("reverse_kl", json(line.reverse_kl()))
                                .add("seconds", json(line.seconds())));
  }
  return table.add("rows", rows).text();
}

}  // namespace

std::string write_table(const std::string& out, const Experiment& experiment) {
  const std::vector<Run> runs = read_runs(out, experiment);
  if (runs.empty()) return "";
  check_one_protocol(runs);
  const std::vector<Line> all = lines(experiment, runs);
  const std::string table = markdown(experiment.mixture, all);
  write_file(out + "/" + experiment.name + "/table.md", table);
  write_file(out + "/" + experiment.name + "/table.json", json(experiment.mixture, all));
  return table;
}

}  // namespace modes
