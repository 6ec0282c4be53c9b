#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "agon/gan/report.hpp"

/// A recipe is a function that makes a whole game for pictures of a size:
///
///     auto [game, batch, fit] = recipe::dcgan({.size = 28, .channels = 1});
///     Loader loader(load_mnist(folder), {.batch = batch});
///     fit.minutes = 5;
///     game.fit(loader, fit);
///
/// Recipes are where one starts: what they are made of is public, and each is short enough to be copied and
/// changed. They are of float. All throw Error on pictures that `Pictures` refuses.
namespace agon::recipe {

/// What a recipe's networks are for, and how large they are.
struct Pictures {
  std::int64_t size = 32;                  ///< height and width: a multiple of 4, >= 8
  std::int64_t channels = 3;               ///< >= 1
  std::optional<std::int64_t> width = {};  ///< features at half the size, >= 1; by default the recipe's own
  std::uint64_t seed = 0;                  ///< of the first weights and of the game

  /// Throws Error on members out of range.
  void check() const;
};

/// What a recipe gives.
template <class Game>
struct Recipe {
  Game game;
  std::int64_t batch = 64;  ///< the real samples of a step: what to load with
  FitOptions fit;           ///< all but how long: set `epochs` or `minutes`
};

namespace detail {

/// The sides of the pictures inside a network, doubled from the smallest to the full size: {7, 14, 28}.
std::vector<std::int64_t> sides(std::int64_t size);
/// Features of a picture of this side: `width` at half the size and twice as many at each half of that, at
/// most `most` times the width; at the full size half of them.
std::int64_t features(const Pictures& pictures, std::int64_t side, std::int64_t width, std::int64_t most);

}  // namespace detail
}  // namespace agon::recipe

#ifdef AGON_HEADER_ONLY
#include "agon/gan/recipes/pictures-inl.h"
#endif
