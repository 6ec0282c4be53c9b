#pragma once

#include "agon/autograd/ops/arithmetic.hpp"
#include "agon/core/error.hpp"
#include "agon/gan/penalty.hpp"

namespace agon::detail {

template <class T>
void Penalties<T>::check(const PenaltyOptions& options, const char* name, bool every_step) {
  if (options.every < 1)
    fail(name, "expected to be applied every k steps with k >= 1, got " + std::to_string(options.every));
  if (every_step && options.every > 1)
    fail(name, "expected to be applied in every step, got every " + std::to_string(options.every));
}

template <class T>
bool Penalties<T>::in_every_step() const {
  for (const Entry& entry : all_)
    if (entry.options.every == 1) return true;
  return false;
}

template <class T>
bool Penalties<T>::due_after(std::int64_t step) const {
  for (const Entry& entry : all_)
    if (entry.options.every > 1 && step % entry.options.every == 0) return true;
  return false;
}

template <class T>
BasicVar<T> Penalties<T>::value_of(const Entry& entry, const BasicRound<T>& round, GameLog& log,
                                   const std::string& player) const {
  const double factor = entry.options.factor.at(log.iteration());
  if (factor < 0) fail(entry.name, "expected a factor >= 0, got " + std::to_string(factor));
  const BasicVar<T> value = entry.penalty->apply(round) * static_cast<T>(factor);
  if (!value.defined() || value.size() != 1)
    fail(entry.name, "expected a penalty that is a scalar, got " + to_string(value.shape()));
  log.report(player + "." + entry.name, static_cast<double>(value.item()));
  return value;
}

template <class T>
BasicVar<T> Penalties<T>::added_to(BasicVar<T> loss, const BasicRound<T>& round, GameLog& log,
                                   const std::string& player) {
  for (const Entry& entry : all_)
    if (entry.options.every == 1) loss = loss + value_of(entry, round, log, player);
  return loss;
}

template <class T>
BasicVar<T> Penalties<T>::due(std::int64_t step, const BasicRound<T>& round, GameLog& log,
                              const std::string& player) {
  BasicVar<T> total;
  for (const Entry& entry : all_) {
    if (entry.options.every == 1 || step % entry.options.every != 0) continue;
    const BasicVar<T> value = value_of(entry, round, log, player) * static_cast<T>(entry.options.every);
    total = total.defined() ? total + value : value;
  }
  return total;
}

}  // namespace agon::detail
