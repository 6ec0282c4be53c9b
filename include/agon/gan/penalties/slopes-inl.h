#pragma once

#include "agon/autograd/ops/reduce.hpp"
#include "agon/core/error.hpp"
#include "agon/gan/penalties/slopes.hpp"

namespace agon {
namespace detail {

template <class T>
BasicVar<T> input_gradient(const BasicNetworkFunction<T>& f, const BasicVar<T>& x) {
  if (!f) fail("input_gradient", "expected a function of samples, got an empty one");
  const BasicVar<T> at = variable(x.value());
  const BasicVar<T> scores = f(at);
  if (scores.size() == 1 && x.rank() > 0 && x.dim(0) > 1)
    fail("input_gradient", "expected a function that returns a score for each sample, got one number for " +
                               to_string(x.shape()));
  return grad(sum(scores), {at}, {.create_graph = true})[0];
}

}  // namespace detail

AGON_INLINE Var input_gradient(const NetworkFunction& f, const Var& x) {
  return detail::input_gradient(f, x);
}
AGON_INLINE f64::Var input_gradient(const f64::NetworkFunction& f, const f64::Var& x) {
  return detail::input_gradient(f, x);
}
AGON_INLINE Var slopes(const NetworkFunction& f, const Var& x) {
  return norm_per_sample(input_gradient(f, x));
}
AGON_INLINE f64::Var slopes(const f64::NetworkFunction& f, const f64::Var& x) {
  return norm_per_sample(input_gradient(f, x));
}

}  // namespace agon
