#pragma once

#include "agon/core/config.hpp"
#include "agon/gan/objective.hpp"
#include "agon/gan/tricks/wrapped.hpp"
#include "agon/nn/module.hpp"
#include "agon/optim/descend.hpp"

namespace agon {

namespace detail {
void check_steps_ahead(int steps);
void check_loss_ahead(double loss, int step);
}  // namespace detail

/// The unrolled GAN of Metz et al. 2017 under any objective: G is trained against the D of so many steps
/// later, and its gradient goes through these steps, exactly, optimiser and all (`descend`):
///
///     Minimax game{Player{Generator{}, Adam{}}, Player{Discriminator{}, Adam{}},
///                  Unrolled<NonSaturating>{.steps = 10}, Latent{100}};
///
/// D itself moves as ever. The steps ahead are taken on the batch and the generated samples of G's step, from
/// where D's optimiser stands (SGD, Adam or RMSProp), and leave nothing behind. They are D's half of the
/// objective alone: what the objective does to D after a step (`constrain`) is not part of them, and a game
/// refuses penalties of D and clipping; hooks on its gradients are not part of them either. This wrapper is
/// the outermost one. Throws Error unless steps >= 0, and where the loss of a step ahead is not finite.
template <class Objective>
struct Unrolled {
  Objective objective = {};
  int steps = 5;

  static constexpr bool has_labels = agon::has_labels<Objective>();
  static constexpr bool looks_ahead = true;

  void check() const {
    detail::check_steps_ahead(steps);
    detail::check_wrapped(objective);
  }
  void start_step(std::int64_t step) { detail::start_wrapped(objective, step); }
  template <class Net>
  requires requires(Objective& inner, Net& net) { inner.constrain(net); }
  void constrain(Net& net) { objective.constrain(net); }

  template <class Out>
  requires DiscriminatorObjective<Objective, Out>
  auto discriminator(const Out& real, const Out& fake) { return objective.discriminator(real, fake); }
  template <class Out>
  requires(GeneratorObjective<Objective, Out> &&
           !LooksAtReal<Objective, Out>) auto generator(const Out& fake) {
    return objective.generator(fake);
  }
  template <class Out>
  requires LooksAtReal<Objective, Out>
  auto generator(const Out& real, const Out& fake) { return objective.generator(real, fake); }

  /// D after its steps, as variables of whatever `loss_of(d)`, a scalar, depends on.
  template <Network D, class Optimiser, class Loss>
  D ahead(const D& discriminator, const Optimiser& optimiser, const Loss& loss_of) const {
    static_assert(HasDescent<Optimiser>, "an unrolled D has an optimiser with a function descent(optimiser)");
    D net = discriminator;
    auto state = descent(optimiser);
    for (int step = 1; step <= steps; ++step) {
      const auto loss = loss_of(net);
      detail::check_loss_ahead(static_cast<double>(loss.item()), step);
      net = descend(net, grad(loss, parameters(net), {.create_graph = true}), state);
    }
    return net;
  }
};

}  // namespace agon

#ifdef AGON_HEADER_ONLY
#include "agon/gan/tricks/unrolled-inl.h"
#endif
