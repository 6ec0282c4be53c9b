#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "agon/core/shape.hpp"
#include "agon/core/size2.hpp"
#include "agon/core/size3.hpp"
#include "agon/nn/chain.hpp"

/// Networks from a configuration in JSON:
///
///     {"layers": [
///       {"type": "Linear", "in": 100, "out": 128},
///       {"type": "LeakyReLU", "slope": 0.2},
///       {"type": "Linear", "in": 128, "out": 784}
///     ]}
///
/// A layer's members are its type and the options of its constructor under their own names; what has a
/// default may be left out. A size along several axes is a number or a list of one each. "Sequential" has
/// layers of its own.
namespace agon {

template <class T>
class BasicLayerRegistry;

namespace detail {
struct LayerDescription;
/// Gives a registry the layers of the library.
template <class T>
void add_layers(BasicLayerRegistry<T>& registry);
}  // namespace detail

/// The members of one layer's description, for the function that makes the layer. Each asks for a member by
/// its key and throws Error where it is of another kind, or is missing and has no default, naming the layer's
/// place: "[build] layers.3: expected "out" to be a whole number, got "many"". A member that nobody asked for
/// is refused as well.
class LayerConfig {
 public:
  explicit LayerConfig(const detail::LayerDescription& layer) : layer_(&layer) {}

  bool has(std::string_view key) const;
  std::int64_t integer(std::string_view key, std::optional<std::int64_t> otherwise = {}) const;
  double number(std::string_view key, std::optional<double> otherwise = {}) const;
  bool flag(std::string_view key, std::optional<bool> otherwise = {}) const;
  std::string text(std::string_view key, std::optional<std::string> otherwise = {}) const;
  Size2 size(std::string_view key, std::optional<Size2> otherwise = {}) const;
  Size3 size3(std::string_view key, std::optional<Size3> otherwise = {}) const;
  /// A list of whole numbers, or one alone.
  Shape shape(std::string_view key) const;
  /// One of some names, each of which stands for a value.
  template <class Value>
  Value choice(std::string_view key, std::initializer_list<std::pair<std::string_view, Value>> values,
               std::optional<Value> otherwise = {}) const {
    if (otherwise && !has(key)) return *otherwise;
    std::vector<std::string_view> names;
    for (const auto& value : values) names.push_back(value.first);
    return values.begin()[chosen(key, names)].second;
  }

  /// Throws Error "[build] layers.3: <what>".
  [[noreturn]] void refuse(const std::string& what) const;

 protected:
  std::size_t chosen(std::string_view key, const std::vector<std::string_view>& names) const;

  const detail::LayerDescription* layer_;
};

/// The same for a layer that is made of others.
template <class T>
class BasicBlockConfig : public LayerConfig {
 public:
  BasicBlockConfig(const detail::LayerDescription& layer, const BasicLayerRegistry<T>& registry)
      : LayerConfig(layer), registry_(&registry) {}

  /// The layer that is described under `key`.
  BasicAnyModule<T> layer(std::string_view key) const;
  /// The layers that are listed under `key`, one after another.
  BasicChain<T> layers(std::string_view key) const;

 private:
  const BasicLayerRegistry<T>* registry_;
};

using BlockConfig = BasicBlockConfig<float>;
namespace f64 {
using BlockConfig = BasicBlockConfig<double>;
}

/// Types of layers by their names in a configuration. A value; a new one knows all layers of the library that
/// take one input.
///
///     LayerRegistry registry;
///     registry.add("Block", [](const LayerConfig& c) { return Block(c.integer("channels")); });
///     registry.add("Gated", [](const BlockConfig& c) { return Gated(c.layers("body")); });
///     Chain net = registry.build(text);
template <class T>
class BasicLayerRegistry {
 public:
  using Factory = std::function<BasicAnyModule<T>(const BasicBlockConfig<T>&)>;

  BasicLayerRegistry();

  /// Throws Error where the name is empty or taken.
  BasicLayerRegistry& add(std::string name, Factory factory);
  /// In alphabetical order.
  std::vector<std::string> names() const;

  /// The network that a configuration describes, its weights drawn from `current_random()`. Throws Error,
  /// naming the place, where the text is not JSON of this form, a type is unknown, or a layer refuses its
  /// options.
  BasicChain<T> build(std::string_view json) const;
  /// The same from a file. Throws IoError, naming the file, where it cannot be read and for every mistake in
  /// it.
  BasicChain<T> build_file(const std::string& path) const;

 private:
  friend class BasicBlockConfig<T>;
  BasicChain<T> make_layers(const detail::LayerDescription& owner, std::string_view key) const;
  BasicAnyModule<T> make_layer(const detail::LayerDescription& description) const;

  std::vector<std::pair<std::string, Factory>> factories_;  // ordered by name
};

using LayerRegistry = BasicLayerRegistry<float>;
namespace f64 {
using LayerRegistry = BasicLayerRegistry<double>;
}

/// The network that a configuration describes, of the library's own layers.
Chain build(std::string_view json);
Chain build_file(const std::string& path);
namespace f64 {
f64::Chain build(std::string_view json);
f64::Chain build_file(const std::string& path);
}  // namespace f64

}  // namespace agon

#ifdef AGON_HEADER_ONLY
#include "agon/nn/build-inl.h"
#include "agon/nn/build_layers-inl.h"
#endif
