#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "agon/nn/walk.hpp"

namespace agon {

/// The numbers of every iteration of a game, as a table. A number that an iteration did not report is NaN.
class History {
 public:
  /// Appends a row; a name not seen before becomes a new column.
  void add(const std::vector<Named<double>>& row);

  const std::vector<std::string>& columns() const { return columns_; }
  /// The rows, each of as many numbers as there are columns.
  const std::vector<std::vector<double>>& rows() const { return rows_; }
  /// One column. Throws Error where there is none of this name.
  std::vector<double> operator[](std::string_view name) const;

 private:
  std::vector<std::string> columns_;
  std::vector<std::vector<double>> rows_;
};

}  // namespace agon

#ifdef AGON_HEADER_ONLY
#include "agon/gan/history-inl.h"
#endif
