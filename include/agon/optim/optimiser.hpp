#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "agon/kernels/plain.hpp"
#include "agon/nn/module.hpp"

namespace agon {

/// What an optimiser remembers, to be saved and given back: its learning rate under "lr" and, for each
/// parameter, how many steps it took ("steps.up1.weight") and its moments ("m.up1.weight", "v.up1.weight").
using OptimiserState = std::vector<Named<AnyTensor>>;

/// What an optimiser remembers of one parameter. Its moments are tensors, or in `descend` variables.
template <class Value>
struct OptimiserMemory {
  std::string name;
  Shape shape;
  std::int64_t steps = 0;
  Value first{}, second{};  ///< the moments m and v; undefined where the update rule has none
};

template <class T>
class BasicDescent;

namespace detail {
/// Throws Error, in the optimiser's name, where the gradients are not those of the network's parameters, or
/// the network is not the one that the memories are of; there are none before the first step.
template <class T, class Value>
void check_step(const char* name, std::span<const BasicSlot<T>> slots, const BasicGradients<T>& gradients,
                std::span<const OptimiserMemory<Value>> memories);
}  // namespace detail

/// What all optimisers share. One of them serves one network, and is a value: a copy goes on from where the
/// original is.
template <class T>
class BasicOptimiser {
 public:
  using Scalar = T;

  /// Moves the network's parameters by one step against `gradients`, which are those of `parameters(net)` in
  /// that order, and absorbs the statistics noted for its buffers. Every moved parameter becomes a new leaf:
  /// a recorded graph keeps the values it was made with, and asking it for the new parameters throws. A step
  /// detaches; a parameter whose gradient is undefined (Unreached::absent) stays. Throws Error, and changes
  /// nothing, where the number of gradients or a shape is not the network's, or the network is not that of
  /// the steps before.
  template <Network Net>
  void step(Net& net, const BasicGradients<T>& gradients) {
    const std::vector<BasicSlot<T>> where = slots(net);
    detail::check_step<T, BasicTensor<T>>(name_, where, gradients, memories_);
    absorb(net, gradients);
    move(where, gradients);
  }

  double lr() const { return lr_; }
  /// Throws Error unless lr >= 0 and finite.
  void set_lr(double lr);

  OptimiserState state() const;
  /// Goes on from a saved state. Throws Error, and changes nothing, where a name is unknown, given twice or
  /// missing, or the shapes of one parameter's moments differ.
  void set_state(const OptimiserState& state);

 protected:
  /// What an update rule stores for each parameter.
  struct Moments {
    bool first = false;
    bool second = false;
  };
  BasicOptimiser(const char* name, double lr, Moments moments);
  BasicOptimiser(const BasicOptimiser&) = default;
  BasicOptimiser(BasicOptimiser&&) = default;
  BasicOptimiser& operator=(const BasicOptimiser&) = default;
  BasicOptimiser& operator=(BasicOptimiser&&) = default;
  virtual ~BasicOptimiser() = default;

  /// Moves these parameters, all of which take their step number `step`, counted from 1.
  virtual void update(std::span<const kernels::UpdateSpan<T>> spans, std::int64_t step) const = 0;

 private:
  friend class BasicDescent<T>;
  using Memory = OptimiserMemory<BasicTensor<T>>;
  void move(const std::vector<BasicSlot<T>>& slots, const BasicGradients<T>& gradients);
  Memory fresh(const std::string& name, const Shape& shape) const;

  const char* name_;
  double lr_;
  Moments moments_;
  std::vector<Memory> memories_;  // one a parameter, in the order of the walk; none before the first step
};

#ifndef AGON_HEADER_ONLY
extern template class BasicOptimiser<float>;
extern template class BasicOptimiser<double>;
#endif

}  // namespace agon

#ifdef AGON_HEADER_ONLY
#include "agon/optim/optimiser-inl.h"
#endif
