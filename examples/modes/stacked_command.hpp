#pragma once

#include <CLI/CLI.hpp>

#include "stacked.hpp"

namespace stacked {

/// Adds the command `stacked` with its options, which are written to `options` as it is read.
CLI::App* add_command(CLI::App& app, StackedOptions& options);

}  // namespace stacked
