#pragma once

#include <concepts>
#include <cstddef>
#include <tuple>
#include <utility>

#include "agon/autograd/variable.hpp"
#include "agon/nn/reflect.hpp"

namespace agon {

/// What Sequential is made of: a network that takes a variable and returns one.
template <class Layer>
concept SequentialLayer = Network<Layer> &&
    requires(const Layer& layer, const BasicVar<network_scalar_t<Layer>>& x) {
  { layer(x) } -> std::convertible_to<BasicVar<network_scalar_t<Layer>>>;
};

/// Layers one after another: `Sequential<Linear, ReLU, Linear> body{Linear{2, 64}, ReLU{}, Linear{64, 1}};`
/// Their parameters are named by their place: "body.0.weight". Of no layers it returns its input.
template <class... Layers>
struct Sequential {
  using Scalar = network_scalar_t<std::tuple<Layers...>>;

  Sequential() requires(std::default_initializable<Layers>&&...) = default;
  explicit(sizeof...(Layers) == 1)
      Sequential(Layers... each) requires(sizeof...(Layers) > 0 && (SequentialLayer<Layers> && ...))
      : layers(std::move(each)...) {}

  BasicVar<Scalar> operator()(const BasicVar<Scalar>& x) const requires(sizeof...(Layers) > 0) {
    return pass<0>(x);
  }
  template <class T>
  BasicVar<T> operator()(const BasicVar<T>& x) const requires(sizeof...(Layers) == 0) {
    return x;
  }

  std::tuple<Layers...> layers;

  static constexpr std::size_t agon_members = 1;
  static constexpr bool agon_transparent = true;

 private:
  template <std::size_t I>
  BasicVar<Scalar> pass(const BasicVar<Scalar>& x) const {
    if constexpr (I == sizeof...(Layers)) {
      return x;
    } else {
      return pass<I + 1>(std::get<I>(layers)(x));
    }
  }
};

template <class... Layers>
Sequential(Layers...) -> Sequential<Layers...>;

namespace f64 {
using agon::Sequential;
}

}  // namespace agon
