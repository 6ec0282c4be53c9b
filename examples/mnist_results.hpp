#pragma once

#include <agon/data.hpp>
#include <agon/gan/history.hpp>

#include <string>

#include "mnist_options.hpp"

struct Results {
  agon::Tensor samples, interpolations;  // [64, 28, 28, 1] each
  const agon::History& history;
  double images_per_second;
};

/// Writes samples.png, latent.png, losses.svg, history.csv and summary.json, and prints the last line.
void write_results(const Options& options, const agon::ImageDataset& data, const Results& results);

/// Removes what an earlier run left in the folder: it would pass for this run's.
void remove_results(const std::string& folder);
