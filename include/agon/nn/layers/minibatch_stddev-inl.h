#pragma once

#include <algorithm>
#include <string>

#include "agon/autograd/ops/batch.hpp"
#include "agon/nn/layers/check.hpp"
#include "agon/nn/layers/minibatch_stddev.hpp"

namespace agon {

template <class T>
BasicMinibatchStdDev<T>::BasicMinibatchStdDev(const MinibatchStdDevOptions& options)
    : group(options.group), features(options.features) {
  detail::check_at_least("MinibatchStdDev", "group", group, 1);
  detail::check_at_least("MinibatchStdDev", "features", features, 1);
}

template <class T>
BasicVar<T> BasicMinibatchStdDev<T>::operator()(const BasicVar<T>& x) const {
  if (x.rank() < 2 || x.size() == 0 || x.dim(0) % std::min(group, x.dim(0)) != 0 || x.dim(-1) % features != 0)
    detail::fail_input("MinibatchStdDev",
                       "[N, ..., C] with N >= 1 a multiple of the group of " + std::to_string(group) +
                           " or less than it, and C a multiple of " + std::to_string(features),
                       x.shape());
  return minibatch_stddev(x, group, features);
}

}  // namespace agon
