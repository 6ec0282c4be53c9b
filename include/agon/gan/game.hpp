#pragma once

#include <cstddef>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "agon/core/error.hpp"
#include "agon/core/modes.hpp"
#include "agon/gan/batch.hpp"
#include "agon/gan/batches_in.hpp"
#include "agon/gan/game_base.hpp"

namespace agon {

template <class P>
inline constexpr bool is_player = false;
template <class Net, class Optimiser>
inline constexpr bool is_player<Player<Net, Optimiser>> = true;

namespace detail {
/// Names players that have no name "player1" and so on. Throws Error where two have one name.
void name_players(const std::vector<std::string*>& names);
}  // namespace detail

/// A game of any number of players under rules of one's own:
///
///     Game game{Player{"there", ...}, Player{"back", ...}};
///     game.fit(loader, {.epochs = 5}, [](auto& game, const auto& batch) {
///       auto& [there, back] = game.players();
///       game.update(there, ...loss, a scalar...);
///       game.update(back, ...);
///     });
///
/// History, callbacks and hooks are those of every game.
template <class... Players>
requires(sizeof...(Players) > 0 && (is_player<Players> && ...)) class Game
    : public GameBase<typename std::tuple_element_t<0, std::tuple<Players...>>::Scalar> {
  using Base = GameBase<typename std::tuple_element_t<0, std::tuple<Players...>>::Scalar>;
  static_assert((std::is_same_v<typename Players::Scalar, typename Base::Scalar> && ...),
                "the players of a game have networks of one scalar type");

 public:
  explicit Game(Players... players) : Game(GameOptions{}, std::move(players)...) {}
  explicit Game(GameOptions options, Players... players) : Base(options), players_(std::move(players)...) {
    std::apply([](auto&... player) { detail::name_players({&player.name...}); }, players_);
  }

  std::tuple<Players...>& players() { return players_; }
  const std::tuple<Players...>& players() const { return players_; }

  /// How EpochReport::sample is answered: `sampler(count)` is called with all modes off.
  void set_sampler(std::function<Tensor(std::int64_t)> sampler) {
    sampler_ = [sampler = std::move(sampler)](std::int64_t count) {
      const Inference inference;
      return sampler(count);
    };
  }

  /// Calls step(game, batch), which is one iteration, for every batch of the loader. How often each player
  /// moves in it is the step's own affair: n_critic, accumulate and ratio stay as they are.
  template <class Loader, class Step>
  void fit(Loader&& loader, const FitOptions& options, Step step) {
    if (options.n_critic != 1 || options.accumulate != 1 || options.ratio)
      fail("fit", "expected n_critic, accumulate and ratio to be left to the step of a Game");
    const auto scope = this->begin_fit(options, detail::batches_in(loader));
    const RandomGuard data(this->streams().data);
    while (this->begin_epoch()) {
      bool empty = true;
      for (const auto& batch : loader) {
        empty = false;
        if constexpr (requires { real_samples(batch).dim(0); })
          this->count_samples(real_samples(batch).dim(0));
        {
          const RandomGuard layers(this->streams().layers);
          step(*this, batch);
        }
        this->finish_iteration();
        if (this->time_is_up()) break;
      }
      if (empty) fail("fit", "expected a loader of at least one batch, got none");
      this->end_epoch(sampler_);
    }
  }

 private:
  std::tuple<Players...> players_;
  std::function<Tensor(std::int64_t)> sampler_;
};

}  // namespace agon

#ifdef AGON_HEADER_ONLY
#include "agon/gan/game-inl.h"
#endif
