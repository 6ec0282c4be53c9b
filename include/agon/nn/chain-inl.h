#pragma once

#include "agon/nn/chain.hpp"

namespace agon {

template <class T>
BasicVar<T> BasicChain<T>::operator()(const BasicVar<T>& x) const {
  BasicVar<T> y = x;
  for (const BasicAnyModule<T>& module : modules) y = module(y);
  return y;
}

template <class T>
BasicChain<T>& BasicChain<T>::push_back(BasicAnyModule<T> module) {
  modules.push_back(std::move(module));
  return *this;
}

}  // namespace agon
