#pragma once

#include <array>
#include <charconv>
#include <cmath>

#include "agon/core/error.hpp"
#include "agon/io/table.hpp"

namespace agon {
namespace detail {

AGON_INLINE void append_csv_name(std::string& text, const std::string& name) {
  if (name.find_first_of(",\"\r\n") == std::string::npos) {
    text += name;
    return;
  }
  text += '"';
  for (char c : name) text += c == '"' ? std::string("\"\"") : std::string(1, c);
  text += '"';
}

AGON_INLINE void append_csv_number(std::string& text, double value) {
  if (!std::isfinite(value)) return;
  std::array<char, 32> buffer;
  const std::to_chars_result result = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value);
  text.append(buffer.data(), result.ptr);
}

}  // namespace detail

AGON_INLINE std::string csv(const std::vector<std::string>& columns,
                            const std::vector<std::vector<double>>& rows) {
  std::string text;
  for (std::size_t i = 0; i < columns.size(); ++i) {
    if (i > 0) text += ',';
    detail::append_csv_name(text, columns[i]);
  }
  text += '\n';
  for (const std::vector<double>& row : rows) {
    if (row.size() != columns.size())
      fail("csv", "expected rows of " + std::to_string(columns.size()) +
                      " numbers, one a column, got one of " + std::to_string(row.size()));
    for (std::size_t i = 0; i < row.size(); ++i) {
      if (i > 0) text += ',';
      detail::append_csv_number(text, row[i]);
    }
    text += '\n';
  }
  return text;
}

}  // namespace agon
