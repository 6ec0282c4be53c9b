#pragma once

#include "agon/gan/objectives/wasserstein.hpp"
#include "agon/optim/options.hpp"

namespace agon::detail {

AGON_INLINE void check_clip(double clip) { check_at_least_zero("Wasserstein", "clip", clip); }

}  // namespace agon::detail
