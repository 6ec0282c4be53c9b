#pragma once

#include <algorithm>
#include <limits>

#include "agon/core/error.hpp"
#include "agon/gan/history.hpp"

namespace agon {

AGON_INLINE void History::add(const std::vector<Named<double>>& row) {
  constexpr double unknown = std::numeric_limits<double>::quiet_NaN();
  std::vector<double> numbers(columns_.size(), unknown);
  for (const auto& [name, value] : row) {
    const auto found = std::find(columns_.begin(), columns_.end(), name);
    if (found == columns_.end()) {
      columns_.push_back(name);
      for (auto& earlier : rows_) earlier.push_back(unknown);
      numbers.push_back(value);
    } else {
      numbers[static_cast<std::size_t>(found - columns_.begin())] = value;
    }
  }
  rows_.push_back(std::move(numbers));
}

AGON_INLINE std::vector<double> History::operator[](std::string_view name) const {
  const auto found = std::find(columns_.begin(), columns_.end(), name);
  if (found == columns_.end()) {
    std::string known;
    for (const auto& column : columns_) known += (known.empty() ? "" : ", ") + column;
    fail("History", "expected one of the columns " + known + "; got " + std::string(name));
  }
  std::vector<double> values;
  for (const auto& row : rows_) values.push_back(row[static_cast<std::size_t>(found - columns_.begin())]);
  return values;
}

}  // namespace agon
