#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "agon/gan/augmentation.hpp"
#include "agon/gan/bout.hpp"
#include "agon/gan/game_base.hpp"
#include "agon/gan/penalty.hpp"
#include "agon/gan/tricks/fake_history.hpp"
#include "agon/gan/turns.hpp"

namespace agon::detail {

/// How the two players of a Minimax move, whatever their types: each is asked for its loss and gradients on a
/// batch (`ask_...`), or on several as if they were one, and is then moved down them (`move_...`).
template <class T>
class MinimaxMoves : public GameBase<T> {
 public:
  /// Shows D all samples, real and generated, through an augmentation (see gan/augmentation.hpp), after those
  /// that were added before, in the steps of both players. It draws from the game's `augment` stream. Returns
  /// it where the game keeps it.
  template <AugmentationOf<T> A>
  A& augment(A augmentation) {
    return augmentations_.add(std::move(augmentation));
  }

  /// Trains D on generated samples of the past too (see gan/tricks/fake_history.hpp). Throws Error unless
  /// capacity >= 1.
  void replay_fakes(std::int64_t capacity) { fake_history_.emplace(capacity); }

 protected:
  /// Latents, and what G makes of them.
  struct Deal {
    BasicTensor<T> latent;
    BasicVar<T> fake;
  };
  using Bouts = std::span<Bout<T>* const>;

  /// The players' names, G's first, and whether D's score is a logit.
  MinimaxMoves(std::pair<std::string, std::string> names, bool labels, GameOptions options)
      : GameBase<T>(options), names_(std::move(names)), labels_(labels) {}

  DiscriminatorStep discriminator_on(Bouts bouts);
  GeneratorStep generator_on(Bouts bouts);
  std::pair<DiscriminatorStep, GeneratorStep> both_on(Bouts bouts);
  void take_turns(Bouts bouts, Turns& turns);

  /// Samples as D is shown them.
  BasicVar<T> seen(const BasicVar<T>& x);

  Penalties<T> discriminator_penalties_, generator_penalties_;

 private:
  /// A player's loss on a batch, with its gradients and what else was found.
  template <class Step>
  struct Half {
    Step found;
    BasicVar<T> loss;
    BasicGradients<T> gradients;
  };

  Deal deal(Bout<T>& bout);
  std::vector<Deal> deal_each(Bouts bouts);

  /// A step as penalties see it. Their passes move no running statistics.
  BasicRound<T> discriminator_round(Bout<T>& bout, const Deal& dealt);
  BasicRound<T> generator_round(Bout<T>& bout, const Deal& dealt);
  /// The gradients of the penalties that are due after a step, in the round of each batch.
  BasicGradients<T> lazy_gradients(Penalties<T>& penalties, std::int64_t step, Bouts bouts,
                                   const std::string& player,
                                   const std::function<BasicRound<T>(std::size_t)>& round_of);

  Half<DiscriminatorStep> ask_discriminator(Bout<T>& bout, Deal dealt);
  Half<GeneratorStep> ask_generator(Bout<T>& bout, Deal dealt);
  template <class Step, class Ask>
  Half<Step> ask_all(Bouts bouts, const Ask& ask);
  DiscriminatorStep discriminator_with(Bouts bouts, const std::vector<Deal>& deals);
  /// Samples that were made without their graph are made again, one batch at a time.
  GeneratorStep generator_with(Bouts bouts, std::vector<Deal> deals);

  std::pair<std::string, std::string> names_;
  bool labels_;
  Augmentations<T> augmentations_;
  std::optional<BasicFakeHistory<T>> fake_history_;
  std::int64_t discriminator_steps_ = 0, generator_steps_ = 0;
};

#ifndef AGON_HEADER_ONLY
extern template class MinimaxMoves<float>;
extern template class MinimaxMoves<double>;
#endif

}  // namespace agon::detail

#ifdef AGON_HEADER_ONLY
#include "agon/gan/minimax_moves-inl.h"
#endif
