#pragma once

#include <concepts>
#include <cstddef>
#include <utility>
#include <vector>

#include "agon/nn/any_module.hpp"

namespace agon {

/// Layers one after another that are chosen at run time; what Sequential is at compile time. Their parameters
/// are named by their place, "body.0.weight", so a chain loads what a Sequential of the same layers saved.
///
///     Chain body{Linear{2, 64}, ReLU{}};
///     for (int i = 0; i < depth; ++i) body.push_back(Linear{64, 64}).push_back(ReLU{});
///
/// Of no layers it returns its input. Adding a layer invalidates the list that `slots` returned.
template <class T>
struct BasicChain {
  BasicChain() = default;
  template <class... Modules>
  requires((sizeof...(Modules) > 1 ||
            (sizeof...(Modules) == 1 && !(std::same_as<Modules, BasicChain> && ...))) &&
           (std::convertible_to<Modules, BasicAnyModule<T>> && ...)) explicit(sizeof...(Modules) == 1)
      BasicChain(Modules... each) {
    modules.reserve(sizeof...(Modules));
    (modules.emplace_back(std::move(each)), ...);
  }

  BasicVar<T> operator()(const BasicVar<T>& x) const;

  BasicChain& push_back(BasicAnyModule<T> module);
  std::size_t size() const { return modules.size(); }

  std::vector<BasicAnyModule<T>> modules;

  using Scalar = T;
  static constexpr std::size_t agon_members = 1;
  static constexpr bool agon_transparent = true;
};

using Chain = BasicChain<float>;
namespace f64 {
using Chain = BasicChain<double>;
}

}  // namespace agon

#ifdef AGON_HEADER_ONLY
#include "agon/nn/chain-inl.h"
#endif
