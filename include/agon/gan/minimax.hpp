#pragma once

#include <functional>
#include <iterator>
#include <memory>
#include <span>
#include <type_traits>
#include <utility>
#include <vector>

#include "agon/core/modes.hpp"
#include "agon/gan/batch.hpp"
#include "agon/gan/batches_in.hpp"
#include "agon/gan/latent.hpp"
#include "agon/gan/minimax_checks.hpp"
#include "agon/gan/minimax_moves.hpp"
#include "agon/gan/objective.hpp"
#include "agon/gan/sample.hpp"
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
class Minimax : public detail::MinimaxMoves<typename GeneratorPlayer::Scalar> {
  using T = typename GeneratorPlayer::Scalar;
  using Moves = detail::MinimaxMoves<T>;
  using G = typename GeneratorPlayer::Net;
  using D = typename DiscriminatorPlayer::Net;
  static_assert(std::is_same_v<T, typename DiscriminatorPlayer::Scalar>,
                "generator and discriminator have parameters of one scalar type");
  static constexpr bool unrolls = requires { Objective::looks_ahead; };

 public:
  /// Players without a name are called "generator" and "discriminator". Throws Error where both have one
  /// name, or the objective's members are out of range.
  Minimax(GeneratorPlayer generator, DiscriminatorPlayer discriminator, Objective objective,
          LatentSource latent, GameOptions options = {})
      : Moves(detail::name_two(generator.name, discriminator.name), has_labels<Objective>(), options),
        generator_(std::move(generator)),
        discriminator_(std::move(discriminator)),
        objective_(std::move(objective)),
        latent_(std::move(latent)) {
    if constexpr (requires { objective_.check(); }) objective_.check();
    if (unrolls) detail::check_unrolled(discriminator_.options);
  }

  G& generator() { return generator_.net; }
  const G& generator() const { return generator_.net; }
  /// The generator to look at: its average where the player keeps one, else the generator itself.
  const G& shown_generator() const { return generator_.shown(); }
  D& discriminator() { return discriminator_.net; }
  const D& discriminator() const { return discriminator_.net; }
  GeneratorPlayer& generator_player() { return generator_; }
  DiscriminatorPlayer& discriminator_player() { return discriminator_; }
  Objective& objective() { return objective_; }

  /// Adds a penalty to a player's loss (see gan/penalty.hpp) and returns it where the game keeps it. Throws
  /// Error on options out of range, and where D is unrolled: its steps ahead would leave the penalty out.
  template <PenaltyOf<T> P>
  P& penalise_discriminator(P penalty, const PenaltyOptions& options = {}) {
    if (unrolls) detail::fail_unrolled_penalty(detail::penalty_name<P>());
    return this->discriminator_penalties_.add(std::move(penalty), options);
  }
  template <PenaltyOf<T> P>
  P& penalise_generator(P penalty, const PenaltyOptions& options = {}) {
    return this->generator_penalties_.add(std::move(penalty), options);
  }

  /// Latents for `count` samples, from the game's stream.
  BasicTensor<T> draw_latent(std::int64_t count) {
    const RandomGuard guard(this->streams().latent);
    return detail::draw_latent<T>(latent_, count);
  }

  /// One step of D on the real samples of a batch and as many generated ones.
  template <class Batch>
  DiscriminatorStep step_discriminator(const Batch& batch) {
    return step_discriminator(std::span(&batch, 1));
  }
  /// One step of G on as many samples as the batch has, which ends the iteration.
  template <class Batch>
  GeneratorStep step_generator(const Batch& batch) {
    return step_generator(std::span(&batch, 1));
  }
  /// One iteration on a batch: a step of D, then one of G through the moved D. Both see the same generated
  /// samples, which are made once.
  template <class Batch>
  std::pair<DiscriminatorStep, GeneratorStep> step(const Batch& batch) {
    return step(std::span(&batch, 1));
  }

  /// The same on several batches with accumulated gradients: both players move as they would on one batch of
  /// all the samples, where no network, objective or penalty looks across a batch or keeps state, and up to
  /// what is drawn (augmentations, interpolates). Samples are generated twice, a batch at a time.
  template <class Batch>
  DiscriminatorStep step_discriminator(std::span<const Batch> batches) {
    Bouts<Batch> bouts(*this, batches);
    return this->discriminator_on(bouts.all());
  }
  template <class Batch>
  GeneratorStep step_generator(std::span<const Batch> batches) {
    Bouts<Batch> bouts(*this, batches);
    return this->generator_on(bouts.all());
  }
  template <class Batch>
  std::pair<DiscriminatorStep, GeneratorStep> step(std::span<const Batch> batches) {
    Bouts<Batch> bouts(*this, batches);
    return this->both_on(bouts.all());
  }

  /// Trains on the batches of a loader. Each batch, or each `accumulate` of them together, is a step of D,
  /// and after every n_critic of these in an epoch G takes one, on the newest. With n_critic = 1 both see the
  /// same generated samples, as in `step`; otherwise G's are new ones. A `ratio` moves with D's accuracy in
  /// place of n_critic. Throws Error on options out of range, a loader of fewer batches than an iteration
  /// needs, an epoch that `accumulate` or a batch that a packed D does not divide, a loss that is not finite,
  /// and shapes that do not match.
  template <class Loader>
  void fit(Loader&& loader, const FitOptions& options) {
    using Given = std::remove_cvref_t<decltype(*loader.begin())>;
    detail::Turns turns(options, has_labels<Objective>(), detail::batches_in(loader));
    if (const std::int64_t together = detail::samples_per_score(discriminator()); together > 1)
      detail::check_packs(detail::batch_sizes(loader), together);
    const auto scope = this->begin_fit(options, turns.iterations_per_epoch());
    const RandomGuard data(this->streams().data);
    while (this->begin_epoch()) {
      turns.begin_epoch();
      std::vector<Given> together;
      for (const auto& batch : loader) {
        together.push_back(batch);
        if (std::ssize(together) < options.accumulate) continue;
        Bouts<Given> bouts(*this, together);
        this->take_turns(bouts.all(), turns);
        together.clear();
        if (this->time_is_up()) break;
      }
      if (!this->time_is_up()) turns.end_epoch(std::ssize(together));
      this->end_epoch([this](std::int64_t samples) { return look(samples); });
    }
  }

 private:
  /// What the players of this game do with a batch.
  template <class Batch>
  class Meeting final : public detail::Bout<T> {
   public:
    Meeting(Minimax& game, const Batch& batch) : game_(game), batch_(batch) {
      static_assert(
          requires { real_samples(batch); },
          "a batch is a tensor or has its real samples in a member `images` or `x`; for another batch, write "
          "a function real_samples(batch) beside its type");
    }

    BasicTensor<T> real() const override {
      BasicTensor<T> samples = BasicVar<T>(real_samples(batch_)).value();
      if constexpr (Labelled<Batch>) {
        if constexpr (requires { labels(batch_).shape(); })
          detail::check_labels(samples.shape(), labels(batch_).shape());
      }
      return samples;
    }

    BasicTensor<T> draw_latent(std::int64_t count) override {
      if constexpr (detail::NeedsBatch<G, BasicVar<T>, Batch>) game_.remember(batch_);
      return detail::draw_latent<T>(game_.latent_, count);
    }

    BasicVar<T> generate(const BasicVar<T>& latent) override {
      const RandomGuard guard(game_.streams().layers);
      return detail::generate_for(game_.generator_.net, latent, batch_);
    }

    bool judges_labels() const override { return detail::TakesLabels<D, BasicVar<T>, Batch>; }

    BasicVar<T> score(const BasicVar<T>& x) override {
      return agon::score(said_by(game_.discriminator_.net, x));
    }

    typename detail::Bout<T>::Judged judge(const BasicVar<T>& real, const BasicVar<T>& fake,
                                           bool looking) override {
      const D& d = game_.discriminator_.net;
      if (!looking) {
        game_.start_objective();
        return judge_by(d, game_.objective_, real, fake);
      }
      Objective same = game_.objective_;
      return judge_by(d, same, real, fake);
    }

    BasicVar<T> generator_loss(BasicVar<T> fake) override {
      game_.start_objective();
      if constexpr (unrolls) {
        const NoNotes no_notes;
        const BasicVar<T> real = this->real();
        const D ahead =
            game_.objective_.ahead(game_.discriminator_.net, game_.discriminator_.optimiser, [&](const D& d) {
              Objective same = game_.objective_;  // looking ahead moves no state
              return judge_by(d, same, real, fake).loss;
            });
        return generator_loss_by(ahead, std::move(fake));
      } else {
        return generator_loss_by(game_.discriminator_.net, std::move(fake));
      }
    }

    void map_latents(BasicRound<T>& round) override {
      if constexpr (requires(const G& g) { g.synthesis(g.mapping(round.latent)); }) {
        const NoNotes no_statistics;
        round.latent = game_.generator_.net.mapping(round.latent);
        round.generator = [&game = game_](const BasicVar<T>& w) -> BasicVar<T> {
          const NoNotes no_notes;
          return game.generator_.net.synthesis(w);
        };
      }
    }

    BasicVarList<T> discriminator_parameters() const override { return parameters(game_.discriminator_.net); }
    BasicVarList<T> generator_parameters() const override { return parameters(game_.generator_.net); }
    void move_discriminator(BasicGradients<T> gradients) override {
      game_.move(game_.discriminator_, std::move(gradients));
    }
    void move_generator(BasicGradients<T> gradients) override {
      game_.move(game_.generator_, std::move(gradients));
    }
    void constrain() override {
      if constexpr (requires { game_.objective_.constrain(game_.discriminator_.net); })
        game_.objective_.constrain(game_.discriminator_.net);
    }

   private:
    auto said_by(const D& d, const BasicVar<T>& x) {
      const BasicVar<T> seen = game_.seen(x);
      const RandomGuard guard(game_.streams().layers);
      return detail::judge_for(d, seen, batch_);
    }

    typename detail::Bout<T>::Judged judge_by(const D& d, Objective& objective, const BasicVar<T>& real,
                                              const BasicVar<T>& fake) {
      const auto said = [&](const BasicVar<T>& x) { return said_by(d, x); };
      const auto [real_out, fake_out] = detail::judge_both<D, Batch>(said, real, fake);
      using Out = std::remove_cvref_t<decltype(real_out)>;
      static_assert(DiscriminatorObjective<Objective, Out>,
                    "an objective has a function discriminator(real, fake) that takes what D returns");
      const RandomGuard guard(game_.streams().penalty);
      return {objective.discriminator(real_out, fake_out), agon::score(real_out), agon::score(fake_out)};
    }

    BasicVar<T> generator_loss_by(const D& d, BasicVar<T> fake) {
      using Out = decltype(said_by(d, fake));
      static_assert(
          GeneratorObjective<Objective, Out>,
          "an objective has a function generator(fake), or generator(real, fake), that takes what D returns");
      if constexpr (LooksAtReal<Objective, Out>) {
        const auto real_out = [&] {
          Modes constant = modes();
          constant.recording = unrolls;  // a D of steps ahead depends on G, any other does not
          const ModeGuard guard(constant);
          return said_by(d, real());
        }();
        const auto fake_out = said_by(d, std::exchange(fake, {}));
        const RandomGuard guard(game_.streams().penalty);
        return game_.objective_.generator(real_out, fake_out);
      } else {
        const auto fake_out = said_by(d, std::exchange(fake, {}));
        const RandomGuard guard(game_.streams().penalty);
        return game_.objective_.generator(fake_out);
      }
    }

    Minimax& game_;
    const Batch& batch_;
  };

  /// Meetings over several batches, which outlive them.
  template <class Batch>
  class Bouts {
   public:
    Bouts(Minimax& game, std::span<const Batch> batches) {
      meetings_.reserve(batches.size());
      for (const Batch& batch : batches) all_.push_back(&meetings_.emplace_back(game, batch));
    }
    std::span<detail::Bout<T>* const> all() const { return all_; }

   private:
    std::vector<Meeting<Batch>> meetings_;
    std::vector<detail::Bout<T>*> all_;
  };

  void start_objective() {
    if constexpr (requires { objective_.start_step(this->iteration()); })
      objective_.start_step(this->iteration());
  }

  /// Keeps a batch to show samples for.
  template <class Batch>
  void remember(const Batch& batch) {
    remake_ = [batch](const Minimax& game) {
      const BasicVar<T> same = game.draw_looking(real_samples(batch).dim(0));
      return detail::generate_for(game.shown_generator(), same, batch).value();
    };
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
      return cast<float>(sample(shown_generator(), draw_looking(count)));
    return {};
  }

  GeneratorPlayer generator_;
  DiscriminatorPlayer discriminator_;
  Objective objective_;
  LatentSource latent_;
  /// For generators that need a batch: samples for the newest one.
  std::function<BasicTensor<T>(const Minimax&)> remake_;
};

}  // namespace agon
