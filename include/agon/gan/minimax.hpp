#pragma once

#include <iterator>
#include <span>
#include <type_traits>
#include <utility>
#include <vector>

#include "agon/gan/batches_in.hpp"
#include "agon/gan/minimax_moves.hpp"
#include "agon/gan/turns.hpp"

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
class Minimax : public detail::MinimaxMoves<GeneratorPlayer, DiscriminatorPlayer, Objective, LatentSource> {
  using Moves = detail::MinimaxMoves<GeneratorPlayer, DiscriminatorPlayer, Objective, LatentSource>;
  using typename Moves::D;
  using typename Moves::Deal;
  using typename Moves::G;
  using typename Moves::T;

 public:
  /// Players without a name are called "generator" and "discriminator". Throws Error where both have one
  /// name, or the objective's members are out of range.
  Minimax(GeneratorPlayer generator, DiscriminatorPlayer discriminator, Objective objective,
          LatentSource latent, GameOptions options = {})
      : Moves(std::move(generator), std::move(discriminator), std::move(objective), std::move(latent),
              options) {}

  G& generator() { return this->generator_.net; }
  const G& generator() const { return this->generator_.net; }
  /// The generator to look at: its average where the player keeps one, else the generator itself.
  const G& shown_generator() const { return this->generator_.shown(); }
  D& discriminator() { return this->discriminator_.net; }
  const D& discriminator() const { return this->discriminator_.net; }
  GeneratorPlayer& generator_player() { return this->generator_; }
  DiscriminatorPlayer& discriminator_player() { return this->discriminator_; }
  Objective& objective() { return this->objective_; }

  /// Adds a penalty to a player's loss (see gan/penalty.hpp) and returns it where the game keeps it. Throws
  /// Error on options out of range, and where D is unrolled: its steps ahead would leave the penalty out.
  template <PenaltyOf<T> P>
  P& penalise_discriminator(P penalty, const PenaltyOptions& options = {}) {
    if (Moves::unrolls) detail::fail_unrolled_penalty(detail::penalty_name<P>());
    return this->discriminator_penalties_.add(std::move(penalty), options);
  }
  template <PenaltyOf<T> P>
  P& penalise_generator(P penalty, const PenaltyOptions& options = {}) {
    return this->generator_penalties_.add(std::move(penalty), options);
  }

  /// Shows D all samples, real and generated, through an augmentation (see gan/augmentation.hpp), after those
  /// that were added before, in the steps of both players. It draws from the game's `augment` stream. Returns
  /// it where the game keeps it.
  template <AugmentationOf<T> A>
  A& augment(A augmentation) {
    return this->augmentations_.add(std::move(augmentation));
  }

  /// Trains D on generated samples of the past too (see gan/tricks/fake_history.hpp). Throws Error unless
  /// capacity >= 1.
  void replay_fakes(std::int64_t capacity) { this->fake_history_.emplace(capacity); }

  /// Latents for `count` samples, from the game's stream.
  BasicTensor<T> draw_latent(std::int64_t count) { return this->drawn_latent(count); }

  /// One step of D on the real samples of a batch and as many generated ones.
  template <class Batch>
  DiscriminatorStep step_discriminator(const Batch& batch) {
    return step_discriminator(std::span(&batch, 1));
  }

  /// One step of G on as many samples as the batch has, which ends the iteration.
  template <class Batch>
  GeneratorStep step_generator(const Batch& batch) {
    std::vector<Deal> deals;
    deals.push_back(this->deal(batch));
    return this->generator_on(std::span(&batch, 1), std::move(deals));
  }

  /// One iteration on a batch: a step of D, then one of G through the moved D. Both see the same generated
  /// samples, which are made once.
  template <class Batch>
  std::pair<DiscriminatorStep, GeneratorStep> step(const Batch& batch) {
    std::vector<Deal> deals;
    deals.push_back(this->deal(batch));
    const DiscriminatorStep d = this->discriminator_on(std::span(&batch, 1), deals);
    return {d, this->generator_on(std::span(&batch, 1), std::move(deals))};
  }

  /// The same on several batches with accumulated gradients: both players move as they would on one batch of
  /// all the samples, where no network looks across a batch. Samples are generated twice, a batch at a time.
  template <class Batch>
  DiscriminatorStep step_discriminator(std::span<const Batch> batches) {
    return this->discriminator_on(batches, this->deal_each(batches));
  }
  template <class Batch>
  GeneratorStep step_generator(std::span<const Batch> batches) {
    if (batches.size() == 1) return step_generator(batches.front());
    return this->generator_on(batches, this->deal_each(batches));
  }
  template <class Batch>
  std::pair<DiscriminatorStep, GeneratorStep> step(std::span<const Batch> batches) {
    if (batches.size() == 1) return step(batches.front());
    std::vector<Deal> deals = this->deal_each(batches);
    const DiscriminatorStep d = this->discriminator_on(batches, deals);
    return {d, this->generator_on(batches, std::move(deals))};
  }

  /// Trains on the batches of a loader. Each batch, or each `accumulate` of them together, is a step of D,
  /// and after every n_critic of these in an epoch G takes one, on the newest. With n_critic = 1 both see the
  /// same generated samples, as in `step`; otherwise G's are new ones. A `ratio` moves with D's accuracy in
  /// place of n_critic. Throws Error on options out of range, a loader of fewer batches than an iteration
  /// needs, an epoch that `accumulate` or a batch that a packed D does not divide, a loss that is not finite,
  /// and shapes that do not match.
  template <class Loader>
  void fit(Loader&& loader, const FitOptions& options) {
    using Batch = std::remove_cvref_t<decltype(*loader.begin())>;
    detail::Turns turns(options, has_labels<Objective>(), detail::batches_in(loader));
    detail::check_packs(detail::samples_per_batch(loader), detail::samples_per_score(discriminator()));
    const auto scope = this->begin_fit(options, turns.iterations_per_epoch());
    const RandomGuard data(this->streams().data);
    while (this->begin_epoch()) {
      turns.begin_epoch();
      std::vector<Batch> together;
      for (const auto& batch : loader) {
        together.push_back(batch);
        if (std::ssize(together) < options.accumulate) continue;
        take_turns(std::span<const Batch>(together), turns);
        together.clear();
        if (this->time_is_up()) break;
      }
      if (!this->time_is_up()) turns.end_epoch(std::ssize(together));
      this->end_epoch([this](std::int64_t samples) { return this->look(samples); });
    }
  }

 private:
  template <class Batch>
  void take_turns(std::span<const Batch> batches, detail::Turns& turns) {
    const bool shared = turns.shares_samples();
    int of_generator = turns.count_step();
    const DiscriminatorStep d = shared ? step(batches).first : step_discriminator(batches);
    for (int i = shared ? 1 : 0; i < of_generator; ++i) step_generator(batches);
    turns.observe(d);
  }
};

}  // namespace agon
