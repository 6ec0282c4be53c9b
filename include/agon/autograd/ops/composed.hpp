#pragma once

#include <array>
#include <vector>

#include "agon/autograd/grad.hpp"
#include "agon/autograd/ops/shape.hpp"
#include "agon/autograd/record.hpp"
#include "agon/core/modes.hpp"

namespace agon::ops {

/// The rule of a fused operation by its twin: differentiates `composed`, a function of the operation's first
/// N inputs in plain operations. Each input gets a node of its own, at which the gradients end: inputs may
/// depend on each other, and the rule's walk follows that by itself.
template <std::size_t N, class T, class Composed>
void differentiate_composed(Rule<T>& r, const Composed& composed) {
  const bool further = recording();
  const Record guard;
  std::array<BasicVar<T>, N> at;
  BasicVarList<T> wanted;
  for (std::size_t i = 0; i < N; ++i) {
    const BasicVar<T> input = r.input(i);
    at[i] = further      ? agon::reshape(input, input.shape())
            : r.wants(i) ? variable(input.value())
                         : detach(input);
    if (r.wants(i)) wanted.push_back(at[i]);
  }
  const auto gradients =
      agon::grad(std::vector<BasicVar<T>>{composed(at)}, {r.grad()}, wanted, {.create_graph = further});
  for (std::size_t i = 0, next = 0; i < N; ++i)
    if (r.wants(i)) r.give(i, gradients[next++]);
}

}  // namespace agon::ops
