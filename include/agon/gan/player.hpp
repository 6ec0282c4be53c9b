#pragma once

#include <concepts>
#include <string>
#include <utility>

#include "agon/autograd/grad.hpp"
#include "agon/nn/module.hpp"

namespace agon {

/// What moves a network: the library's optimisers, or any type with this step.
template <class Optimiser, class Net>
concept OptimiserOf = Network<Net> &&
    requires(Optimiser& optimiser, Net& net, const BasicGradients<network_scalar_t<Net>>& gradients) {
  optimiser.step(net, gradients);
};

/// A network with the optimiser that moves it, under a name.
template <class NetType, class OptimiserType>
requires OptimiserOf<OptimiserType, NetType>
struct Player {
  using Net = NetType;
  using Optimiser = OptimiserType;
  using Scalar = network_scalar_t<Net>;

  Player(Net network, Optimiser its_optimiser) : Player("", std::move(network), std::move(its_optimiser)) {}
  Player(std::string its_name, Net network, Optimiser its_optimiser)
      : name(std::move(its_name)), net(std::move(network)), optimiser(std::move(its_optimiser)) {}

  std::string name;  ///< in reports and hooks; a game names those that have none
  Net net;
  Optimiser optimiser;
};

}  // namespace agon
