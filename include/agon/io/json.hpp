#pragma once

#include <concepts>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include "agon/core/config.hpp"

namespace agon {

/// A JSON object put together member by member, which keep their order:
///
///   JsonObject{}.add("source", "MNIST").add("images", 60000).text()
///
/// Numbers that are not finite become null; bytes that are not UTF-8 become U+FFFD. Only in agon::agon.
class JsonObject {
 public:
  JsonObject();
  JsonObject(const JsonObject& other);
  JsonObject(JsonObject&& other) noexcept;
  JsonObject& operator=(JsonObject other) noexcept;
  ~JsonObject();

  /// Adds a member: a truth value, number, text, object, or vector of numbers. Throws Error where there is
  /// one of this name already.
  template <class Number>
  requires std::is_arithmetic_v<Number> JsonObject& add(std::string_view name, Number value) {
    if constexpr (std::same_as<Number, bool>) {
      return add_bool(name, value);
    } else if constexpr (std::floating_point<Number>) {
      return add_real(name, static_cast<double>(value), std::same_as<Number, float>);
    } else if constexpr (std::signed_integral<Number>) {
      return add_signed(name, value);
    } else {
      return add_unsigned(name, value);
    }
  }
  JsonObject& add(std::string_view name, std::string_view text);
  JsonObject& add(std::string_view name, const char* text) { return add(name, std::string_view(text)); }
  JsonObject& add(std::string_view name, const std::string& text) {
    return add(name, std::string_view(text));
  }
  JsonObject& add(std::string_view name, const JsonObject& object);
  JsonObject& add(std::string_view name, const std::vector<double>& numbers);
  JsonObject& add(std::string_view name, const std::vector<std::int64_t>& numbers);

  /// The text, indented by two blanks, with a line end at its end.
  std::string text() const;

 private:
  struct Body;
  JsonObject& add_bool(std::string_view name, bool value);
  JsonObject& add_real(std::string_view name, double value, bool single);
  JsonObject& add_signed(std::string_view name, std::int64_t value);
  JsonObject& add_unsigned(std::string_view name, std::uint64_t value);

  std::unique_ptr<Body> body_;
};

}  // namespace agon
