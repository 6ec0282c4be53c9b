#pragma once

#include "agon/core/error.hpp"
#include "agon/gan/player.hpp"
#include "agon/optim/options.hpp"

namespace agon::detail {

AGON_INLINE void check_player(const PlayerOptions& options, bool has_lr) {
  if (options.lr && !has_lr) fail("Player", "expected an optimiser with set_lr for a schedule of its rate");
  if (options.lr) options.lr->check_values([](double value) { check_at_least_zero("Player", "lr", value); });
  if (options.clip_norm) check_above_zero("Player", "clip_norm", *options.clip_norm);
  if (options.clip_value) check_above_zero("Player", "clip_value", *options.clip_value);
}

}  // namespace agon::detail
