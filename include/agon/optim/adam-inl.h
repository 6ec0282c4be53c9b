#pragma once

#include <cmath>
#include <string>

#include "agon/core/error.hpp"
#include "agon/kernels/update.hpp"
#include "agon/optim/adam.hpp"
#include "agon/optim/options.hpp"

namespace agon {

AGON_INLINE AdamOptions lazy(AdamOptions options, int every) {
  if (every < 1) fail("lazy", "expected every >= 1, got " + std::to_string(every));
  const double c = every / (every + 1.0);
  options.lr *= c;
  options.beta1 = std::pow(options.beta1, c);
  options.beta2 = std::pow(options.beta2, c);
  return options;
}

template <class T>
BasicAdam<T>::BasicAdam(const AdamOptions& options)
    : BasicOptimiser<T>("Adam", options.lr, {.first = true, .second = true}), options_(options) {
  set_beta1(options.beta1);
  set_beta2(options.beta2);
  detail::check_above_zero("Adam", "eps", options.eps);
  detail::check_at_least_zero("Adam", "weight_decay", options.weight_decay);
}

template <class T>
void BasicAdam<T>::set_beta1(double beta1) {
  detail::check_fraction("Adam", "beta1", beta1);
  options_.beta1 = beta1;
}

template <class T>
void BasicAdam<T>::set_beta2(double beta2) {
  detail::check_fraction("Adam", "beta2", beta2);
  options_.beta2 = beta2;
}

template <class T>
kernels::AdamNumbers BasicAdam<T>::numbers() const {
  return {this->lr(), options_.beta1, options_.beta2, options_.eps, options_.weight_decay};
}

template <class T>
void BasicAdam<T>::update(std::span<const kernels::UpdateSpan<T>> spans, std::int64_t step) const {
  kernels::adam_update<T>(spans, numbers(), step);
}

}  // namespace agon
