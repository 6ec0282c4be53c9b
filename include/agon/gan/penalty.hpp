#pragma once

#include <concepts>
#include <cstdint>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "agon/gan/game_base.hpp"
#include "agon/gan/held.hpp"
#include "agon/gan/round.hpp"
#include "agon/optim/schedule.hpp"

namespace agon {

/// A penalty is a callable that gives a scalar for a round (see gan/round.hpp), which is added to a player's
/// loss:
///
///     game.penalise_discriminator([](const Round& round) { return 0.1f * mean(square(round.real_score)); });
///
/// Draws come from `current_random()`, the game's `penalty` stream; members are state. Beyond that it may
/// have
///
///     static constexpr const char* name;         // in reports; "penalty" for those that have none
///                                                // (PenaltyOptions::name says another)
///     void check() const;                        // throws Error on members out of range; called once
template <class P, class T>
concept PenaltyOf = requires(P& penalty, const BasicRound<T>& round) {
  { penalty(round) } -> std::convertible_to<BasicVar<T>>;
};

struct PenaltyOptions {
  /// With 1 the penalty is part of the player's loss. With k > 1 it is applied lazily (Karras et al. 2020,
  /// StyleGAN2): after every k-th step the player takes an extra one, on the gradient of k times the penalty
  /// and nothing else, through the same hooks and clipping. `lazy` gives Adam's options for that.
  std::int64_t every = 1;
  /// By iteration, >= 0: multiplies the penalty.
  Schedule factor = 1.0;
  /// In reports, "<player>.<name>"; the penalty's own where empty. A name that is taken gets a number.
  std::string name = {};
};

namespace detail {

template <class T>
class ErasedPenalty {
 public:
  virtual ~ErasedPenalty() = default;
  virtual std::unique_ptr<ErasedPenalty> clone() const = 0;
  virtual BasicVar<T> apply(const BasicRound<T>& round) = 0;
};

template <class T, PenaltyOf<T> P>
class HeldPenalty final : public ErasedPenalty<T> {
 public:
  explicit HeldPenalty(P p) : penalty(std::move(p)) {}

  std::unique_ptr<ErasedPenalty<T>> clone() const override { return std::make_unique<HeldPenalty>(penalty); }
  BasicVar<T> apply(const BasicRound<T>& round) override { return penalty(round); }

  P penalty;
};

/// What a penalty says of itself.
template <class P>
constexpr const char* penalty_name() {
  if constexpr (requires { P::name; }) {
    return P::name;
  } else {
    return "penalty";
  }
}

/// The penalties of one player.
template <class T>
class Penalties {
 public:
  template <PenaltyOf<T> P>
  P& add(P penalty, const PenaltyOptions& options) {
    if constexpr (requires { penalty.check(); }) penalty.check();
    check(options, penalty_name<P>());
    auto held = std::make_unique<HeldPenalty<T, P>>(std::move(penalty));
    P& where = held->penalty;
    const std::string name = free_name(options.name.empty() ? penalty_name<P>() : options.name);
    all_.push_back({Held<ErasedPenalty<T>>(std::move(held)), name, options});
    return where;
  }

  /// Whether one is applied in every step, resp. lazily after this one, counted from 1.
  bool in_every_step() const;
  bool due_after(std::int64_t step) const;

  /// The loss with those that are applied in every step; the log gets "<player>.<name>".
  BasicVar<T> added_to(BasicVar<T> loss, const BasicRound<T>& round, GameLog& log, const std::string& player);
  /// The sum of those that are due, each times its `every`.
  BasicVar<T> due(std::int64_t step, const BasicRound<T>& round, GameLog& log, const std::string& player);

 private:
  struct Entry {
    Held<ErasedPenalty<T>> penalty;
    std::string name;
    PenaltyOptions options;
  };
  static void check(const PenaltyOptions& options, const char* name);
  std::string free_name(const std::string& wanted) const;
  BasicVar<T> value_of(const Entry& entry, const BasicRound<T>& round, GameLog& log,
                       const std::string& player) const;

  std::vector<Entry> all_;
};

}  // namespace detail

#ifndef AGON_HEADER_ONLY
namespace detail {
extern template class Penalties<float>;
extern template class Penalties<double>;
}  // namespace detail
#endif

}  // namespace agon

#ifdef AGON_HEADER_ONLY
#include "agon/gan/penalty-inl.h"
#endif
