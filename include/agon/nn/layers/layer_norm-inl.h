#pragma once

#include "agon/autograd/ops/finish.hpp"
#include "agon/autograd/ops/group_norm.hpp"
#include "agon/nn/layers/check.hpp"
#include "agon/nn/layers/layer_norm.hpp"

namespace agon {
namespace detail {

/// ", 7, 64]" of [7, 64]: how an input's shape ends.
AGON_INLINE std::string ending(const Shape& axes) { return ", " + to_string(axes).substr(1); }

AGON_INLINE bool ends_with(const Shape& x, const Shape& axes) {
  if (x.rank() < axes.rank() || x.size() == 0) return false;
  for (int axis = 1; axis <= axes.rank(); ++axis)
    if (x[-axis] != axes[-axis]) return false;
  return true;
}

}  // namespace detail

template <class T>
BasicLayerNorm<T>::BasicLayerNorm(const Shape& last_axes, LayerNormOptions options)
    : features(last_axes), eps(options.eps) {
  detail::check_at_least("LayerNorm", "axes", features.rank(), 1);
  for (const std::int64_t size : features) detail::check_at_least("LayerNorm", "features", size, 1);
  detail::check_eps("LayerNorm", eps);
  if (!options.affine) return;
  scale = BasicParameter<T>(BasicTensor<T>(features, T{1}), {ParameterRole::scale});
  shift = BasicParameter<T>(BasicTensor<T>(features, T{0}), {ParameterRole::shift});
}

template <class T>
BasicVar<T> BasicLayerNorm<T>::operator()(const BasicVar<T>& x, Activation then) const {
  if (!detail::ends_with(x.shape(), features))
    detail::fail_input("LayerNorm", "[..." + detail::ending(features) + " of at least one sample", x.shape());
  ops::check_slope("LayerNorm", then.slope);
  const BasicVar<T> gamma = scale ? BasicVar<T>(*scale) : BasicVar<T>(BasicTensor<T>(features, T{1}));
  const BasicVar<T> beta = shift ? BasicVar<T>(*shift) : BasicVar<T>();
  return layer_norm(x, gamma, beta, static_cast<T>(eps), then);
}

}  // namespace agon
