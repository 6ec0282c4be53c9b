#pragma once

#include <span>

#include "agon/nn/module.hpp"

namespace agon {

/// The Euclidean norm of all gradients taken as one vector; undefined ones count as 0.
double gradient_norm(const Gradients& gradients);
double gradient_norm(const f64::Gradients& gradients);

/// Scales all gradients by one factor so that their norm is at most `limit`, and returns the norm that they
/// had. Notes stay. Throws Error unless limit > 0 and that norm is finite.
double clip_gradient_norm(Gradients& gradients, double limit);
double clip_gradient_norm(f64::Gradients& gradients, double limit);

/// Limits every number of the gradients to [-limit, limit]. Notes stay. Throws Error, and changes nothing,
/// unless limit > 0 and the gradients are finite.
void clip_gradient_values(Gradients& gradients, double limit);
void clip_gradient_values(f64::Gradients& gradients, double limit);

namespace detail {
template <class T>
void clip_slots(std::span<const BasicSlot<T>> slots, double limit);
}

/// Limits every parameter to [-limit, limit]: the constraint of Arjovsky et al. 2017. The parameters become
/// new leaves. Throws Error unless limit > 0 and finite.
template <Network Net>
void clip_parameters(Net& net, double limit) {
  detail::clip_slots<network_scalar_t<Net>>(slots(net), limit);
}

}  // namespace agon

#ifdef AGON_HEADER_ONLY
#include "agon/optim/clip-inl.h"
#endif
