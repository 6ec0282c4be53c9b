#pragma once

#include <string>

#include "agon/autograd/ops/arithmetic.hpp"
#include "agon/autograd/ops/norm.hpp"
#include "agon/autograd/ops/reduce.hpp"
#include "agon/autograd/ops/scale_shift.hpp"
#include "agon/autograd/ops/shape.hpp"
#include "agon/nn/layers/check.hpp"
#include "agon/nn/layers/virtual_batch_norm.hpp"

namespace agon {
namespace detail {

/// Mean and biased variance over some axes, which stay as size 1.
template <class T>
struct Moments {
  BasicVar<T> mean, variance;
};

template <class T>
Moments<T> moments(const BasicVar<T>& x, const Axes& axes) {
  const BasicVar<T> level = agon::mean(x, axes, true);
  return {level, agon::mean(agon::square(x - level), axes, true)};
}

/// The moments of a reference of `count` samples and one sample of x [N, places, C] together.
template <class T>
Moments<T> joined_moments(const BasicVar<T>& reference, const BasicVar<T>& x, std::int64_t count) {
  const T share = T{1} / static_cast<T>(count + 1);
  const Moments<T> all = moments(reference, {0, 1}), own = moments(x, {1});
  const BasicVar<T> step = own.mean - all.mean;
  return {all.mean + step * share,
          all.variance * (1 - share) + own.variance * share + agon::square(step) * (share * (1 - share))};
}

}  // namespace detail

template <class T>
BasicVirtualBatchNorm<T>::BasicVirtualBatchNorm(std::int64_t channels, std::int64_t reference_count,
                                                VirtualBatchNormOptions options)
    : reference(reference_count), eps(options.eps) {
  detail::check_at_least("VirtualBatchNorm", "channels", channels, 1);
  detail::check_at_least("VirtualBatchNorm", "reference", reference, 1);
  detail::check_eps("VirtualBatchNorm", eps);
  scale = BasicParameter<T>(BasicTensor<T>(Shape{channels}, T{1}), {ParameterRole::scale});
  shift = BasicParameter<T>(BasicTensor<T>(Shape{channels}, T{0}), {ParameterRole::shift});
}

template <class T>
BasicVar<T> BasicVirtualBatchNorm<T>::operator()(const BasicVar<T>& x, Activation then) const {
  const std::int64_t channels = scale.dim(0);
  if ((x.rank() != 2 && x.rank() != 4) || x.dim(-1) != channels || x.size() == 0 || x.dim(0) <= reference) {
    const std::string n = "[N > " + std::to_string(reference) + ", ", c = std::to_string(channels) + "]";
    detail::fail_input("VirtualBatchNorm", n + c + " or " + n + "H, W, " + c, x.shape());
  }
  ops::check_slope("VirtualBatchNorm", then.slope);
  const BasicVar<T> first = slice(x, 0, 0, reference), others = slice(x, 0, reference, x.dim(0));
  const BasicVar<T> by_places = reshape(others, {others.dim(0), -1, channels});
  const auto joined = detail::joined_moments(reshape(first, {reference, -1, channels}), by_places, reference);
  const BasicVar<T> factor = scale / sqrt(joined.variance + static_cast<T>(eps));
  const BasicVar<T> y = ops::scale_shift<T>("VirtualBatchNorm", by_places - joined.mean, factor, shift, then);
  return concat({batch_norm(first, scale, shift, static_cast<T>(eps), then).y, reshape(y, others.shape())},
                0);
}

}  // namespace agon
