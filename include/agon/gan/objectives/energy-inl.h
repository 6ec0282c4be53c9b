#pragma once

#include <string>

#include "agon/core/error.hpp"
#include "agon/gan/objectives/energy.hpp"
#include "agon/optim/options.hpp"

namespace agon::detail {

AGON_INLINE void check_energy(double margin) { check_above_zero("EnergyBased", "margin", margin); }

AGON_INLINE void check_equilibrium(double diversity, double rate) {
  check_above_zero("BoundaryEquilibrium", "diversity", diversity);
  if (diversity > 1) fail("BoundaryEquilibrium", "expected diversity <= 1, got " + std::to_string(diversity));
  check_at_least_zero("BoundaryEquilibrium", "rate", rate);
}

}  // namespace agon::detail
