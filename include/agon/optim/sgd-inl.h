#pragma once

#include "agon/kernels/update.hpp"
#include "agon/optim/options.hpp"
#include "agon/optim/sgd.hpp"

namespace agon {

template <class T>
BasicSGD<T>::BasicSGD(const SGDOptions& options)
    : BasicOptimiser<T>("SGD", options.lr, {.first = options.momentum != 0, .second = false}),
      options_(options) {
  detail::check_fraction("SGD", "momentum", options.momentum);
  detail::check_at_least_zero("SGD", "weight_decay", options.weight_decay);
}

template <class T>
kernels::SgdNumbers BasicSGD<T>::numbers() const {
  return {this->lr(), options_.momentum, options_.weight_decay};
}

template <class T>
void BasicSGD<T>::update(std::span<const kernels::UpdateSpan<T>> spans, std::int64_t) const {
  kernels::sgd_update<T>(spans, numbers());
}

}  // namespace agon
