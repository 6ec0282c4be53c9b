#include "agon/io/json.hpp"

#include <charconv>
#include <cmath>
#include <nlohmann/json.hpp>
#include <utility>

#include "agon/core/error.hpp"

namespace agon {

struct JsonObject::Body {
  nlohmann::ordered_json json = nlohmann::ordered_json::object();

  nlohmann::ordered_json& fresh(std::string_view name) {
    if (json.contains(name))
      fail("JsonObject", "expected every name once, got " + std::string(name) + " twice");
    return json[std::string(name)];
  }
};

namespace {

// Dumping a NaN would give null as well; here it is on purpose.
nlohmann::ordered_json real(double value) {
  return std::isfinite(value) ? nlohmann::ordered_json(value) : nlohmann::ordered_json(nullptr);
}

// A float written as the double it equals would show digits that it does not have.
double shortest(double value) {
  char text[32];
  const auto written = std::to_chars(text, text + sizeof text, static_cast<float>(value));
  std::from_chars(text, written.ptr, value);
  return value;
}

}  // namespace

JsonObject::JsonObject() : body_(std::make_unique<Body>()) {}
JsonObject::JsonObject(const JsonObject& other) : body_(std::make_unique<Body>(*other.body_)) {}
JsonObject::JsonObject(JsonObject&& other) noexcept = default;
JsonObject& JsonObject::operator=(JsonObject other) noexcept {
  body_ = std::move(other.body_);
  return *this;
}
JsonObject::~JsonObject() = default;

JsonObject& JsonObject::add(std::string_view name, std::string_view text) {
  body_->fresh(name) = std::string(text);
  return *this;
}

JsonObject& JsonObject::add(std::string_view name, const JsonObject& object) {
  nlohmann::ordered_json member = object.body_->json;  // a copy first: the object may be this one
  body_->fresh(name) = std::move(member);
  return *this;
}

JsonObject& JsonObject::add(std::string_view name, const std::vector<double>& numbers) {
  nlohmann::ordered_json list = nlohmann::ordered_json::array();
  for (double number : numbers) list.push_back(real(number));
  body_->fresh(name) = std::move(list);
  return *this;
}

JsonObject& JsonObject::add(std::string_view name, const std::vector<std::int64_t>& numbers) {
  body_->fresh(name) = numbers;
  return *this;
}

JsonObject& JsonObject::add_bool(std::string_view name, bool value) {
  body_->fresh(name) = value;
  return *this;
}

JsonObject& JsonObject::add_real(std::string_view name, double value, bool single) {
  body_->fresh(name) = real(single && std::isfinite(value) ? shortest(value) : value);
  return *this;
}

JsonObject& JsonObject::add_signed(std::string_view name, std::int64_t value) {
  body_->fresh(name) = value;
  return *this;
}

JsonObject& JsonObject::add_unsigned(std::string_view name, std::uint64_t value) {
  body_->fresh(name) = value;
  return *this;
}

std::string JsonObject::text() const {
  return body_->json.dump(2, ' ', false, nlohmann::ordered_json::error_handler_t::replace) + "\n";
}

}  // namespace agon
