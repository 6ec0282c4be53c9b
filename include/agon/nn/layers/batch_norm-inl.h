#pragma once

#include <cmath>
#include <string>

#include "agon/autograd/ops/arithmetic.hpp"
#include "agon/autograd/ops/finish.hpp"
#include "agon/autograd/ops/map.hpp"
#include "agon/autograd/ops/norm.hpp"
#include "agon/core/error.hpp"
#include "agon/core/modes.hpp"
#include "agon/nn/layers/batch_norm.hpp"
#include "agon/nn/layers/check.hpp"

namespace agon {

template <class T>
BasicBatchNorm<T>::BasicBatchNorm(std::int64_t channels, BatchNormOptions options)
    : eps(options.eps), momentum(options.momentum) {
  detail::check_at_least("BatchNorm", "channels", channels, 1);
  if (!(eps > 0) || !std::isfinite(eps))
    fail("BatchNorm", "expected a finite eps > 0, got " + std::to_string(eps));
  if (!(momentum >= 0 && momentum <= 1))
    fail("BatchNorm", "expected momentum in [0, 1], got " + std::to_string(momentum));
  const Shape shape{channels};
  if (options.affine) {
    scale = BasicParameter<T>(BasicTensor<T>(shape, T{1}), {ParameterRole::scale});
    shift = BasicParameter<T>(BasicTensor<T>(shape, T{0}), {ParameterRole::shift});
  }
  running_mean = BasicTensor<T>(shape, T{0});
  running_variance = BasicTensor<T>(shape, T{1});
}

namespace detail {

// What a batch's statistics leave for the running ones: the variance without its bias.
template <class T>
BasicVar<T> note_batch_statistics(const BatchNormResult<T>& result, const BasicBatchNorm<T>& layer) {
  const std::int64_t channels = result.mean.size(), samples = result.y.size() / channels;
  if (samples < 2 || !recording() || !noting()) return result.y;
  BasicTensor<T> unbiased = result.variance;
  const double correction = static_cast<double>(samples) / static_cast<double>(samples - 1);
  for (T& variance : unbiased.mutable_values()) variance = static_cast<T>(variance * correction);
  const auto statistic = [&](const BasicBuffer<T>& buffer, const BasicTensor<T>& value) {
    return Note{buffer.id(), NoteKind::average, layer.momentum, value.erased()};
  };
  return note(note(result.y, statistic(layer.running_mean, result.mean)),
              statistic(layer.running_variance, unbiased));
}

// One pass: the statistics are constants.
template <class T>
BasicVar<T> normalise_by_running(const BasicVar<T>& x, const BasicBatchNorm<T>& layer,
                                 const Activation& then) {
  BasicTensor<T> inverse_deviation = layer.running_variance.value();
  for (T& value : inverse_deviation.mutable_values())
    value = static_cast<T>(1 / std::sqrt(static_cast<double>(value) + layer.eps));
  const BasicVar<T> factor = layer.scale ? *layer.scale * inverse_deviation : BasicVar<T>(inverse_deviation);
  const BasicVar<T> offset = layer.running_mean.value() * factor;
  const BasicVar<T> shift = layer.shift ? *layer.shift - offset : -offset;
  if (then.none())
    return map(
        "batch_norm", [](auto v, auto f, auto o) { return v * f + o; }, x, factor, shift);
  const T slope = static_cast<T>(then.slope);
  return map(
      "batch_norm",
      [slope](auto v, auto f, auto o) { return select(v * f + o > 0, v * f + o, slope * (v * f + o)); }, x,
      factor, shift);
}

}  // namespace detail

template <class T>
BasicVar<T> BasicBatchNorm<T>::operator()(const BasicVar<T>& x, Activation then) const {
  const Shape channels = running_mean.shape();
  const std::string text = std::to_string(channels[0]);
  if ((x.rank() != 2 && x.rank() != 4) || x.dim(-1) != channels[0] || x.size() == 0)
    detail::fail_input("BatchNorm", "[N, " + text + "] or [N, H, W, " + text + "] of at least one sample",
                       x.shape());
  ops::check_slope("BatchNorm", then.slope);
  if (!batch_statistics()) return detail::normalise_by_running(x, *this, then);
  const BasicVar<T> one = scale ? BasicVar<T>(*scale) : BasicVar<T>(BasicTensor<T>(channels, T{1}));
  const BasicVar<T> zero = shift ? BasicVar<T>(*shift) : BasicVar<T>(BasicTensor<T>(channels, T{0}));
  return detail::note_batch_statistics(batch_norm(x, one, zero, static_cast<T>(eps), then), *this);
}

}  // namespace agon
