#pragma once

#include <string>

#include "agon/autograd/ops/finish.hpp"
#include "agon/autograd/ops/group_norm.hpp"
#include "agon/core/error.hpp"
#include "agon/nn/layers/check.hpp"
#include "agon/nn/layers/group_norm.hpp"

namespace agon {
namespace detail {

/// Throws Error unless the input is [N, ..., channels] with at least one sample.
AGON_INLINE void check_samples(std::string_view layer, const Shape& x, std::int64_t channels) {
  if (x.rank() < 2 || x[-1] != channels || x.size() == 0)
    fail_input(layer, "[N, ..., " + std::to_string(channels) + "] of at least one sample", x);
}

template <class T>
BasicVar<T> var_of(const std::optional<BasicParameter<T>>& parameter) {
  return parameter ? BasicVar<T>(*parameter) : BasicVar<T>();
}

}  // namespace detail

template <class T>
BasicGroupNorm<T>::BasicGroupNorm(std::int64_t group_count, std::int64_t channel_count,
                                  GroupNormOptions options)
    : groups(group_count), channels(channel_count), eps(options.eps) {
  detail::check_at_least("GroupNorm", "groups", groups, 1);
  detail::check_at_least("GroupNorm", "channels", channels, 1);
  if (channels % groups != 0)
    fail("GroupNorm", "expected groups that divide " + std::to_string(channels) + " channels, got " +
                          std::to_string(groups));
  detail::check_eps("GroupNorm", eps);
  if (!options.affine) return;
  scale = BasicParameter<T>(BasicTensor<T>({channels}, T{1}), {ParameterRole::scale});
  shift = BasicParameter<T>(BasicTensor<T>({channels}, T{0}), {ParameterRole::shift});
}

template <class T>
BasicVar<T> BasicGroupNorm<T>::operator()(const BasicVar<T>& x, Activation then) const {
  detail::check_samples("GroupNorm", x.shape(), channels);
  ops::check_slope("GroupNorm", then.slope);
  return group_norm(x, groups, detail::var_of(scale), detail::var_of(shift), static_cast<T>(eps), then);
}

template <class T>
BasicInstanceNorm<T>::BasicInstanceNorm(std::int64_t channel_count, InstanceNormOptions options)
    : channels(channel_count), eps(options.eps) {
  detail::check_at_least("InstanceNorm", "channels", channels, 1);
  detail::check_eps("InstanceNorm", eps);
  if (!options.affine) return;
  scale = BasicParameter<T>(BasicTensor<T>({channels}, T{1}), {ParameterRole::scale});
  shift = BasicParameter<T>(BasicTensor<T>({channels}, T{0}), {ParameterRole::shift});
}

template <class T>
BasicVar<T> BasicInstanceNorm<T>::operator()(const BasicVar<T>& x, Activation then) const {
  detail::check_samples("InstanceNorm", x.shape(), channels);
  ops::check_slope("InstanceNorm", then.slope);
  return instance_norm(x, detail::var_of(scale), detail::var_of(shift), static_cast<T>(eps), then);
}

template <class T>
BasicPixelNorm<T>::BasicPixelNorm(double epsilon) : eps(epsilon) {
  detail::check_eps("PixelNorm", eps);
}

template <class T>
BasicVar<T> BasicPixelNorm<T>::operator()(const BasicVar<T>& x) const {
  if (x.rank() == 0 || x.size() == 0)
    detail::fail_input("PixelNorm", "[..., C] of at least one sample", x.shape());
  return pixel_norm(x, static_cast<T>(eps));
}

}  // namespace agon
