#pragma once

#include "agon/autograd/ops/reduce.hpp"
#include "agon/core/error.hpp"
#include "agon/gan/penalties/slopes.hpp"

namespace agon::detail {

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

template <class T>
BasicVar<T> slopes(const BasicNetworkFunction<T>& f, const BasicVar<T>& x) {
  return norm_per_sample(input_gradient<T>(f, x));
}

}  // namespace agon::detail
