#pragma once

#include <string>

#include "agon/autograd/ops/arithmetic.hpp"
#include "agon/autograd/ops/both.hpp"
#include "agon/autograd/ops/choose.hpp"
#include "agon/autograd/ops/map.hpp"
#include "agon/autograd/ops/shape.hpp"
#include "agon/autograd/record.hpp"
#include "agon/core/error.hpp"
#include "agon/kernels/map.hpp"
#include "agon/kernels/reduce.hpp"

namespace agon {
namespace ops {

/// One of two elements, and share(g, chosen, other): what of a gradient g flows to the first of them.
template <class T, class Value, class Share>
BasicVar<T> chosen_of_two(const char* name, const Value& value, const Share& share, const BasicVar<T>& a,
                          const BasicVar<T>& b) {
  const auto function = kernels::map_value_function<T, 2>(name, value);
  const BasicTensor<T> values[] = {a.value(), b.value()};
  observe_map<T>(function, values);
  return record<T>(name, kernels::map_value<T>(function, values), {keep(a), keep(b)},
                   [name, share](Rule<T>& r) {
                     const BasicVar<T> u = r.input(0), v = r.input(1);
                     if (r.wants(0)) r.give(0, agon::map(name, share, r.grad(), u, v));
                     if (r.wants(1)) r.give(1, agon::map(name, share, r.grad(), v, u));
                   });
}

// The sum of two that are neither unequal nor equal is NaN.
template <class T>
BasicVar<T> max(const BasicVar<T>& a, const BasicVar<T>& b) {
  return chosen_of_two(
      "max", [](auto u, auto v) { return select(u > v, u, select((u < v) | (u == v), v, u + v)); },
      [](auto g, auto u, auto v) { return select(u > v, g, select(u < v, 0, 0.5 * g)); }, a, b);
}

template <class T>
BasicVar<T> min(const BasicVar<T>& a, const BasicVar<T>& b) {
  return chosen_of_two(
      "min", [](auto u, auto v) { return select(u < v, u, select((u > v) | (u == v), v, u + v)); },
      [](auto g, auto u, auto v) { return select(u < v, g, select(u > v, 0, 0.5 * g)); }, a, b);
}

inline constexpr auto is_chosen = [](auto v, auto chosen) {
  return select(v == chosen, decltype(v)(1), decltype(v)(0));
};

/// How many elements are as large or small as the chosen one, which repeats along the axes of its size 1.
template <class T>
BasicTensor<T> count_of_chosen(const BasicTensor<T>& x, const BasicTensor<T>& chosen) {
  Axes axes{};
  for (int d = 0; d < x.rank(); ++d)
    if (chosen.dim(d) != x.dim(d)) axes.push_back(d);
  return kernels::sum(kernels::map("max", is_chosen, x, chosen), axes, true);
}

/// A reduction to one of the elements. Which one is a choice, which does not change with x almost everywhere.
template <class T>
BasicVar<T> extremum(const char* name, const BasicTensor<T>& value, const BasicVar<T>& x, const Axes& axes) {
  Shape kept = x.shape();
  for (int axis : axes) kept[axis] = 1;
  const BasicTensor<T> compared[] = {x.value(), value.reshape(kept)};
  observe_map<T>(kernels::map_value_function<T, 2>(name, is_chosen), compared);
  return record<T>(
      name, value, {keep(x)},
      [name, kept](Rule<T>& r) {
        const BasicTensor<T> all = r.input(0).value(), chosen = r.output().value().reshape(kept);
        const BasicVar<T> share = agon::reshape(r.grad(), kept) / BasicVar<T>(count_of_chosen(all, chosen));
        r.give(0, agon::map(
                      name, [](auto v, auto c, auto g) { return select(v == c, g, 0); }, all, chosen, share));
      },
      Output::kept);
}

template <class T>
BasicVar<T> max(const BasicVar<T>& x, const Axes& axes, bool keep_axes) {
  return extremum("max", kernels::largest(x.value(), axes, keep_axes), x, axes);
}

template <class T>
BasicVar<T> min(const BasicVar<T>& x, const Axes& axes, bool keep_axes) {
  return extremum("min", kernels::smallest(x.value(), axes, keep_axes), x, axes);
}

template <class T>
BasicVar<T> clamp(const BasicVar<T>& x, T low, T high) {
  if (!(low <= high))
    fail("clamp", "expected low <= high, got " + std::to_string(low) + " and " + std::to_string(high));
  return agon::map(
      "clamp", [low, high](auto v) { return select(v < low, low, select(v > high, high, v)); }, x);
}

template <class T>
BasicVar<T> where(const BasicVar<T>& condition, const BasicVar<T>& a, const BasicVar<T>& b) {
  return agon::map(
      "where", [](auto c, auto u, auto v) { return select(c != 0, u, v); }, condition, a, b);
}

}  // namespace ops

AGON_BINARY_OP(max, max)
AGON_BINARY_OP(min, min)
AGON_INLINE Var max(const Var& x, const Axes& axes, bool keep_axes) {
  return ops::max<float>(x, axes, keep_axes);
}
AGON_INLINE f64::Var max(const f64::Var& x, const Axes& axes, bool keep_axes) {
  return ops::max<double>(x, axes, keep_axes);
}
AGON_INLINE Var min(const Var& x, const Axes& axes, bool keep_axes) {
  return ops::min<float>(x, axes, keep_axes);
}
AGON_INLINE f64::Var min(const f64::Var& x, const Axes& axes, bool keep_axes) {
  return ops::min<double>(x, axes, keep_axes);
}
AGON_INLINE Var max(const Var& x) { return max(x, ops::all_axes(x.rank())); }
AGON_INLINE f64::Var max(const f64::Var& x) { return max(x, ops::all_axes(x.rank())); }
AGON_INLINE Var min(const Var& x) { return min(x, ops::all_axes(x.rank())); }
AGON_INLINE f64::Var min(const f64::Var& x) { return min(x, ops::all_axes(x.rank())); }
AGON_INLINE Var clamp(const Var& x, float low, float high) { return ops::clamp<float>(x, low, high); }
AGON_INLINE f64::Var clamp(const f64::Var& x, double low, double high) {
  return ops::clamp<double>(x, low, high);
}
AGON_INLINE Var where(const Var& condition, const Var& a, const Var& b) {
  return ops::where<float>(condition, a, b);
}
AGON_INLINE f64::Var where(const f64::Var& condition, const f64::Var& a, const f64::Var& b) {
  return ops::where<double>(condition, a, b);
}

}  // namespace agon
