#pragma once

#include <array>
#include <concepts>
#include <span>

#include "agon/autograd/variable.hpp"
#include "agon/kernels/map.hpp"

namespace agon {
namespace ops {

/// map of a function that has lost its type. Throws Error as agon::map does.
template <class T>
BasicVar<T> map(const kernels::MapFunction<T>& f, std::span<const BasicVar<T>> x);

/// Tells the BranchMonitor in scope, if there is one, which sides of its comparisons f takes.
template <class T>
void observe_map(const kernels::MapFunction<T>& f, kernels::MapOperands<T> x);

/// The scalar of a map's arguments: float where all of them convert to Var, else double.
template <class... X>
using MapScalar = std::conditional_t<(std::convertible_to<const X&, Var> && ...), float, double>;

}  // namespace ops

/// What `map` takes: variables, and tensors or parameters, which convert to them.
template <class X>
concept MapArgument = std::convertible_to<const X&, Var> || std::convertible_to<const X&, f64::Var>;

/// f of the elements of one to four tensors, in one pass over memory. The result has their broadcast shape.
///
///     Var swish = map([](auto x) { return x * sigmoid(x); }, h);
///     Var mixed = map("mix", [t](auto a, auto b) { return select(a > b, a, a + t * (b - a)); }, h, swish);
///
/// f is a generic lambda that computes with + - * /, comparisons, plain numbers, and the functions of
/// kernels/map/number.hpp (exp, expm1, log, sqrt, tanh, sigmoid, softplus, erf, sin, cos, abs, sign,
/// square, reciprocal_or_zero, pow, relu, leaky_relu, max, min, and select(condition, a, b) for choices). It
/// captures plain numbers, 32 bytes at most, and returns an element. Its derivatives are worked out at
/// compile time, by dual numbers: differentiable to order 3, each order in one pass; a gradient of order 4
/// throws Error, naming the map. Loops are vectorised for AVX2 and AVX-512 whatever flags the program is
/// compiled with, and chosen at run time. `name`, a literal, is what errors call it. Throws Error "[name]
/// ..." where shapes do not broadcast.
template <class F, MapArgument... X>
requires(sizeof...(X) >= 1 &&
         sizeof...(X) <= kernels::most_map_arguments) auto map(const char* name, const F& f, const X&... x) {
  using T = ops::MapScalar<X...>;
  const std::array<BasicVar<T>, sizeof...(X)> arguments{x...};
  return ops::map<T>(kernels::map_function<T, sizeof...(X)>(name, f), arguments);
}

template <class F, MapArgument... X>
auto map(const F& f, const X&... x) {
  return map("map", f, x...);
}

}  // namespace agon

#ifdef AGON_HEADER_ONLY
#include "agon/autograd/ops/map-inl.h"
#endif
