#pragma once

#include <CLI/CLI.hpp>
#include <charconv>
#include <cstdint>
#include <string>
#include <type_traits>

/// Checks of options whose sentence says what was expected and what came.
namespace option_checks {

/// Whether the whole text is a number of this type. CLI11's own cast lets whole numbers out of range through.
template <class Number>
bool read(const std::string& text, Number& value) {
  if constexpr (std::is_integral_v<Number>) {
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    return error == std::errc() && end == text.data() + text.size();
  } else {
    return CLI::detail::lexical_cast(text, value);
  }
}

template <class Number, class Condition>
CLI::Validator expect(const std::string& what, const std::string& shown, Condition condition) {
  return CLI::Validator(
      [=](const std::string& text) -> std::string {
        Number value{};
        const bool good = read(text, value) && condition(value);
        return good ? "" : "expected " + what + ", got " + text;
      },
      shown);
}

inline CLI::Validator at_least_one() {
  return expect<std::int64_t>("a whole number >= 1", "N >= 1", [](std::int64_t n) { return n >= 1; });
}

inline CLI::Validator thread_count() {
  return expect<int>("a whole number >= 1", "N >= 1", [](int n) { return n >= 1; });
}

inline CLI::Validator seed() {
  return expect<std::uint64_t>("a whole number >= 0", "N >= 0", [](std::uint64_t) { return true; });
}

inline CLI::Validator not_empty(const std::string& what, const std::string& shown) {
  return CLI::Validator(
      [=](const std::string& text) -> std::string {
        return text.empty() ? "expected the name of a " + what + ", got an empty one" : "";
      },
      shown);
}

}  // namespace option_checks
