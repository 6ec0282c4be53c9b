#pragma once

#include <concepts>
#include <string>
#include <vector>

#include "agon/autograd/gradcheck.hpp"
#include "agon/core/error.hpp"
#include "agon/nn/module.hpp"

namespace agon {

/// gradcheck of a network in double: of net(inputs...), one or two inputs, with respect to its inputs and all
/// of its parameters, in this order. Throws Error where the network does not take so many inputs. Batch
/// statistics are those of the modes in force. A lambda that takes a vector is no network, but a function
/// under test.
template <Network Net>
requires(!std::invocable<const Net&, const std::vector<f64::Var>&>) GradcheckResult
    gradcheck(const Net& net, const std::vector<f64::Tensor>& inputs, const GradcheckOptions& options = {}) {
  std::vector<f64::Tensor> points = inputs;
  for (const f64::Var& parameter : parameters(net)) points.push_back(parameter.value());
  const auto f = [&](const std::vector<f64::Var>& at) -> f64::Var {
    Net copy = net;  // whose parameters become the variables of the check
    std::size_t next = inputs.size();
    for (const f64::Slot& slot : slots(copy))
      if (slot.kind == SlotKind::parameter) *slot.parameter = at[next++];
    if constexpr (requires { copy(at[0], at[1]); })
      if (inputs.size() == 2) return copy(at[0], at[1]);
    if constexpr (requires { copy(at[0]); })
      if (inputs.size() == 1) return copy(at[0]);
    fail("gradcheck", "expected as many inputs as the network takes, got " + std::to_string(inputs.size()));
  };
  return gradcheck(GradcheckFunction(f), points, options);
}

}  // namespace agon
