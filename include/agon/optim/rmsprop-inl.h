#pragma once

#include "agon/kernels/update.hpp"
#include "agon/optim/options.hpp"
#include "agon/optim/rmsprop.hpp"

namespace agon {

template <class T>
BasicRMSProp<T>::BasicRMSProp(const RMSPropOptions& options)
    : BasicOptimiser<T>("RMSProp", options.lr, {.first = options.momentum != 0, .second = true}),
      options_(options) {
  detail::check_fraction("RMSProp", "alpha", options.alpha);
  detail::check_fraction("RMSProp", "momentum", options.momentum);
  detail::check_above_zero("RMSProp", "eps", options.eps);
  detail::check_at_least_zero("RMSProp", "weight_decay", options.weight_decay);
}

template <class T>
kernels::RmspropNumbers BasicRMSProp<T>::numbers() const {
  return {this->lr(), options_.alpha, options_.eps, options_.momentum, options_.weight_decay};
}

template <class T>
void BasicRMSProp<T>::update(std::span<const kernels::UpdateSpan<T>> spans, std::int64_t) const {
  kernels::rmsprop_update<T>(spans, numbers());
}

}  // namespace agon
