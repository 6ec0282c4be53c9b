#pragma once

#include "agon/autograd/ops/arithmetic.hpp"
#include "agon/autograd/ops/linear.hpp"
#include "agon/autograd/ops/reduce.hpp"
#include "agon/autograd/ops/shape.hpp"
#include "agon/nn/init.hpp"
#include "agon/nn/layers/check.hpp"
#include "agon/nn/layers/minibatch_discrimination.hpp"

namespace agon {

template <class T>
BasicMinibatchDiscrimination<T>::BasicMinibatchDiscrimination(std::int64_t in, std::int64_t kernel_count,
                                                              std::int64_t dims_each)
    : kernels(kernel_count), dims(dims_each) {
  detail::check_at_least("MinibatchDiscrimination", "in", in, 1);
  detail::check_at_least("MinibatchDiscrimination", "kernels", kernels, 1);
  detail::check_at_least("MinibatchDiscrimination", "dims", dims, 1);
  const double fan_in = static_cast<double>(in), fan_out = static_cast<double>(kernels * dims);
  weight = BasicParameter<T>(layer_default().draw<T>({in, kernels * dims}, fan_in, fan_out),
                             {ParameterRole::weight, fan_in, fan_out});
}

template <class T>
BasicVar<T> BasicMinibatchDiscrimination<T>::operator()(const BasicVar<T>& x) const {
  detail::check_rows("MinibatchDiscrimination", x.shape(), weight.dim(0));
  const std::int64_t n = x.dim(0);
  // The samples stand last, so that loops over pairs are long.
  const BasicVar<T> m = transpose(reshape(matmul(x, weight), {n, kernels, dims}), {2, 1, 0});
  const BasicVar<T> difference = reshape(m, {dims, kernels, n, 1}) - reshape(m, {dims, kernels, 1, n});
  const BasicVar<T> closeness = exp(-sum(abs(difference), {0}));  // [kernels, N, N]
  return concat({x, transpose(sum(closeness, {2}) - T{1}, {1, 0})}, 1);
}

}  // namespace agon
