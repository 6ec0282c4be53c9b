#pragma once

#include <algorithm>
#include <cmath>
#include <set>
#include <utility>

#include "agon/core/error.hpp"
#include "agon/optim/optimiser.hpp"
#include "agon/optim/options.hpp"

namespace agon {
namespace detail {

template <class T, class Value>
void check_step(const char* name, std::span<const BasicSlot<T>> slots, const BasicGradients<T>& gradients,
                std::span<const OptimiserMemory<Value>> memories) {
  std::size_t count = 0;
  for (const BasicSlot<T>& slot : slots) count += slot.kind == SlotKind::parameter;
  if (gradients.size() != count)
    fail(name, "expected " + std::to_string(count) + " gradients, one a parameter of the network, got " +
                   std::to_string(gradients.size()));
  if (!memories.empty() && memories.size() != count)
    fail(name, "expected the network of the steps before, with " + std::to_string(memories.size()) +
                   " parameters, got one with " + std::to_string(count));
  std::size_t i = 0;
  for (const BasicSlot<T>& slot : slots) {
    if (slot.kind != SlotKind::parameter) continue;
    const BasicVar<T>& gradient = gradients[i];
    const Shape& shape = slot.parameter->shape();
    if (gradient.defined() && gradient.shape() != shape)
      fail(name, "expected a gradient of shape " + to_string(shape) + " for " + slot.name + ", got " +
                     to_string(gradient.shape()));
    if (!memories.empty()) {
      const OptimiserMemory<Value>& memory = memories[i];
      // Without moments, a restored state has no shapes.
      const bool has_shape = memory.first.defined() || memory.second.defined();
      if ((has_shape && memory.shape != shape) || memory.name != slot.name)
        fail(name, "expected the network of the steps before, with " + memory.name + " " +
                       to_string(memory.shape) + ", got one with " + slot.name + " " + to_string(shape));
    }
    ++i;
  }
}

}  // namespace detail

template <class T>
BasicOptimiser<T>::BasicOptimiser(const char* name, double lr, Moments moments)
    : name_(name), lr_(lr), moments_(moments) {
  set_lr(lr);
}

template <class T>
void BasicOptimiser<T>::set_lr(double lr) {
  detail::check_at_least_zero(name_, "lr", lr);
  lr_ = lr;
}

template <class T>
typename BasicOptimiser<T>::Memory BasicOptimiser<T>::fresh(const std::string& name,
                                                            const Shape& shape) const {
  Memory memory{name, shape, 0, {}, {}};
  if (moments_.first) memory.first = BasicTensor<T>::zeros(shape);
  if (moments_.second) memory.second = BasicTensor<T>::zeros(shape);
  return memory;
}

template <class T>
void BasicOptimiser<T>::move(const std::vector<BasicSlot<T>>& slots, const BasicGradients<T>& gradients) {
  if (memories_.empty())
    for (const BasicSlot<T>& slot : slots)
      if (slot.kind == SlotKind::parameter) memories_.push_back(fresh(slot.name, slot.parameter->shape()));

  struct Move {
    BasicParameter<T>* parameter;
    std::int64_t step;
    BasicTensor<T> before, gradient, after;
    kernels::UpdateSpan<T> span;
  };
  std::vector<Move> moves;
  std::size_t i = 0;
  for (const BasicSlot<T>& slot : slots) {
    if (slot.kind != SlotKind::parameter) continue;
    const BasicVar<T>& gradient = gradients[i];
    Memory& memory = memories_[i++];
    if (!gradient.defined()) continue;
    // Values that a recorded graph (or a copy of the network) shares are never written: they are replaced.
    BasicTensor<T> before = slot.parameter->value();
    const bool shared = before.erased().storage->references.load(std::memory_order_acquire) > 2;
    BasicTensor<T> after;
    if (shared) after = BasicTensor<T>(before.shape());
    moves.push_back(
        {slot.parameter, ++memory.steps, std::move(before), gradient.value(), std::move(after), {}});
    Move& last = moves.back();
    last.span = {nullptr,
                 nullptr,
                 last.gradient.data(),
                 moments_.first ? memory.first.mutable_data() : nullptr,
                 moments_.second ? memory.second.mutable_data() : nullptr,
                 last.before.size()};
  }
  for (Move& m : moves) {
    if (!m.after.defined()) {
      *m.parameter = BasicVar<T>();
      m.after = std::exchange(m.before, {});
    }
    m.span.p_out = m.after.mutable_data();
    m.span.p = m.before.defined() ? m.before.data() : m.span.p_out;
  }

  // Parameters that all take a step of one number, which is all of them but for absent gradients, move in one
  // pass.
  std::vector<kernels::UpdateSpan<T>> spans;
  std::set<std::int64_t> numbers;
  for (const Move& m : moves) numbers.insert(m.step);
  for (std::int64_t number : numbers) {
    spans.clear();
    for (const Move& m : moves)
      if (m.step == number) spans.push_back(m.span);
    update(spans, number);
  }
  for (Move& m : moves) *m.parameter = m.after;
}

template <class T>
OptimiserState BasicOptimiser<T>::state() const {
  OptimiserState state{{"lr", f64::Tensor::scalar(lr_).erased()}};
  for (const Memory& memory : memories_) {
    state.push_back({"steps." + memory.name, LabelTensor::scalar(memory.steps).erased()});
    if (moments_.first) state.push_back({"m." + memory.name, memory.first.erased()});
    if (moments_.second) state.push_back({"v." + memory.name, memory.second.erased()});
  }
  return state;
}

template <class T>
void BasicOptimiser<T>::set_state(const OptimiserState& state) {
  const std::string where = std::string(name_) + "::set_state";
  std::set<std::string> names;
  for (const auto& entry : state)
    if (!names.insert(entry.name).second)
      fail(where, "expected every name once, got " + entry.name + " twice");
  const auto find = [&](const std::string& name) -> const AnyTensor& {
    for (const auto& entry : state)
      if (entry.name == name) return entry.value;
    fail(where, "expected a tensor " + name + ", got none");
  };
  std::vector<Memory> memories;
  for (const auto& entry : state) {
    if (!entry.name.starts_with("steps.")) continue;
    Memory memory{entry.name.substr(6), {}, LabelTensor::from(entry.value).item(), {}, {}};
    if (memory.steps < 0)
      fail(where, "expected " + entry.name + " >= 0, got " + std::to_string(memory.steps));
    if (moments_.first) memory.first = BasicTensor<T>::from(find("m." + memory.name));
    if (moments_.second) memory.second = BasicTensor<T>::from(find("v." + memory.name));
    memory.shape = moments_.first ? memory.first.shape() : memory.second.shape();
    if (moments_.first && moments_.second && memory.first.shape() != memory.second.shape())
      fail(where, "expected m and v of " + memory.name + " of one shape, got " +
                      to_string(memory.first.shape()) + " and " + to_string(memory.second.shape()));
    memories.push_back(std::move(memory));
  }
  names.erase("lr");
  for (const Memory& memory : memories) {
    names.erase("steps." + memory.name);
    if (moments_.first) names.erase("m." + memory.name);
    if (moments_.second) names.erase("v." + memory.name);
  }
  if (!names.empty())
    fail(where, "expected the names of " + std::string(name_) + "'s state, got " + *names.begin());
  set_lr(f64::Tensor::from(find("lr")).item());
  memories_ = std::move(memories);
}

}  // namespace agon
