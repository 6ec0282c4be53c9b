#pragma once

#include <type_traits>

#include "agon/autograd/ops/cast.hpp"
#include "agon/autograd/record.hpp"

namespace agon {
namespace ops {

template <class To, class From>
BasicVar<To> cast(const BasicVar<From>& x) {
  if constexpr (std::is_same_v<To, From>) {
    return x;
  } else {
    return record<To>("cast", agon::cast<To>(x.value()), {link(x)},
                      [](Rule<To>& r) { r.give(0, cast<From, To>(r.grad())); });
  }
}

}  // namespace ops

template <class To>
BasicVar<To> cast(const Var& x) {
  return ops::cast<To, float>(x);
}
template <class To>
BasicVar<To> cast(const f64::Var& x) {
  return ops::cast<To, double>(x);
}

}  // namespace agon
