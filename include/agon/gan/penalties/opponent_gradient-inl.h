#pragma once

#include "agon/autograd/ops/arithmetic.hpp"
#include "agon/autograd/ops/reduce.hpp"
#include "agon/gan/penalties/opponent_gradient.hpp"
#include "agon/gan/penalties/required.hpp"
#include "agon/optim/options.hpp"

namespace agon {

AGON_INLINE void OpponentGradient::check() const {
  detail::check_above_zero("OpponentGradient", "weight", weight);
}

template <class T>
BasicVar<T> OpponentGradient::operator()(const BasicRound<T>& round) const {
  detail::require_member("OpponentGradient", "the discriminator's loss", round.discriminator_loss != nullptr);
  detail::require_member("OpponentGradient", "the discriminator's parameters",
                         !round.discriminator_parameters.empty());
  BasicVar<T> total;
  for (const BasicVar<T>& gradient :
       grad(round.discriminator_loss(), round.discriminator_parameters, {.create_graph = true})) {
    const BasicVar<T> squares = sum(square(gradient));
    total = total.defined() ? total + squares : squares;
  }
  return static_cast<T>(weight) * total;
}

}  // namespace agon
