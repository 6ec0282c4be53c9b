#pragma once

#include "agon/kernels/update.hpp"
#include "agon/optim/adam.hpp"
#include "agon/optim/options.hpp"

namespace agon {

template <class T>
BasicAdam<T>::BasicAdam(const AdamOptions& options)
    : BasicOptimiser<T>("Adam", options.lr, {.first = true, .second = true}), options_(options) {
  detail::check_fraction("Adam", "beta1", options.beta1);
  detail::check_fraction("Adam", "beta2", options.beta2);
  detail::check_above_zero("Adam", "eps", options.eps);
  detail::check_at_least_zero("Adam", "weight_decay", options.weight_decay);
}

template <class T>
void BasicAdam<T>::update(std::span<const kernels::UpdateSpan<T>> spans, std::int64_t step) const {
  kernels::adam_update<T>(
      spans, {this->lr(), options_.beta1, options_.beta2, options_.eps, options_.weight_decay}, step);
}

}  // namespace agon
