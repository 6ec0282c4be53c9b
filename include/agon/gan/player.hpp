#pragma once

#include <concepts>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>

#include "agon/autograd/grad.hpp"
#include "agon/nn/module.hpp"
#include "agon/optim/average.hpp"
#include "agon/optim/clip.hpp"
#include "agon/optim/schedule.hpp"

namespace agon {

/// What moves a network: the library's optimisers, or any type with this step.
template <class Optimiser, class Net>
concept OptimiserOf = Network<Net> &&
    requires(Optimiser& optimiser, Net& net, const BasicGradients<network_scalar_t<Net>>& gradients) {
  optimiser.step(net, gradients);
};

/// What happens around every step of a player.
struct PlayerOptions {
  std::optional<Schedule> lr = {};             ///< the optimiser's learning rate, by the game's iteration
  std::optional<double> clip_norm = {};        ///< > 0: longer gradients are scaled down to this norm
  std::optional<double> clip_value = {};       ///< > 0: every slope is limited to [-clip_value, clip_value]
  std::optional<AverageOptions> average = {};  ///< keep an average of the network, which is what is shown
};

namespace detail {
void check_player(const PlayerOptions& options, bool has_lr);
}  // namespace detail

/// A network with the optimiser that moves it and what follows it, under a name:
///
///     Player{Generator{}, Adam{{.lr = 1e-3}}, {.clip_norm = 5, .average = AverageOptions{.half_life =
///     10e3}}}
template <class NetType, class OptimiserType>
requires OptimiserOf<OptimiserType, NetType>
struct Player {
  using Net = NetType;
  using Optimiser = OptimiserType;
  using Scalar = network_scalar_t<Net>;

  /// Throws Error on options out of range, and on a schedule for an optimiser without set_lr.
  Player(Net network, Optimiser its_optimiser, PlayerOptions its_options = {})
      : Player("", std::move(network), std::move(its_optimiser), std::move(its_options)) {}
  Player(std::string its_name, Net network, Optimiser its_optimiser, PlayerOptions its_options = {})
      : name(std::move(its_name)),
        net(std::move(network)),
        optimiser(std::move(its_optimiser)),
        options(std::move(its_options)) {
    detail::check_player(
        options, requires { optimiser.set_lr(1.0); });
    if (options.average) average.emplace(net, *options.average);
  }

  /// What there is to look at: the average where one is kept, else the network.
  const Net& shown() const { return average ? average->net() : net; }

  /// One step of the optimiser, in a game's iteration counted from 0, with all that the options ask for.
  /// `samples` are the real ones that the game has shown since the player's step before.
  void step(BasicGradients<Scalar>& gradients, std::int64_t iteration, std::int64_t samples) {
    if constexpr (requires { optimiser.set_lr(1.0); }) {
      if (options.lr) optimiser.set_lr(options.lr->at(iteration));
    }
    if (options.clip_value) clip_gradient_values(gradients, *options.clip_value);
    if (options.clip_norm) clip_gradient_norm(gradients, *options.clip_norm);
    if (options.average && !average) average.emplace(net, *options.average);
    optimiser.step(net, gradients);
    if (average && samples > 0) average->update(net, samples);
  }

  std::string name;  ///< in reports and hooks; a game names those that have none
  Net net;
  Optimiser optimiser;
  PlayerOptions options;
  std::optional<Average<Net>> average;
};

}  // namespace agon

#ifdef AGON_HEADER_ONLY
#include "agon/gan/player-inl.h"
#endif
