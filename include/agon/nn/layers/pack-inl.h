#pragma once

#include <string>

#include "agon/autograd/ops/batch.hpp"
#include "agon/nn/layers/check.hpp"
#include "agon/nn/layers/pack.hpp"

namespace agon {

template <class T>
BasicPack<T>::BasicPack(std::int64_t samples) : m(samples) {
  detail::check_at_least("Pack", "m", m, 1);
}

template <class T>
BasicVar<T> BasicPack<T>::operator()(const BasicVar<T>& x) const {
  if (x.rank() < 2 || x.dim(0) % m != 0)
    detail::fail_input("Pack", "[N, ..., C] with N a multiple of " + std::to_string(m), x.shape());
  return pack(x, m);
}

}  // namespace agon
