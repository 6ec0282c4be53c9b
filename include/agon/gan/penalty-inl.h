#pragma once

#include <algorithm>

#include "agon/autograd/ops/arithmetic.hpp"
#include "agon/core/error.hpp"
#include "agon/gan/penalty.hpp"

namespace agon::detail {

inline void check_factor(const std::string& name, double factor) {
  if (factor < 0) fail(name, "expected a factor >= 0, got " + std::to_string(factor));
}

template <class T>
void Penalties<T>::check(const PenaltyOptions& options, const char* name) {
  if (options.every < 1)
    fail(name, "expected to be applied every k steps with k >= 1, got " + std::to_string(options.every));
  options.factor.check_values([&](double factor) { check_factor(name, factor); });
}

template <class T>
std::string Penalties<T>::free_name(const std::string& wanted) const {
  const auto taken = [&](const std::string& name) {
    return std::ranges::any_of(all_, [&](const Entry& entry) { return entry.name == name; });
  };
  std::string name = wanted;
  for (int i = 2; taken(name); ++i) name = wanted + std::to_string(i);
  return name;
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
  check_factor(entry.name, factor);
  const BasicVar<T> penalty = entry.penalty->apply(round);
  if (penalty.size() != 1)
    fail(entry.name, "expected a penalty that is a scalar, got " +
                         (penalty.defined() ? to_string(penalty.shape()) : "none"));
  const BasicVar<T> value = penalty * static_cast<T>(factor);
  log.report_part(player + "." + entry.name, static_cast<double>(value.item()));
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
