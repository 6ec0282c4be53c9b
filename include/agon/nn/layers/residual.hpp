#pragma once

#include <concepts>
#include <cstddef>
#include <utility>

#include "agon/nn/layers/sequential.hpp"

namespace agon {
namespace detail {

/// a + b. Throws Error "[Residual] ..." where their shapes differ.
template <class T>
BasicVar<T> add_branches(const BasicVar<T>& shortcut, const BasicVar<T>& body);

/// The input and what a body made of it, joined along the last axis. Throws Error "[DenseConcat] ..." where
/// any other axis differs.
template <class T>
BasicVar<T> join_branches(const BasicVar<T>& x, const BasicVar<T>& body);

}  // namespace detail

/// A residual block (He et al. 2016): shortcut(x) + body(x), where the shortcut is x itself unless a layer is
/// named, such as a 1x1 convolution.
///
///     Residual block{Sequential{Conv2d{...}, ReLU{}, Conv2d{...}}};
///     Residual wider{Sequential{...}, Conv2d{{.in = 64, .out = 128, .kernel = 1}}};
///
/// Throws Error where the two have different shapes.
template <class Body, class Shortcut = Sequential<>>
struct Residual {
  using Scalar = network_scalar_t<Body>;

  Residual() requires std::default_initializable<Body> && std::default_initializable<Shortcut>
  = default;
  explicit Residual(Body inner) requires std::default_initializable<Shortcut> : body(std::move(inner)) {}
  Residual(Body inner, Shortcut around) : body(std::move(inner)), shortcut(std::move(around)) {}

  BasicVar<Scalar> operator()(const BasicVar<Scalar>& x) const {
    return detail::add_branches<Scalar>(shortcut(x), body(x));
  }

  Body body;
  Shortcut shortcut;

  static constexpr std::size_t agon_members = 2;
};

/// x followed by body(x) along the channels: the dense connection of DenseNet (Huang et al. 2017) and, around
/// what lies below a level, the skip connection of U-Net (Ronneberger et al. 2015). Throws Error where body
/// changes another axis than the last.
template <class Body>
struct DenseConcat {
  using Scalar = network_scalar_t<Body>;

  DenseConcat() requires std::default_initializable<Body>
  = default;
  explicit DenseConcat(Body inner) : body(std::move(inner)) {}

  BasicVar<Scalar> operator()(const BasicVar<Scalar>& x) const {
    return detail::join_branches<Scalar>(x, body(x));
  }

  Body body;

  static constexpr std::size_t agon_members = 1;
};

namespace f64 {
using agon::DenseConcat;
using agon::Residual;
}  // namespace f64

}  // namespace agon

#ifdef AGON_HEADER_ONLY
#include "agon/nn/layers/residual-inl.h"
#endif
