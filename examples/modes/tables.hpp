#pragma once

#include <string>

#include "experiment.hpp"

namespace modes {

/// Makes <out>/<experiment>/table.md and table.json of all runs of an experiment in the folder: a line a row
/// with means and standard errors over seeds. Returns the text of table.md, which is empty where there are no
/// runs. Throws Error where runs are not of one protocol.
std::string write_table(const std::string& out, const Experiment& experiment);

}  // namespace modes
