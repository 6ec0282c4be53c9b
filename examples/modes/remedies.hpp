#pragma once

#include <vector>

#include "rows.hpp"

namespace modes {

/// One row for each remedy of the library that makes sense for points in the plane, under the protocol of the
/// ring: the plain GAN, and that with one part added or exchanged at its default strength, or at the one that
/// the row names.
std::vector<Row> remedies();

}  // namespace modes
