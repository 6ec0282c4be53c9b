#pragma once

#include <cmath>
#include <utility>

#include "agon/autograd/ops/map.hpp"
#include "agon/optim/descend.hpp"

namespace agon {
namespace detail {

/// a x + b y
template <class T>
BasicVar<T> combine(T a, const BasicVar<T>& x, T b, const BasicVar<T>& y) {
  return map(
      "descend", [a, b](auto u, auto v) { return a * u + b * v; }, x, y);
}

/// g + weight_decay p
template <class T>
BasicVar<T> decayed(const BasicVar<T>& gradient, const BasicVar<T>& parameter, double weight_decay) {
  if (weight_decay == 0) return gradient;
  return combine(T{1}, gradient, static_cast<T>(weight_decay), parameter);
}

/// beta v + (1 - beta) g^2
template <class T>
BasicVar<T> mean_square(double beta, const BasicVar<T>& v, const BasicVar<T>& gradient) {
  return map(
      "descend",
      [stay = static_cast<T>(beta), rest = static_cast<T>(1 - beta)](auto u, auto g) {
        return stay * u + rest * (g * g);
      },
      v, gradient);
}

/// m / (scale sqrt(v) + eps). A unit that never had a gradient has m = v = 0, where 1 / eps as the slope
/// would drown all others: like a norm, the quotient has derivative 0 there.
template <class T>
BasicVar<T> over_root(const BasicVar<T>& m, const BasicVar<T>& v, double scale, double eps) {
  return map(
      "descend",
      [scale = static_cast<T>(scale), eps = static_cast<T>(eps)](auto a, auto b) {
        return select((a == 0) & (b == 0), 0, a / (scale * sqrt(b) + eps));
      },
      m, v);
}

}  // namespace detail

template <class T>
BasicDescent<T> descent(const BasicSGD<T>& optimiser) {
  const auto rule = [n = optimiser.numbers()](const BasicVar<T>& p, const BasicVar<T>& gradient,
                                              auto& memory) {
    BasicVar<T> m = detail::decayed(gradient, p, n.weight_decay);
    if (n.momentum != 0)
      m = memory.first = detail::combine(static_cast<T>(n.momentum), memory.first, T{1}, m);
    return detail::combine(T{1}, p, static_cast<T>(-n.lr), m);
  };
  return {optimiser, rule};
}

template <class T>
BasicDescent<T> descent(const BasicAdam<T>& optimiser) {
  const auto rule = [n = optimiser.numbers()](const BasicVar<T>& p, const BasicVar<T>& gradient,
                                              auto& memory) {
    const double times = static_cast<double>(memory.steps);
    const double correction1 = 1 - std::pow(n.beta1, times), correction2 = 1 - std::pow(n.beta2, times);
    const BasicVar<T> g = detail::decayed(gradient, p, n.weight_decay);
    memory.first = detail::combine(static_cast<T>(n.beta1), memory.first, static_cast<T>(1 - n.beta1), g);
    memory.second = detail::mean_square(n.beta2, memory.second, g);
    const BasicVar<T> q = detail::over_root(memory.first, memory.second, 1 / std::sqrt(correction2), n.eps);
    return detail::combine(T{1}, p, static_cast<T>(-n.lr / correction1), q);
  };
  return {optimiser, rule};
}

template <class T>
BasicDescent<T> descent(const BasicRMSProp<T>& optimiser) {
  const auto rule = [n = optimiser.numbers()](const BasicVar<T>& p, const BasicVar<T>& gradient,
                                              auto& memory) {
    const BasicVar<T> g = detail::decayed(gradient, p, n.weight_decay);
    memory.second = detail::mean_square(n.alpha, memory.second, g);
    BasicVar<T> m = detail::over_root(g, memory.second, 1, n.eps);
    if (n.momentum != 0)
      m = memory.first = detail::combine(static_cast<T>(n.momentum), memory.first, T{1}, m);
    return detail::combine(T{1}, p, static_cast<T>(-n.lr), m);
  };
  return {optimiser, rule};
}

template <class T>
BasicDescent<T>::BasicDescent(const BasicOptimiser<T>& optimiser, Rule rule)
    : name_(optimiser.name_), rule_(std::move(rule)) {
  for (const auto& memory : optimiser.memories_)
    memories_.push_back({memory.name, memory.shape, memory.steps, memory.first, memory.second});
}

template <class T>
std::vector<BasicVar<T>> BasicDescent<T>::step(const std::vector<BasicSlot<T>>& slots,
                                               const BasicGradients<T>& gradients) {
  detail::check_step<T, BasicVar<T>>(name_, slots, gradients, memories_);
  const bool first_step = memories_.empty();
  std::vector<BasicVar<T>> moved;
  for (const BasicSlot<T>& slot : slots) {
    if (slot.kind != SlotKind::parameter) continue;
    const std::size_t i = moved.size();
    if (first_step) {
      const Shape& shape = slot.parameter->shape();
      const auto zeros = BasicTensor<T>::zeros(shape);
      memories_.push_back({slot.name, shape, 0, zeros, zeros});
    }
    const BasicVar<T> before = *slot.parameter;
    const BasicVar<T>& gradient = gradients[i];
    if (gradient.defined()) ++memories_[i].steps;
    moved.push_back(gradient.defined() ? rule_(before, gradient, memories_[i]) : before);
  }
  return moved;
}

}  // namespace agon
