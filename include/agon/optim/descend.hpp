#pragma once

#include <concepts>
#include <functional>
#include <vector>

#include "agon/optim/adam.hpp"
#include "agon/optim/optimiser.hpp"
#include "agon/optim/rmsprop.hpp"
#include "agon/optim/sgd.hpp"

/// The optimisers' steps as operations, which gradients flow through: what an unrolled GAN (Metz et al. 2017)
/// looks ahead with.
///
///     auto net = d;
///     auto state = descent(optimiser);
///     for (int k = 0; k < 5; ++k) {
///       const auto gradients = grad(loss(net), parameters(net), {.create_graph = true});
///       net = descend(net, gradients, state);
///     }
///
/// The gradients are those of the very network that made the loss: a copy has leaves of its own.
namespace agon {

/// Where an optimiser stands, as variables: its numbers, and for each parameter its moments and how many
/// steps it took. A value, which goes on from there by itself and leaves the optimiser alone.
template <class T>
class BasicDescent {
 public:
  using Memory = OptimiserMemory<BasicVar<T>>;
  /// A parameter after one step against a gradient, in differentiable operations. It moves the memory, in
  /// which the step is already counted and moments start at 0.
  using Rule = std::function<BasicVar<T>(const BasicVar<T>& parameter, const BasicVar<T>& gradient, Memory&)>;

  /// Goes on from where the optimiser stands. The rule is the optimiser's own in other words.
  BasicDescent(const BasicOptimiser<T>& optimiser, Rule rule);

  /// The parameters of a network (given by its slots) after one step; what `descend` asks for.
  std::vector<BasicVar<T>> step(const std::vector<BasicSlot<T>>& slots, const BasicGradients<T>& gradients);

 private:
  const char* name_;
  Rule rule_;
  std::vector<Memory> memories_;  // one a parameter, in the order of the walk; none before the first step
};

/// Starts where the optimiser stands, with its numbers of now; it may have taken no step yet.
template <class T>
BasicDescent<T> descent(const BasicSGD<T>& optimiser);
template <class T>
BasicDescent<T> descent(const BasicAdam<T>& optimiser);
template <class T>
BasicDescent<T> descent(const BasicRMSProp<T>& optimiser);

/// An optimiser with such a twin: the library's, or one with a function `descent` beside its type.
template <class Optimiser>
concept HasDescent = requires(const Optimiser& optimiser) {
  { descent(optimiser) } -> std::same_as<BasicDescent<typename Optimiser::Scalar>>;
};

/// A copy of the network whose parameters are those after the optimiser's step, as variables: computed from
/// the parameters of `net`, the gradients (made with .create_graph = true) and the moments in `state`, which
/// moves on with it. The numbers are those of the optimiser's `step` up to rounding, and like there a
/// parameter whose gradient is undefined stays. Differentiable to order 3. In Adam and RMSProp the quotient
/// m / (sqrt(v) + eps) has derivative 0 where m and v are both 0, and sqrt(v) has it where v is 0.
///
/// Buffers are copies, and notes in the gradients are not absorbed: looking ahead is no training. Throws
/// Error, and changes nothing, where `step` does.
template <Network Net>
Net descend(const Net& net, const BasicGradients<network_scalar_t<Net>>& gradients,
            BasicDescent<network_scalar_t<Net>>& state) {
  const auto moved = state.step(detail::walk(net).slots(), gradients);
  Net copy = net;
  auto next = moved.begin();
  for (const auto& slot : slots(copy))
    if (slot.kind == SlotKind::parameter) *slot.parameter = *next++;
  return copy;
}

using Descent = BasicDescent<float>;
namespace f64 {
using Descent = BasicDescent<double>;
}

#ifndef AGON_HEADER_ONLY
extern template class BasicDescent<float>;
extern template class BasicDescent<double>;
extern template Descent descent(const SGD&);
extern template f64::Descent descent(const f64::SGD&);
extern template Descent descent(const Adam&);
extern template f64::Descent descent(const f64::Adam&);
extern template Descent descent(const RMSProp&);
extern template f64::Descent descent(const f64::RMSProp&);
#endif

}  // namespace agon

#ifdef AGON_HEADER_ONLY
#include "agon/optim/descend-inl.h"
#endif
