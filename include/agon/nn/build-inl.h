#pragma once

#include <algorithm>
#include <functional>
#include <limits>
#include <nlohmann/json.hpp>
#include <set>

#include "agon/core/error.hpp"
#include "agon/io/file.hpp"
#include "agon/nn/build.hpp"

namespace agon {
namespace detail {

/// A part of a configuration that has members: the whole, or a layer.
struct LayerDescription {
  const nlohmann::json& json;
  std::string place;                                      // "", "layers.3", "layers.3.body.0"
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
  std::string place_of(std::string_view key) const {
    return place.empty() ? std::string(key) : place + "." + std::string(key);
  }
  [[noreturn]] void refuse_member(std::string_view key, const std::string& kind,
                                  const nlohmann::json* got) const {
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

AGON_INLINE std::optional<Shape> one_or_more(const nlohmann::json& value) {
  if (const auto one = whole_number(value)) return Shape{*one};
  return whole_numbers(value);
}

AGON_INLINE std::optional<Size2> one_or_two(const nlohmann::json& value) {
  if (const auto both = whole_number(value)) return Size2(*both);
  const std::optional<Shape> two = whole_numbers(value);
  if (!two || two->rank() != 2) return std::nullopt;
  return Size2((*two)[0], (*two)[1]);
}

AGON_INLINE std::optional<Size3> one_or_three(const nlohmann::json& value) {
  if (const auto all = whole_number(value)) return Size3(*all);
  const std::optional<Shape> three = whole_numbers(value);
  if (!three || three->rank() != 3) return std::nullopt;
  return Size3((*three)[0], (*three)[1], (*three)[2]);
}

}  // namespace detail

AGON_INLINE void LayerConfig::refuse(const std::string& what) const { layer_->refuse(what); }

AGON_INLINE bool LayerConfig::has(std::string_view key) const { return layer_->find(key) != nullptr; }

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

AGON_INLINE Size3 LayerConfig::size3(std::string_view key, std::optional<Size3> otherwise) const {
  return detail::member(*layer_, key, "a whole number or three of them", otherwise, detail::one_or_three);
}

AGON_INLINE Shape LayerConfig::shape(std::string_view key) const {
  return detail::member(*layer_, key, "a whole number or a list of at most 8", std::optional<Shape>(),
                        detail::one_or_more);
}

AGON_INLINE std::size_t LayerConfig::chosen(std::string_view key,
                                            const std::vector<std::string_view>& names) const {
  const nlohmann::json* found = layer_->find(key);
  if (found && found->is_string()) {
    const auto name = std::ranges::find(names, found->get_ref<const std::string&>());
    if (name != names.end()) return static_cast<std::size_t>(name - names.begin());
  }
  std::string list;
  for (std::size_t i = 0; i < names.size(); ++i)
    list += (i == 0 ? "" : i + 1 == names.size() ? " or " : ", ") + std::string(names[i]);
  layer_->refuse_member(key, list, found);
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

/// Lists and objects within each other, which are walked by recursion. Throws Error beyond a sane depth.
AGON_INLINE bool refuse_deep(int depth, nlohmann::json::parse_event_t, nlohmann::json&) {
  constexpr int most = 200;
  if (depth > most)
    fail("build", "expected lists and objects nested at most " + std::to_string(most) + " deep, got more");
  return true;
}

AGON_INLINE std::string joined(const std::vector<std::string>& names) {
  std::string text;
  for (const std::string& name : names) text += (text.empty() ? "" : ", ") + name;
  return text;
}

}  // namespace detail

template <class T>
BasicAnyModule<T> BasicBlockConfig<T>::layer(std::string_view key) const {
  const nlohmann::json* found = layer_->find(key);
  if (!found || !found->is_object()) layer_->refuse_member(key, "a layer", found);
  return registry_->make_layer({*found, layer_->place_of(key)});
}

template <class T>
BasicChain<T> BasicBlockConfig<T>::layers(std::string_view key) const {
  return registry_->make_layers(*layer_, key);
}

template <class T>
BasicLayerRegistry<T>::BasicLayerRegistry() {
  detail::add_layers(*this);
}

template <class T>
BasicLayerRegistry<T>& BasicLayerRegistry<T>::add(std::string name, Factory factory) {
  const auto at = std::ranges::lower_bound(factories_, name, {}, [](const auto& f) { return f.first; });
  if (name.empty() || (at != factories_.end() && at->first == name))
    fail("LayerRegistry", "expected a name that is not taken, got \"" + name + "\"");
  factories_.insert(at, {std::move(name), std::move(factory)});
  return *this;
}

template <class T>
std::vector<std::string> BasicLayerRegistry<T>::names() const {
  std::vector<std::string> all;
  for (const auto& factory : factories_) all.push_back(factory.first);
  return all;
}

template <class T>
BasicAnyModule<T> BasicLayerRegistry<T>::make_layer(const detail::LayerDescription& description) const {
  const BasicBlockConfig<T> config(description, *this);
  const std::string type = config.text("type");
  const auto found = std::ranges::find(factories_, type, [](const auto& f) { return f.first; });
  if (found == factories_.end())
    description.refuse("expected a type among " + detail::joined(names()) + ", got \"" + type + "\"");
  try {
    BasicAnyModule<T> made = found->second(config);
    detail::refuse_unasked(description, type);
    return made;
  } catch (const Error& error) {
    const std::string text = error.what();
    if (text.starts_with("[build] ")) throw;
    description.refuse(text);
  }
}

template <class T>
BasicChain<T> BasicLayerRegistry<T>::make_layers(const detail::LayerDescription& owner,
                                                 std::string_view key) const {
  const nlohmann::json* list = owner.find(key);
  if (!list || !list->is_array()) owner.refuse_member(key, "a list of layers", list);
  BasicChain<T> chain;
  for (const nlohmann::json& json : *list) {
    const detail::LayerDescription description{json,
                                               owner.place_of(key) + "." + std::to_string(chain.size())};
    if (!json.is_object())
      description.refuse("expected an object with a type, got " + detail::LayerDescription::shown(&json));
    chain.push_back(make_layer(description));
  }
  return chain;
}

template <class T>
BasicChain<T> BasicLayerRegistry<T>::build(std::string_view text) const {
  nlohmann::json json;
  try {
    json = nlohmann::json::parse(text, detail::refuse_deep);
  } catch (const nlohmann::json::parse_error& error) {
    fail("build", "expected JSON, got an error at byte " + std::to_string(error.byte));
  } catch (const nlohmann::json::out_of_range&) {
    fail("build", "expected JSON, got a number that is out of range");
  }
  const detail::LayerDescription whole{json, ""};
  if (!json.is_object())
    whole.refuse("expected an object with \"layers\", got " + detail::LayerDescription::shown(&json));
  BasicChain<T> net = make_layers(whole, "layers");
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
