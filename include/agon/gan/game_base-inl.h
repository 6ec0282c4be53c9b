#pragma once

#include <algorithm>
#include <cmath>
#include <string>
#include <utility>

#include "agon/core/error.hpp"
#include "agon/gan/game_base.hpp"
#include "agon/optim/clip.hpp"

namespace agon {

AGON_INLINE double GameLog::seconds() const {
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start_).count();
}

AGON_INLINE void GameLog::report(const std::string& name, double value) {
  for (auto& known : report_.values)
    if (known.name == name) {
      known.value = value;
      return;
    }
  report_.values.push_back({name, value});
}

AGON_INLINE void GameLog::report_part(const std::string& name, double value) {
  const std::int64_t parts = ++parts_[name];
  double mean = value;
  for (const auto& known : report_.values)
    if (known.name == name) mean = known.value + (value - known.value) / static_cast<double>(parts);
  report(name, mean);
}

AGON_INLINE std::int64_t GameLog::samples_since_step(const std::string& player, bool averaged) {
  if (averaged && samples_shown_ == 0)
    fail(player,
         "expected real samples to be counted, by fit or by count_samples, for the average that is kept");
  return samples_shown_ - std::exchange(shown_before_[player], samples_shown_);
}

AGON_INLINE void GameLog::finish_iteration() {
  ++report_.iteration;
  ++report_.step;
  report_.seconds = seconds();
  const bool in_fit = report_.epoch > 0;
  time_is_up_ = in_fit && fit_.minutes && report_.seconds >= 60 * *fit_.minutes;
  report_.done = 0;
  if (in_fit && fit_.minutes) report_.done = std::min(1.0, report_.seconds / (60 * *fit_.minutes));
  if (in_fit && fit_.epochs && report_.steps_per_epoch > 0) {
    const double steps = static_cast<double>(report_.steps_per_epoch);
    const double epochs =
        static_cast<double>(report_.epoch - 1) + std::min(1.0, static_cast<double>(report_.step) / steps);
    report_.done = std::max(report_.done, epochs / static_cast<double>(*fit_.epochs));
  }
  report_.last = in_fit && report_.done >= 1;

  std::vector<Named<double>> row{{"iteration", static_cast<double>(report_.iteration)},
                                 {"epoch", static_cast<double>(report_.epoch)},
                                 {"seconds", report_.seconds}};
  row.insert(row.end(), report_.values.begin(), report_.values.end());
  history_.add(row);
  const RandomGuard guard(streams_.looking);
  for (const auto& callback : on_step_) callback(report_);
  report_.values.clear();
  parts_.clear();
}

AGON_INLINE GameLog::FitScope GameLog::begin_fit(const FitOptions& options, std::int64_t steps_per_epoch) {
  if (!options.epochs && !options.minutes) fail("fit", "expected epochs or minutes, got neither");
  if (options.epochs && *options.epochs < 1)
    fail("fit", "expected epochs >= 1, got " + std::to_string(*options.epochs));
  if (options.minutes && !(*options.minutes > 0))
    fail("fit", "expected minutes > 0, got " + std::to_string(*options.minutes));
  fit_ = options;
  start_ = std::chrono::steady_clock::now();
  time_is_up_ = false;
  report_.epoch = 0;
  report_.epochs = options.epochs.value_or(0);
  report_.steps_per_epoch = steps_per_epoch;
  report_.samples = 0;
  return FitScope(*this);
}

// What is left of a step that failed is forgotten too.
AGON_INLINE void GameLog::end_fit() {
  report_.epoch = report_.epochs = report_.step = report_.steps_per_epoch = 0;
  report_.values.clear();
  parts_.clear();
}

AGON_INLINE bool GameLog::begin_epoch() {
  if (time_is_up_ || (fit_.epochs && report_.epoch == *fit_.epochs)) return false;
  ++report_.epoch;
  report_.step = 0;
  return true;
}

AGON_INLINE void GameLog::end_epoch(const Sampler& sampler) {
  if (on_epoch_.empty()) return;
  const EpochReport epoch{report_.epoch, report_.epochs, report_.iteration, seconds(), sampler};
  const RandomGuard guard(streams_.looking);
  for (const auto& callback : on_epoch_) callback(epoch);
}

template <class T>
double GameBase<T>::checked_loss(const std::string& player, const BasicVar<T>& loss) const {
  if (!loss.defined() || loss.size() != 1)
    fail(player,
         "expected a loss that is a scalar, got " + (loss.defined() ? to_string(loss.shape()) : "none"));
  const T value = loss.item();
  if (!std::isfinite(value))
    fail(player, "expected a finite loss, got " + (std::isnan(value) ? "nan" : std::to_string(value)) +
                     " in iteration " + std::to_string(this->iteration() + 1));  // a NaN's sign means nothing
  return static_cast<double>(value);
}

template <class T>
double GameBase<T>::report_update(const std::string& player, const BasicVar<T>& loss,
                                  const BasicGradients<T>& gradients) {
  const double norm = gradient_norm(gradients);
  this->report(player + ".loss", checked_loss(player, loss));
  this->report(player + ".gradient_norm", norm);
  return norm;
}

template <class T>
void GameBase<T>::run_hooks(const std::string& player, BasicGradients<T>& gradients) {
  for (const auto& hook : hooks_) hook(player, gradients);
}

}  // namespace agon
