#pragma once

#include <cstdint>

/// What an objective that wraps another one passes on to it, where the other one has it.
namespace agon::detail {

template <class Objective>
void check_wrapped(const Objective& objective) {
  if constexpr (requires { objective.check(); }) objective.check();
}

template <class Objective>
void start_wrapped(Objective& objective, std::int64_t step) {
  if constexpr (requires { objective.start_step(step); }) objective.start_step(step);
}

}  // namespace agon::detail
