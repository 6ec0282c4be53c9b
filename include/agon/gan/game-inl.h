#pragma once

#include <set>

#include "agon/gan/game.hpp"

namespace agon::detail {

AGON_INLINE void name_players(const std::vector<std::string*>& names) {
  std::set<std::string> taken;
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (names[i]->empty()) *names[i] = "player" + std::to_string(i + 1);
    if (!taken.insert(*names[i]).second)
      fail("Game", "expected players of different names, got two called " + *names[i]);
  }
}

}  // namespace agon::detail
