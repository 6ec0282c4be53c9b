#pragma once

#include <string>
#include <vector>

#include "mixture.hpp"
#include "protocol.hpp"
#include "rows.hpp"

namespace modes {

/// What a table compares: rows under one protocol on one mixture.
struct Experiment {
  std::string name;
  std::string what;
  Mixture mixture;
  Protocol protocol;
  std::vector<Row> rows;

  /// Throws Error on a name that no row has.
  const Row& row(const std::string& name) const;
};

/// "ring", "grid" and "remedies".
const std::vector<Experiment>& experiments();
/// Throws Error on a name that none has.
const Experiment& experiment(const std::string& name);

}  // namespace modes
