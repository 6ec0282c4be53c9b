#pragma once

#include <type_traits>
#include <utility>

#include "agon/core/error.hpp"
#include "agon/core/modes.hpp"
#include "agon/gan/batch.hpp"
#include "agon/gan/batches_in.hpp"
#include "agon/gan/game_base.hpp"
#include "agon/gan/latent.hpp"
#include "agon/gan/minimax_checks.hpp"
#include "agon/gan/objective.hpp"
#include "agon/gan/sample.hpp"

namespace agon {

/// The game of two: a generator and a discriminator (or critic) under an objective.
///
///     Minimax game{Player{Generator{}, Adam{{.lr = 2e-4f, .beta1 = 0.5f}}},
///                  Player{Discriminator{}, Adam{{.lr = 2e-4f, .beta1 = 0.5f}}}, NonSaturating{},
///                  Latent{100}};
///     game.fit(loader, {.epochs = 5});
///
/// The game owns its players. Each player's step asks for the gradients of its own parameters only; what D is
/// trained on is detached from G; running statistics of normalisation layers move only in the step of the
/// player that they belong to. D is run on real and on generated samples apart, so that batch statistics
/// never mix the two; a D that says `static constexpr bool samples_apart = true` (see gan/batch.hpp) is run
/// on both in one pass. All draws come from the game's own streams: games of one seed, and players that start
/// alike, take the same steps bit by bit.
template <class GeneratorPlayer, class DiscriminatorPlayer, class Objective, class LatentSource = Latent>
class Minimax : public GameBase<typename GeneratorPlayer::Scalar> {
  using T = typename GeneratorPlayer::Scalar;
  using G = typename GeneratorPlayer::Net;
  using D = typename DiscriminatorPlayer::Net;
  static_assert(std::is_same_v<T, typename DiscriminatorPlayer::Scalar>,
                "generator and discriminator have parameters of one scalar type");

 public:
  /// Players without a name are called "generator" and "discriminator". Throws Error where both have one
  /// name, or the objective's members are out of range.
  Minimax(GeneratorPlayer generator, DiscriminatorPlayer discriminator, Objective objective,
          LatentSource latent, GameOptions options = {})
      : GameBase<T>(options),
        generator_(std::move(generator)),
        discriminator_(std::move(discriminator)),
        objective_(std::move(objective)),
        latent_(std::move(latent)) {
    detail::name_two(generator_.name, discriminator_.name);
    if constexpr (requires { objective_.check(); }) objective_.check();
  }

  G& generator() { return generator_.net; }
  const G& generator() const { return generator_.net; }
  D& discriminator() { return discriminator_.net; }
  const D& discriminator() const { return discriminator_.net; }
  GeneratorPlayer& generator_player() { return generator_; }
  DiscriminatorPlayer& discriminator_player() { return discriminator_; }
  Objective& objective() { return objective_; }

  /// Latents for `count` samples, from the game's stream.
  BasicTensor<T> draw_latent(std::int64_t count) {
    const RandomGuard guard(this->streams().latent);
    return detail::draw_latent<T>(latent_, count);
  }

  /// One step of D on the real samples of a batch and as many generated ones.
  template <class Batch>
  DiscriminatorStep step_discriminator(const Batch& batch) {
    const auto fake = [&] {
      const NoRecord no_graph;
      return make_fake(batch);
    }();
    return move_discriminator(batch, fake);
  }

  /// One step of G on as many samples as the batch has, which ends the iteration.
  template <class Batch>
  GeneratorStep step_generator(const Batch& batch) {
    return move_generator(batch, make_fake(batch));
  }

  /// One iteration on a batch: a step of D, then one of G through the moved D. Both see the same generated
  /// samples, which are made once.
  template <class Batch>
  std::pair<DiscriminatorStep, GeneratorStep> step(const Batch& batch) {
    BasicVar<T> fake = make_fake(batch);
    const DiscriminatorStep d = move_discriminator(batch, detach(fake));
    return {d, move_generator(batch, std::move(fake))};
  }

  /// Trains on the batches of a loader: a step of D on each, and after every n_critic of them in an epoch one
  /// of G, on the newest. With n_critic = 1 both see the same generated samples, as in `step`; otherwise G's
  /// are new ones. Throws Error on options out of range, a loader of fewer than n_critic batches, a loss that
  /// is not finite, and shapes that do not match.
  template <class Loader>
  void fit(Loader&& loader, const FitOptions& options) {
    const auto scope =
        this->begin_fit(options, detail::batches_in(loader) / (options.n_critic > 0 ? options.n_critic : 1));
    const RandomGuard data(this->streams().data);
    while (this->begin_epoch()) {
      std::int64_t count = 0;
      for (const auto& batch : loader) {
        ++count;
        if (options.n_critic == 1) {
          step(batch);
        } else {
          step_discriminator(batch);
          if (count % options.n_critic == 0) step_generator(batch);
        }
        if (this->time_is_up()) break;
      }
      if (count < options.n_critic && !this->time_is_up()) detail::fail_few_batches(options.n_critic, count);
      this->end_epoch([this](std::int64_t pictures) { return look(pictures); });
    }
  }

 private:
  template <class Batch>
  BasicVar<T> make_fake(const Batch& batch) {
    static_assert(
        requires { real_samples(batch); },
        "a batch is a tensor or has its real samples in a member `images` or `x`; for another batch, write a "
        "function real_samples(batch) beside its type");
    const std::int64_t count = detail::check_batch(real_samples(batch).shape());
    if constexpr (Labelled<Batch>) {
      if constexpr (requires { labels(batch).shape(); }) detail::check_labels(count, labels(batch).shape());
    }
    const BasicVar<T> z = draw_latent(count);
    if constexpr (detail::NeedsBatch<G, BasicVar<T>, Batch>) {
      remake_ = [batch](const Minimax& game) {
        const BasicVar<T> same = game.draw_looking(real_samples(batch).dim(0));
        return detail::generate_for(game.generator(), same, batch).value();
      };
    }
    const RandomGuard guard(this->streams().layers);
    return detail::generate_for(generator_.net, z, batch);
  }

  template <class Batch>
  DiscriminatorStep move_discriminator(const Batch& batch, const BasicVar<T>& fake) {
    const BasicVar<T> real = real_samples(batch);
    detail::check_generated(real.shape(), fake.shape());
    this->count_samples(real.dim(0));
    const auto said = [&](const BasicVar<T>& x) {
      const RandomGuard guard(this->streams().layers);
      return detail::judge_for(discriminator_.net, x, batch);
    };
    DiscriminatorStep result;
    // Nothing but the loss holds the graph, so that it is freed while the gradients are worked out.
    BasicVar<T> loss = [&] {
      const auto [real_out, fake_out] = detail::judge_both<D, Batch>(said, real, fake);
      using Out = std::remove_cvref_t<decltype(real_out)>;
      static_assert(DiscriminatorObjective<Objective, Out>,
                    "an objective has a function discriminator(real, fake) that takes what D returns");
      result =
          detail::summarise<T>(score(real_out).value(), score(fake_out).value(), has_labels<Objective>());
      const RandomGuard guard(this->streams().penalty);
      return objective_.discriminator(real_out, fake_out);
    }();
    result.loss = this->checked_loss(discriminator_.name, loss);
    result.gradient_norm = this->update(discriminator_, std::move(loss));
    if constexpr (requires { objective_.constrain(discriminator_.net); })
      objective_.constrain(discriminator_.net);
    this->report("real", result.real);
    this->report("fake", result.fake);
    if (result.accuracy) this->report("accuracy", *result.accuracy);
    return result;
  }

  template <class Batch>
  GeneratorStep move_generator(const Batch& batch, BasicVar<T> fake) {
    detail::check_generated(real_samples(batch).shape(), fake.shape());
    const auto said = [&](const BasicVar<T>& x) {
      const RandomGuard guard(this->streams().layers);
      return detail::judge_for(discriminator_.net, x, batch);
    };
    using Out = decltype(said(fake));
    static_assert(
        GeneratorObjective<Objective, Out>,
        "an objective has a function generator(fake), or generator(real, fake), that takes what D returns");
    BasicVar<T> loss = [&] {
      if constexpr (LooksAtReal<Objective, Out>) {
        const auto real_out = [&] {
          const NoRecord no_graph;
          return said(real_samples(batch));
        }();
        const auto fake_out = said(std::exchange(fake, {}));
        const RandomGuard guard(this->streams().penalty);
        return objective_.generator(real_out, fake_out);
      } else {
        const auto fake_out = said(std::exchange(fake, {}));
        const RandomGuard guard(this->streams().penalty);
        return objective_.generator(fake_out);
      }
    }();
    GeneratorStep result;
    result.loss = this->checked_loss(generator_.name, loss);
    result.gradient_norm = this->update(generator_, std::move(loss));
    this->finish_iteration();
    return result;
  }

  BasicTensor<T> draw_looking(std::int64_t count) const {
    Random same(this->seed(), "sheet");
    const RandomGuard guard(same);
    return detail::draw_latent<T>(latent_, count);
  }

  Tensor look(std::int64_t count) const {
    const Inference inference;
    if (remake_) {
      const BasicTensor<T> made = remake_(*this);
      return cast<float>(rows(made, 0, made.dim(0) < count ? made.dim(0) : count));
    }
    if constexpr (std::is_invocable_v<const G&, const BasicVar<T>&>)
      return cast<float>(sample(generator_.net, draw_looking(count)));
    return {};
  }

  GeneratorPlayer generator_;
  DiscriminatorPlayer discriminator_;
  Objective objective_;
  LatentSource latent_;
  std::function<BasicTensor<T>(const Minimax&)>
      remake_;  // for generators that need a batch: samples for the newest one
};

}  // namespace agon
