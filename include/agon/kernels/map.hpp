#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "agon/core/tensor.hpp"
#include "agon/kernels/map/loops.hpp"

namespace agon::kernels {

/// The arguments of a map, by position.
template <class T>
using MapOperands = std::span<const BasicTensor<T>>;

/// f of the elements at every place, with NumPy's broadcasting. Throws Error "[name] ..." where the shapes do
/// not broadcast or a tensor is undefined.
template <class T>
BasicTensor<T> map_value(const MapFunction<T>& f, MapOperands<T> x);

/// y = f(y, ...), written over y unless another tensor shares it; the other arguments broadcast to its shape.
template <class T>
void map_over(const MapFunction<T>& f, BasicTensor<T>& y, const BasicTensor<T>& other);

/// `factor` times the derivative of f by each argument whose bit is in `wanted`, in the factor's shape, which
/// is the broadcast shape of the arguments; undefined for the others. Arguments that no derivative reads may
/// be undefined.
template <class T>
std::vector<BasicTensor<T>> map_gradients(const MapFunction<T>& f, MapOperands<T> x,
                                          const BasicTensor<T>& factor, std::uint32_t wanted);

/// `factor` times the derivative of f by the arguments that `directions` names, of order 1 to 3. Arguments
/// that no derivative reads may be undefined.
template <class T>
BasicTensor<T> map_derivative(const MapFunction<T>& f, MapOperands<T> x, const BasicTensor<T>& factor,
                              std::span<const std::int8_t> directions);

/// What the derivatives of f read, and which are zero everywhere.
template <class T>
Trace map_trace(const MapFunction<T>& f);

/// A hash of the outcomes of all comparisons along `x`; 0 where f compares nothing.
template <class T>
std::uint64_t map_branches(const MapFunction<T>& f, MapOperands<T> x);

/// f of the elements: the lambda is as for agon::map, and only its value is compiled.
template <class T, class F, class... Rest>
BasicTensor<T> map(const char* name, const F& f, const BasicTensor<T>& first, const Rest&... rest) {
  constexpr int arity = 1 + sizeof...(rest);
  const BasicTensor<T> x[] = {first, rest...};
  return map_value<T>(map_value_function<T, arity>(name, f), x);
}

/// The shape of an operation on a and b: axes aligned at the back, sizes equal or 1.
/// Throws Error "[name] expected shapes that broadcast, got ...".
Shape broadcast_shape(const char* name, const Shape& a, const Shape& b);

/// into += x. Throws Error "[accumulate] ..." where the shapes differ.
template <class T>
void accumulate(BasicTensor<T>& into, const BasicTensor<T>& x);

}  // namespace agon::kernels

#ifdef AGON_HEADER_ONLY
#include "agon/kernels/map-inl.h"
#endif
