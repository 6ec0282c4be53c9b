#pragma once

#include <functional>
#include <optional>
#include <span>
#include <type_traits>
#include <utility>
#include <vector>

#include "agon/core/modes.hpp"
#include "agon/gan/augmentation.hpp"
#include "agon/gan/batch.hpp"
#include "agon/gan/game_base.hpp"
#include "agon/gan/latent.hpp"
#include "agon/gan/minimax_checks.hpp"
#include "agon/gan/objective.hpp"
#include "agon/gan/penalty.hpp"
#include "agon/gan/round.hpp"
#include "agon/gan/tricks/fake_history.hpp"
#include "agon/optim/accumulate.hpp"

namespace agon::detail {

/// How the two players of a Minimax move: each is asked for its loss and gradients on a batch (`ask_...`),
/// or on several as if they were one, and is then moved down them (`move_...`).
template <class GeneratorPlayer, class DiscriminatorPlayer, class Objective, class LatentSource>
class MinimaxMoves : public GameBase<typename GeneratorPlayer::Scalar> {
 protected:
  using T = typename GeneratorPlayer::Scalar;
  using G = typename GeneratorPlayer::Net;
  using D = typename DiscriminatorPlayer::Net;
  static_assert(std::is_same_v<T, typename DiscriminatorPlayer::Scalar>,
                "generator and discriminator have parameters of one scalar type");
  static constexpr bool unrolls = requires { Objective::looks_ahead; };

  MinimaxMoves(GeneratorPlayer generator, DiscriminatorPlayer discriminator, Objective objective,
               LatentSource latent, GameOptions options)
      : GameBase<T>(options),
        generator_(std::move(generator)),
        discriminator_(std::move(discriminator)),
        objective_(std::move(objective)),
        latent_(std::move(latent)) {
    name_two(generator_.name, discriminator_.name);
    if constexpr (requires { objective_.check(); }) objective_.check();
  }

  /// Latents, and what G makes of them.
  struct Deal {
    BasicTensor<T> latent;
    BasicVar<T> fake;
  };
  /// A player's loss on a batch, with its gradients and what else was found.
  template <class Step>
  struct Half {
    Step found;
    BasicVar<T> loss;
    BasicGradients<T> gradients;
  };

  template <class Batch>
  static std::int64_t samples_in(const Batch& batch) {
    static_assert(
        requires { real_samples(batch); },
        "a batch is a tensor or has its real samples in a member `images` or `x`; for another batch, write a "
        "function real_samples(batch) beside its type");
    const std::int64_t count = check_batch(real_samples(batch).shape());
    if constexpr (Labelled<Batch>) {
      if constexpr (requires { labels(batch).shape(); }) check_labels(count, labels(batch).shape());
    }
    return count;
  }

  void start_step() {
    augmentations_.start_step(this->iteration());
    if constexpr (requires { objective_.start_step(this->iteration()); })
      objective_.start_step(this->iteration());
  }

  template <class Batch>
  BasicVar<T> generated(const BasicVar<T>& z, const Batch& batch) {
    const RandomGuard guard(this->streams().layers);
    return generate_for(generator_.net, z, batch);
  }

  template <class Batch>
  Deal deal(const Batch& batch) {
    const std::int64_t count = samples_in(batch);
    if constexpr (NeedsBatch<G, BasicVar<T>, Batch>) {
      remake_ = [batch](const MinimaxMoves& game) {
        const BasicVar<T> same = game.draw_looking(real_samples(batch).dim(0));
        return generate_for(game.generator_.shown(), same, batch).value();
      };
    }
    BasicTensor<T> z = drawn_latent(count);
    BasicVar<T> fake = generated(z, batch);
    check_generated(real_samples(batch).shape(), fake.shape());
    return {std::move(z), std::move(fake)};
  }

  /// What a discriminator says of samples as it is shown them.
  template <class Batch>
  auto said_by(const D& d, BasicVar<T> x, const Batch& batch) {
    {
      const RandomGuard guard(this->streams().augment);
      x = augmentations_(std::move(x));
    }
    const RandomGuard guard(this->streams().layers);
    return judge_for(d, x, batch);
  }

  /// A step of D as penalties see it. Their passes move no running statistics.
  template <class Batch>
  BasicRound<T> discriminator_round(const Batch& batch, const Deal& dealt) {
    BasicRound<T> round;
    round.real = BasicVar<T>(real_samples(batch)).value();
    round.fake = dealt.fake.value();
    round.latent = dealt.latent;
    round.discriminator = [this, &batch](const BasicVar<T>& x) -> BasicVar<T> {
      const NoNotes no_notes;
      return score(said_by(discriminator_.net, x, batch));
    };
    round.generator = [this, &batch](const BasicVar<T>& z) -> BasicVar<T> {
      const NoNotes no_notes;
      return generated(z, batch);
    };
    round.parameters = parameters(discriminator_.net);
    return round;
  }

  /// A step of G as penalties see it.
  template <class Batch>
  BasicRound<T> generator_round(const Batch& batch, const Deal& dealt) {
    BasicRound<T> round = discriminator_round(batch, dealt);
    round.discriminator_parameters = std::move(round.parameters);
    round.parameters = parameters(generator_.net);
    round.discriminator_loss = [this, &batch, fake = dealt.fake]() -> BasicVar<T> {
      const NoNotes no_notes;
      Objective same = objective_;  // looking moves no state
      return same.discriminator(said_by(discriminator_.net, real_samples(batch), batch),
                                said_by(discriminator_.net, fake, batch));
    };
    // A generator with a mapping of its latents is penalised beyond it (Karras et al. 2020).
    if constexpr (requires { generator_.net.synthesis(generator_.net.mapping(dealt.fake)); }) {
      round.latent = generator_.net.mapping(dealt.latent);
      round.generator = [this](const BasicVar<T>& w) -> BasicVar<T> {
        const NoNotes no_notes;
        return generator_.net.synthesis(w);
      };
    }
    return round;
  }

  template <class Batch>
  Half<DiscriminatorStep> ask_discriminator(const Batch& batch, Deal dealt) {
    start_step();
    const BasicVar<T> real = real_samples(batch);
    this->count_samples(real.dim(0));
    dealt.fake = detach(dealt.fake);
    if (fake_history_) {
      const RandomGuard guard(this->streams().penalty);
      dealt.fake = fake_history_->exchange(dealt.fake.value());
    }
    DiscriminatorStep found;
    // Nothing but the loss holds the graph, so that it is freed while the gradients are worked out.
    BasicVar<T> loss = [&] {
      const auto said = [&](const BasicVar<T>& x) { return said_by(discriminator_.net, x, batch); };
      const auto [real_out, fake_out] = judge_both<D, Batch>(said, real, dealt.fake);
      using Out = std::remove_cvref_t<decltype(real_out)>;
      static_assert(DiscriminatorObjective<Objective, Out>,
                    "an objective has a function discriminator(real, fake) that takes what D returns");
      augmentations_.observe(score(real_out).value());
      found = summarise<T>(score(real_out).value(), score(fake_out).value(), has_labels<Objective>());
      const RandomGuard guard(this->streams().penalty);
      const BasicVar<T> of_objective = objective_.discriminator(real_out, fake_out);
      if (!discriminator_penalties_.in_every_step()) return of_objective;
      BasicRound<T> round = discriminator_round(batch, dealt);
      round.real_score = score(real_out);
      round.fake_score = score(fake_out);
      return discriminator_penalties_.added_to(of_objective, round, *this, discriminator_.name);
    }();
    found.loss = this->checked_loss(discriminator_.name, loss);
    const BasicVar<T> value = loss.value();
    return {found, value, grad(std::move(loss), parameters(discriminator_.net))};
  }

  template <class Batch>
  DiscriminatorStep move_discriminator(Half<DiscriminatorStep> half, const Batch& batch, const Deal& dealt) {
    DiscriminatorStep& found = half.found;
    found.gradient_norm = this->update(discriminator_, half.loss, std::move(half.gradients));
    if (discriminator_penalties_.due_after(++discriminator_steps_))
      move_lazily(discriminator_, discriminator_penalties_, discriminator_steps_,
                  discriminator_round(batch, dealt));
    if constexpr (requires { objective_.constrain(discriminator_.net); })
      objective_.constrain(discriminator_.net);
    this->report("real", found.real);
    this->report("fake", found.fake);
    if (found.accuracy) this->report("accuracy", *found.accuracy);
    return found;
  }

  /// G's half of the objective under a D, on samples that nobody else needs.
  template <class Batch>
  BasicVar<T> generator_objective(const D& d, const Batch& batch, BasicVar<T> fake) {
    const auto said = [&](BasicVar<T> x) { return said_by(d, std::move(x), batch); };
    using Out = decltype(said(fake));
    static_assert(
        GeneratorObjective<Objective, Out>,
        "an objective has a function generator(fake), or generator(real, fake), that takes what D returns");
    if constexpr (LooksAtReal<Objective, Out>) {
      const auto real_out = [&] {
        Modes constant = modes();
        constant.recording = unrolls;  // an unrolled D depends on G, any other is a constant of G's step
        const ModeGuard guard(constant);
        return said(real_samples(batch));
      }();
      const auto fake_out = said(std::move(fake));
      const RandomGuard guard(this->streams().penalty);
      return objective_.generator(real_out, fake_out);
    } else {
      const auto fake_out = said(std::move(fake));
      const RandomGuard guard(this->streams().penalty);
      return objective_.generator(fake_out);
    }
  }

  /// G's half of the objective, under D as it is or as it will be in some steps.
  template <class Batch>
  BasicVar<T> generator_loss(const Batch& batch, BasicVar<T> fake) {
    if constexpr (unrolls) {
      const NoNotes no_notes;
      const D ahead = objective_.ahead(discriminator_.net, discriminator_.optimiser, [&](const D& d) {
        Objective same = objective_;  // looking ahead moves no state
        const RandomGuard guard(this->streams().penalty);
        return BasicVar<T>(
            same.discriminator(said_by(d, real_samples(batch), batch), said_by(d, fake, batch)));
      });
      return generator_objective(ahead, batch, std::move(fake));
    } else {
      return generator_objective(discriminator_.net, batch, std::move(fake));
    }
  }

  template <class Batch>
  Half<GeneratorStep> ask_generator(const Batch& batch, Deal dealt) {
    start_step();
    const bool penalised = generator_penalties_.in_every_step();
    BasicVar<T> loss = generator_loss(batch, penalised ? dealt.fake : std::exchange(dealt.fake, {}));
    if (penalised) {
      const RandomGuard guard(this->streams().penalty);
      loss = generator_penalties_.added_to(loss, generator_round(batch, dealt), *this, generator_.name);
    }
    GeneratorStep found;
    found.loss = this->checked_loss(generator_.name, loss);
    const BasicVar<T> value = loss.value();
    return {found, value, grad(std::move(loss), parameters(generator_.net))};
  }

  template <class Batch>
  GeneratorStep move_generator(Half<GeneratorStep> half, const Batch& batch, const BasicTensor<T>& latent) {
    GeneratorStep& found = half.found;
    found.gradient_norm = this->update(generator_, half.loss, std::move(half.gradients));
    if (generator_penalties_.due_after(++generator_steps_))
      move_lazily(generator_, generator_penalties_, generator_steps_,
                  generator_round(batch, {latent, generated(latent, batch)}));
    this->finish_iteration();
    return found;
  }

  /// The step of its own that a player takes for its lazy penalties.
  template <class AnyPlayer>
  void move_lazily(AnyPlayer& player, Penalties<T>& penalties, std::int64_t step,
                   const BasicRound<T>& round) {
    const RandomGuard guard(this->streams().penalty);
    BasicVar<T> total = penalties.due(step, round, *this, player.name);
    this->checked_loss(player.name, total);
    this->move(player, grad(std::move(total), round.parameters, {.unreached = Unreached::absent}));
  }

  /// A player's halves on several batches, as if they were one.
  template <class Step, class Batch, class Ask>
  Half<Step> ask_all(std::span<const Batch> batches, const Ask& ask) {
    if (batches.size() == 1) return ask(std::size_t{0});
    std::int64_t samples = 0;
    for (const Batch& batch : batches) samples += samples_in(batch);
    Half<Step> all;
    for (std::size_t i = 0; i < batches.size(); ++i) {
      const double share = static_cast<double>(samples_in(batches[i])) / static_cast<double>(samples);
      const Half<Step> half = ask(i);
      accumulate_gradients(all.gradients, half.gradients, share);
      add_found(all.found, half.found, share);
    }
    all.loss = BasicTensor<T>::scalar(static_cast<T>(all.found.loss));
    return all;
  }

  template <class Batch>
  DiscriminatorStep discriminator_on(std::span<const Batch> batches, const std::vector<Deal>& deals) {
    const auto ask = [&](std::size_t i) { return ask_discriminator(batches[i], deals[i]); };
    return move_discriminator(ask_all<DiscriminatorStep>(batches, ask), batches.back(), deals.back());
  }

  /// Samples that were made without their graph are made again, one batch at a time.
  template <class Batch>
  GeneratorStep generator_on(std::span<const Batch> batches, std::vector<Deal> deals) {
    const BasicTensor<T> latent = deals.back().latent;
    const auto ask = [&](std::size_t i) {
      Deal dealt = std::move(deals[i]);
      if (!dealt.fake.tracked()) dealt.fake = generated(dealt.latent, batches[i]);
      return ask_generator(batches[i], std::move(dealt));
    };
    return move_generator(ask_all<GeneratorStep>(batches, ask), batches.back(), latent);
  }

  template <class Batch>
  std::vector<Deal> deal_each(std::span<const Batch> batches) {
    const NoRecord no_graph;
    std::vector<Deal> deals;
    for (const Batch& batch : batches) deals.push_back(deal(batch));
    return deals;
  }

  BasicTensor<T> drawn_latent(std::int64_t count) {
    const RandomGuard guard(this->streams().latent);
    return draw_latent<T>(latent_, count);
  }

  BasicTensor<T> draw_looking(std::int64_t count) const {
    Random same(this->seed(), "sheet");
    const RandomGuard guard(same);
    return draw_latent<T>(latent_, count);
  }

  /// What the generator, or its average where it keeps one, makes of latents that are the same every time.
  Tensor look(std::int64_t count) const {
    const Inference inference;
    if (remake_) {
      const BasicTensor<T> made = remake_(*this);
      return cast<float>(rows(made, 0, made.dim(0) < count ? made.dim(0) : count));
    }
    if constexpr (std::is_invocable_v<const G&, const BasicVar<T>&>)
      return cast<float>(sample(generator_.shown(), draw_looking(count)));
    return {};
  }

  GeneratorPlayer generator_;
  DiscriminatorPlayer discriminator_;
  Objective objective_;
  LatentSource latent_;
  Augmentations<T> augmentations_;
  Penalties<T> discriminator_penalties_, generator_penalties_;
  std::optional<BasicFakeHistory<T>> fake_history_;
  std::int64_t discriminator_steps_ = 0, generator_steps_ = 0;
  /// For generators that need a batch: samples for the newest one.
  std::function<BasicTensor<T>(const MinimaxMoves&)> remake_;
};

}  // namespace agon::detail
