#pragma once

#include <functional>
#include <string>
#include <vector>

#include "training.hpp"

namespace modes {

/// A row of a table: what it adds to the plain GAN, and nothing else.
struct Row {
  std::string name;
  std::string what;
  /// Trains the row's GAN and draws from the generator that is shown.
  std::function<Tensor(const Setup&)> train;
  std::int64_t together = 1;  ///< samples that D judges at once
};

/// The rows of the tables of ring and grid.
std::vector<Row> coverage();

}  // namespace modes
