#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "agon/autograd/grad.hpp"
#include "agon/gan/history.hpp"
#include "agon/gan/player.hpp"
#include "agon/gan/report.hpp"
#include "agon/gan/streams.hpp"

namespace agon {

struct GameOptions {
  std::uint64_t seed = 0;  ///< of all random streams of the game
};

/// What every game keeps, whoever plays it: random streams, history, callbacks, and the clock of `fit`.
class GameLog {
 public:
  explicit GameLog(GameOptions options) : streams_(options.seed), seed_(options.seed) {}

  Streams& streams() { return streams_; }
  std::uint64_t seed() const { return seed_; }
  const History& history() const { return history_; }
  /// How many iterations the game has finished.
  std::int64_t iteration() const { return report_.iteration; }

  /// Calls `callback` after every iteration, resp. epoch, in the order in which callbacks were added.
  void on_step(std::function<void(const StepReport&)> callback) { on_step_.push_back(std::move(callback)); }
  void on_epoch(std::function<void(const EpochReport&)> callback) {
    on_epoch_.push_back(std::move(callback));
  }

  /// Adds a number to the report of the iteration under way.
  void report(const std::string& name, double value);
  /// The same for a number that several parts of a player's step have: their mean since begin_parts is kept.
  void report_part(const std::string& name, double value);
  void begin_parts() { parts_.clear(); }
  /// Counts real samples that were shown to D, by which averages of networks are kept. `fit` and the steps of
  /// a Minimax do it by themselves.
  void count_samples(std::int64_t count) {
    report_.samples += count;
    samples_shown_ += count;
  }
  /// Ends the iteration under way: its report goes to the history and to the callbacks. `fit` does it by
  /// itself.
  void finish_iteration();

 protected:
  /// The samples shown since a player's step before, for its average. Throws Error where one is kept and none
  /// was ever counted, as then nothing would move it.
  std::int64_t samples_since_step(const std::string& player, bool averaged);

  using Sampler = std::function<Tensor(std::int64_t)>;

  /// While it lives, the game is in `fit`.
  class [[nodiscard]] FitScope {
   public:
    explicit FitScope(GameLog& log) : log_(log) {}
    ~FitScope() { log_.end_fit(); }
    FitScope(const FitScope&) = delete;
    FitScope& operator=(const FitScope&) = delete;

   private:
    GameLog& log_;
  };

  FitScope begin_fit(const FitOptions& options, std::int64_t steps_per_epoch);
  bool begin_epoch();
  bool time_is_up() const { return time_is_up_; }
  void end_epoch(const Sampler& sampler);

 private:
  double seconds() const;
  void end_fit();

  Streams streams_;
  std::uint64_t seed_;
  History history_;
  std::vector<std::function<void(const StepReport&)>> on_step_;
  std::vector<std::function<void(const EpochReport&)>> on_epoch_;
  StepReport report_;
  std::map<std::string, std::int64_t> parts_;  // of the numbers that are means
  std::int64_t samples_shown_ = 0;
  std::map<std::string, std::int64_t> shown_before_;  // each player's newest step
  FitOptions fit_;
  std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
  bool time_is_up_ = false;
};

/// What games of networks over one scalar share: how a player is moved.
template <class T>
class GameBase : public GameLog {
 public:
  using Scalar = T;
  using GameLog::GameLog;

  /// Calls `hook(player's name, gradients)` between the gradients of a player and its step, where they may be
  /// clipped, averaged, or given noise. Hooks run in the order in which they were added.
  void on_gradients(std::function<void(const std::string&, BasicGradients<T>&)> hook) {
    hooks_.push_back(std::move(hook));
  }

  /// Moves a player by one step down the gradient of its loss with respect to its own parameters and nothing
  /// else, and reports "<name>.loss" and "<name>.gradient_norm". Returns the norm, as it was before any hook.
  /// Throws Error, before anything moved, where the loss is not a finite scalar.
  template <class Net, class Optimiser>
  double update(Player<Net, Optimiser>& player, BasicVar<T> loss) {
    checked_loss(player.name, loss);
    const BasicVar<T> value = loss.value();
    return update(player, value, grad(std::move(loss), parameters(player.net)));
  }

  /// The same with gradients that were asked for before. Where losses share a graph, as those of the two
  /// generators of a cycle do, all gradients are asked for before the first player moves.
  template <class Net, class Optimiser>
  double update(Player<Net, Optimiser>& player, const BasicVar<T>& loss, BasicGradients<T> gradients) {
    const double norm = report_update(player.name, loss, gradients);
    move(player, std::move(gradients));
    return norm;
  }

  /// Moves a player down gradients, after the hooks, and reports nothing.
  template <class Net, class Optimiser>
  void move(Player<Net, Optimiser>& player, BasicGradients<T> gradients) {
    run_hooks(player.name, gradients);
    player.step(gradients, this->iteration(),
                this->samples_since_step(player.name, player.average.has_value()));
  }

 protected:
  /// Reports a player's loss and the norm of its gradients, which it returns. Throws as checked_loss does.
  double report_update(const std::string& player, const BasicVar<T>& loss,
                       const BasicGradients<T>& gradients);
  /// The loss as a number. Throws Error where it is not a finite scalar.
  double checked_loss(const std::string& player, const BasicVar<T>& loss) const;

 private:
  void run_hooks(const std::string& player, BasicGradients<T>& gradients);

  std::vector<std::function<void(const std::string&, BasicGradients<T>&)>> hooks_;
};

#ifndef AGON_HEADER_ONLY
extern template class GameBase<float>;
extern template class GameBase<double>;
#endif

}  // namespace agon

#ifdef AGON_HEADER_ONLY
#include "agon/gan/game_base-inl.h"
#endif
