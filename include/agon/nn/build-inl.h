#pragma once

#include <algorithm>
#include <functional>
#include <limits>
#include <nlohmann/json.hpp>
#include <set>

#include "agon/core/error.hpp"
#include "agon/io/file.hpp"
#include "agon/nn/build.hpp"
#include "agon/nn/build_layers-inl.h"

namespace agon {
namespace detail {

/// A part of a configuration that has members: the whole, or a layer.
struct LayerDescription {
  const nlohmann::json& json;
  std::string place;                                      // "", "layers.3", "layers.3.layers.0"
  mutable std::set<std::string, std::less<>> asked = {};  // keys

  [[noreturn]] void refuse(const std::string& what) const {
    fail("build", place.empty() ? what : place + ": " + what);
  }
  /// Nothing where the key is missing.
  const nlohmann::json* find(std::string_view key) const {
    asked.emplace(key);
    const auto found = json.find(std::string(key));
    return found == json.end() ? nullptr : &*found;
  }
  [[noreturn]] void refuse_member(std::string_view key, const char* kind, const nlohmann::json* got) const {
    refuse("expected \"" + std::string(key) + "\" to be " + kind + ", got " + shown(got));
  }
  static std::string shown(const nlohmann::json* value) {
    if (!value) return "none";
    std::string text = value->dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
    return text.size() <= 60 ? text : text.substr(0, 57) + "...";
  }
};

/// The member under `key` as read(json) gives it, an optional that is empty for another kind.
template <class Value, class Read>
Value member(const LayerDescription& layer, std::string_view key, const char* kind,
             const std::optional<Value>& otherwise, const Read& read) {
  const nlohmann::json* found = layer.find(key);
  if (!found && otherwise) return *otherwise;
  if (found)
    if (const std::optional<Value> value = read(*found)) return *value;
  layer.refuse_member(key, kind, found);
}

AGON_INLINE std::optional<std::int64_t> whole_number(const nlohmann::json& value) {
  constexpr auto most = static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max());
  if (!value.is_number_integer() || (value.is_number_unsigned() && value.get<std::uint64_t>() > most))
    return std::nullopt;
  return value.get<std::int64_t>();
}

AGON_INLINE std::optional<Shape> whole_numbers(const nlohmann::json& value) {
  if (!value.is_array() || value.size() > Shape::max_rank) return std::nullopt;
  Shape numbers;
  for (const nlohmann::json& element : value) {
    const std::optional<std::int64_t> number = whole_number(element);
    if (!number) return std::nullopt;
    numbers.push_back(*number);
  }
  return numbers;
}

AGON_INLINE std::optional<Size2> one_or_two(const nlohmann::json& value) {
  if (const auto both = whole_number(value)) return Size2(*both);
  const std::optional<Shape> two = whole_numbers(value);
  if (!two || two->rank() != 2) return std::nullopt;
  return Size2((*two)[0], (*two)[1]);
}

}  // namespace detail

AGON_INLINE void LayerConfig::refuse(const std::string& what) const { layer_->refuse(what); }

AGON_INLINE std::int64_t LayerConfig::integer(std::string_view key,
                                              std::optional<std::int64_t> otherwise) const {
  return detail::member(*layer_, key, "a whole number", otherwise, detail::whole_number);
}

AGON_INLINE double LayerConfig::number(std::string_view key, std::optional<double> otherwise) const {
  return detail::member(*layer_, key, "a number", otherwise, [](const nlohmann::json& value) {
    return value.is_number() ? std::optional(value.get<double>()) : std::nullopt;
  });
}

AGON_INLINE bool LayerConfig::flag(std::string_view key, std::optional<bool> otherwise) const {
  return detail::member(*layer_, key, "true or false", otherwise, [](const nlohmann::json& value) {
    return value.is_boolean() ? std::optional(value.get<bool>()) : std::nullopt;
  });
}

AGON_INLINE std::string LayerConfig::text(std::string_view key, std::optional<std::string> otherwise) const {
  return detail::member(*layer_, key, "a text", otherwise, [](const nlohmann::json& value) {
    return value.is_string() ? std::optional(value.get<std::string>()) : std::nullopt;
  });
}

AGON_INLINE Size2 LayerConfig::size(std::string_view key, std::optional<Size2> otherwise) const {
  return detail::member(*layer_, key, "a whole number or two of them", otherwise, detail::one_or_two);
}

AGON_INLINE Shape LayerConfig::shape(std::string_view key) const {
  return detail::member(*layer_, key, "a list of at most 8 whole numbers", std::optional<Shape>(),
                        detail::whole_numbers);
}

namespace detail {

AGON_INLINE void refuse_unasked(const LayerDescription& layer, const std::string& type) {
  for (const auto& [key, value] : layer.json.items()) {
    if (layer.asked.contains(key)) continue;
    std::string known;
    for (const std::string& name : layer.asked)
      if (name != "type") known += (known.empty() ? "" : ", ") + name;
    layer.refuse("expected " + (known.empty() ? "no members" : "members among " + known) + " for " + type +
                 ", got \"" + key + "\"");
  }
}

AGON_INLINE std::string joined(const std::vector<std::string>& names) {
  std::string text;
  for (const std::string& name : names) text += (text.empty() ? "" : ", ") + name;
  return text;
}

}  // namespace detail

template <class T>
BasicLayerRegistry<T>::BasicLayerRegistry() {
  detail::add_layers(*this);
}

template <class T>
BasicLayerRegistry<T>& BasicLayerRegistry<T>::add(std::string name, Factory factory) {
  const auto at = std::ranges::lower_bound(factories_, name, {}, [](const auto& f) { return f.first; });
  if (name.empty() || name == "Sequential" || (at != factories_.end() && at->first == name))
    fail("LayerRegistry", "expected a name that is not taken, got \"" + name + "\"");
  factories_.insert(at, {std::move(name), std::move(factory)});
  return *this;
}

template <class T>
std::vector<std::string> BasicLayerRegistry<T>::names() const {
  std::vector<std::string> all{"Sequential"};
  for (const auto& factory : factories_) all.push_back(factory.first);
  std::ranges::sort(all);
  return all;
}

template <class T>
BasicAnyModule<T> BasicLayerRegistry<T>::layer(const detail::LayerDescription& description) const {
  const LayerConfig config(description);
  const std::string type = config.text("type");
  BasicAnyModule<T> made;
  if (type == "Sequential") {
    made = chain(description);
  } else {
    const auto found = std::ranges::find(factories_, type, [](const auto& f) { return f.first; });
    if (found == factories_.end())
      description.refuse("expected a type among " + detail::joined(names()) + ", got \"" + type + "\"");
    try {
      made = found->second(config);
    } catch (const Error& error) {
      const std::string text = error.what();
      if (text.starts_with("[build] ")) throw;
      description.refuse(text);
    }
  }
  detail::refuse_unasked(description, type);
  return made;
}

template <class T>
BasicChain<T> BasicLayerRegistry<T>::chain(const detail::LayerDescription& owner) const {
  const nlohmann::json* layers = owner.find("layers");
  if (!layers || !layers->is_array()) owner.refuse_member("layers", "a list of layers", layers);
  BasicChain<T> chain;
  for (const nlohmann::json& json : *layers) {
    const std::string prefix = owner.place.empty() ? "layers." : owner.place + ".layers.";
    const detail::LayerDescription description{json, prefix + std::to_string(chain.size())};
    if (!json.is_object())
      description.refuse("expected an object with a type, got " + detail::LayerDescription::shown(&json));
    chain.push_back(layer(description));
  }
  return chain;
}

template <class T>
BasicChain<T> BasicLayerRegistry<T>::build(std::string_view text) const {
  nlohmann::json json;
  try {
    json = nlohmann::json::parse(text);
  } catch (const nlohmann::json::parse_error& error) {
    fail("build", "expected JSON, got an error at byte " + std::to_string(error.byte));
  }
  const detail::LayerDescription whole{json, ""};
  if (!json.is_object())
    whole.refuse("expected an object with \"layers\", got " + detail::LayerDescription::shown(&json));
  BasicChain<T> net = chain(whole);
  detail::refuse_unasked(whole, "a network");
  return net;
}

template <class T>
BasicChain<T> BasicLayerRegistry<T>::build_file(const std::string& path) const {
  const std::vector<std::uint8_t> bytes = read_file(path);
  try {
    return build({reinterpret_cast<const char*>(bytes.data()), bytes.size()});
  } catch (const Error& error) {
    fail_io(path, std::string_view(error.what()).substr(std::string_view("[build] ").size()));
  }
}

AGON_INLINE Chain build(std::string_view json) { return LayerRegistry().build(json); }
AGON_INLINE Chain build_file(const std::string& path) { return LayerRegistry().build_file(path); }
namespace f64 {
AGON_INLINE f64::Chain build(std::string_view json) { return LayerRegistry().build(json); }
AGON_INLINE f64::Chain build_file(const std::string& path) { return LayerRegistry().build_file(path); }
}  // namespace f64

}  // namespace agon
