#pragma once

#include <string>

#include "agon/core/error.hpp"
#include "agon/kernels/isa.hpp"
#include "agon/kernels/norm.hpp"
#include "agon/kernels/table.hpp"

namespace agon::kernels {
namespace detail {

AGON_INLINE Shape channels_of(const Shape& x) {
  if (x.rank() < 2 || x.size() == 0)
    fail("batch_norm", "expected input [N, ..., C] that is not empty, got " + to_string(x));
  return Shape{x[-1]};
}

AGON_INLINE void check_channels(const char* what, const Shape& shape, const Shape& channels) {
  if (shape != channels)
    fail("batch_norm",
         std::string("expected ") + what + " " + to_string(channels) + ", got " + to_string(shape));
}

}  // namespace detail

template <class T>
BatchNorm<T> batch_norm(const BasicTensor<T>& x, const BasicTensor<T>& gamma, const BasicTensor<T>& beta,
                        double eps, T slope) {
  const Shape channels = detail::channels_of(x.shape());
  detail::check_channels("gamma", gamma.shape(), channels);
  detail::check_channels("beta", beta.shape(), channels);
  BatchNorm<T> result{BasicTensor<T>(x.shape()), BasicTensor<T>(channels), BasicTensor<T>(channels),
                      BasicTensor<T>(channels)};
  table<T>().batch_norm(x.size() / channels[0], channels[0], x.data(), gamma.data(), beta.data(), eps, slope,
                        result.y.mutable_data(), result.mean.mutable_data(), result.variance.mutable_data(),
                        result.inv_std.mutable_data());
  return result;
}

namespace detail {

template <class T>
void check_gradient(const BasicTensor<T>& gy, const BasicTensor<T>& x, const BasicTensor<T>& gamma,
                    const BasicTensor<T>& mean, const BasicTensor<T>& inv_std) {
  const Shape channels = channels_of(x.shape());
  if (gy.shape() != x.shape())
    fail("batch_norm", "expected a gradient " + to_string(x.shape()) + ", got " + to_string(gy.shape()));
  check_channels("gamma", gamma.shape(), channels);
  check_channels("mean", mean.shape(), channels);
  check_channels("inv_std", inv_std.shape(), channels);
}

}  // namespace detail

template <class T>
BatchNormGrad<T> batch_norm_grad(const BasicTensor<T>& gy, const BasicTensor<T>& x,
                                 const BasicTensor<T>& gamma, const BasicTensor<T>& mean,
                                 const BasicTensor<T>& inv_std, const BasicTensor<T>& y, T slope) {
  detail::check_gradient(gy, x, gamma, mean, inv_std);
  if (slope != 1 && y.shape() != x.shape())
    fail("batch_norm", "expected a result " + to_string(x.shape()) + ", got " + to_string(y.shape()));
  const Shape& channels = gamma.shape();
  const T* after = slope == 1 ? gy.data() : y.data();
  BatchNormGrad<T> result{BasicTensor<T>(x.shape()), BasicTensor<T>(channels), BasicTensor<T>(channels)};
  table<T>().batch_norm_grad(x.size() / channels[0], channels[0], gy.data(), x.data(), after, slope,
                             gamma.data(), mean.data(), inv_std.data(), result.gx.mutable_data(),
                             result.ggamma.mutable_data(), result.gbeta.mutable_data());
  return result;
}

template <class T>
BatchNormGradGrad<T> batch_norm_grad_grad(const BasicTensor<T>& u, const BasicTensor<T>& gy,
                                          const BasicTensor<T>& x, const BasicTensor<T>& gamma,
                                          const BasicTensor<T>& mean, const BasicTensor<T>& inv_std) {
  detail::check_gradient(u, x, gamma, mean, inv_std);
  detail::check_gradient(gy, x, gamma, mean, inv_std);
  const Shape& channels = gamma.shape();
  BatchNormGradGrad<T> result{BasicTensor<T>(x.shape()), BasicTensor<T>(x.shape()), BasicTensor<T>(channels)};
  table<T>().batch_norm_grad_grad(x.size() / channels[0], channels[0], u.data(), gy.data(), x.data(),
                                  gamma.data(), mean.data(), inv_std.data(), result.ggy.mutable_data(),
                                  result.ggx.mutable_data(), result.ggamma.mutable_data());
  return result;
}

}  // namespace agon::kernels
