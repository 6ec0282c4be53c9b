#pragma once

#include <string>
#include <vector>

#include "agon/core/config.hpp"

namespace agon {

/// The text of a CSV file (RFC 4180, lines ended by \n): a line of names, then a line for each row. Numbers
/// are the shortest that read back to the same double; those that are not finite leave their field empty.
/// Throws Error where a row has another number of fields than there are columns.
std::string csv(const std::vector<std::string>& columns, const std::vector<std::vector<double>>& rows);

}  // namespace agon

#ifdef AGON_HEADER_ONLY
#include "agon/io/table-inl.h"
#endif
