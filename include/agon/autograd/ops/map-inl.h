#pragma once

#include <array>
#include <vector>

#include "agon/autograd/branches.hpp"
#include "agon/autograd/ops/arithmetic.hpp"
#include "agon/autograd/ops/map.hpp"
#include "agon/autograd/record.hpp"
#include "agon/core/modes.hpp"

namespace agon::ops {

/// A map's arguments; those that its derivatives do not read are undefined.
template <class T>
using MapArguments = std::vector<BasicVar<T>>;

/// A map, or with an order above 0 a factor times its derivative along as many directions.
template <class T>
struct MapRule {
  kernels::MapFunction<T> f;
  std::int8_t directions[kernels::most_map_order] = {};
  std::int8_t order = 0;
  std::uint8_t slopes, keeps, curved;  // as in Trace, a bit an argument

  int arity() const { return f.table->arity; }
  static bool has(std::uint8_t bits, int i) { return bits >> i & 1; }

  MapRule along(int argument) const {
    MapRule higher = *this;
    higher.directions[higher.order++] = static_cast<std::int8_t>(argument);
    return higher;
  }

  MapArguments<T> kept_arguments(const Rule<T>& r) const {
    MapArguments<T> x(static_cast<std::size_t>(arity()));
    for (int i = 0; i < arity(); ++i)
      if (has(keeps, i)) x[static_cast<std::size_t>(i)] = r.input(static_cast<std::size_t>(i));
    return x;
  }

  void operator()(Rule<T>& r) const { order == 0 ? of_value(r) : of_derivative(r); }

 private:
  void of_value(Rule<T>& r) const;
  void of_derivative(Rule<T>& r) const;
};

template <class T>
std::vector<BasicTensor<T>> values_of(const MapArguments<T>& x) {
  std::vector<BasicTensor<T>> values(x.size());
  for (std::size_t i = 0; i < x.size(); ++i)
    if (x[i].defined()) values[i] = x[i].value();
  return values;
}

template <class T>
void observe_map(const kernels::MapFunction<T>& f, kernels::MapOperands<T> x) {
  if (observing_branches()) observe_branch(kernels::map_branches<T>(f, x));
}

/// `factor` times the derivative that the rule stands for.
template <class T>
BasicVar<T> map_derivative(const MapRule<T>& rule, const MapArguments<T>& x, const BasicVar<T>& factor) {
  const std::span directions(rule.directions, static_cast<std::size_t>(rule.order));
  const std::vector<BasicTensor<T>> values = values_of(x);
  const BasicVar<T> nothing = detach(factor);
  std::vector<Input> inputs;
  bool any_tracked = false;
  for (const BasicVar<T>& argument : x) {
    inputs.push_back(argument.defined() ? keep(argument) : link(nothing));
    any_tracked = any_tracked || (argument.defined() && argument.tracked());
  }
  inputs.push_back(keep_if(any_tracked, factor));
  return record<T>(rule.f.name, kernels::map_derivative<T>(rule.f, values, factor.value(), directions),
                   inputs, rule);
}

template <class T>
void MapRule<T>::of_value(Rule<T>& r) const {
  std::uint32_t wanted = 0, count = 0;
  for (int i = 0; i < arity(); ++i) {
    const auto at = static_cast<std::size_t>(i);
    if (!r.wants(at)) continue;
    if (!has(slopes, i)) r.give_zero(at);
    if (has(slopes, i)) wanted |= 1u << i, ++count;
  }
  const MapArguments<T> x = kept_arguments(r);
  if (count > 1 && !recording()) {
    const auto gradients = kernels::map_gradients<T>(f, values_of(x), r.grad().value(), wanted);
    for (std::size_t i = 0; i < gradients.size(); ++i)
      if (wanted >> i & 1) r.give(i, BasicVar<T>(gradients[i]));
    return;
  }
  for (int i = 0; i < arity(); ++i)
    if (wanted >> i & 1) r.give(static_cast<std::size_t>(i), map_derivative(along(i), x, r.grad()));
}

template <class T>
void MapRule<T>::of_derivative(Rule<T>& r) const {
  const MapArguments<T> x = kept_arguments(r);
  const auto factor = static_cast<std::size_t>(arity());
  if (r.wants(factor)) r.give(factor, map_derivative(*this, x, r.grad()));
  BasicVar<T> product;
  for (int i = 0; i < arity(); ++i) {
    const auto at = static_cast<std::size_t>(i);
    if (!r.wants(at)) continue;
    if (!has(curved, i)) {
      r.give_zero(at);
    } else if (order < kernels::most_map_order) {
      if (!product.defined()) product = r.grad() * r.input(factor);
      r.give(at, map_derivative(along(i), x, product));
    }
  }
}

template <class T>
BasicVar<T> map(const kernels::MapFunction<T>& f, std::span<const BasicVar<T>> x) {
  const MapArguments<T> arguments(x.begin(), x.end());
  const std::vector<BasicTensor<T>> values = values_of(arguments);
  const BasicTensor<T> y = kernels::map_value<T>(f, values);
  observe_map<T>(f, values);
  const Trace trace = kernels::map_trace(f);
  std::vector<Input> inputs;
  for (std::size_t i = 0; i < x.size(); ++i)
    inputs.push_back(keep_if(MapRule<T>::has(trace.keeps, static_cast<int>(i)), x[i]));
  return record<T>(f.name, y, inputs, MapRule<T>{f, {}, 0, trace.slopes, trace.keeps, trace.curved});
}

}  // namespace agon::ops
