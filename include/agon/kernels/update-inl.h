#pragma once

#include <cmath>

#include "agon/kernels/isa.hpp"
#include "agon/kernels/table.hpp"
#include "agon/kernels/update.hpp"

namespace agon::kernels {

template <class T>
void adam_update(std::span<const UpdateSpan<T>> spans, const AdamOptions& o, std::int64_t step) {
  const double times = static_cast<double>(step);
  table<T>().adam(spans.data(), static_cast<std::int64_t>(spans.size()),
                  {.lr = o.lr,
                   .beta1 = o.beta1,
                   .beta2 = o.beta2,
                   .eps = o.eps,
                   .weight_decay = o.weight_decay,
                   .correction1 = 1 - std::pow(o.beta1, times),
                   .correction2 = 1 - std::pow(o.beta2, times)});
}

template <class T>
void sgd_update(std::span<const UpdateSpan<T>> spans, const SgdOptions& o) {
  table<T>().sgd(spans.data(), static_cast<std::int64_t>(spans.size()),
                 {.lr = o.lr, .momentum = o.momentum, .weight_decay = o.weight_decay});
}

template <class T>
void rmsprop_update(std::span<const UpdateSpan<T>> spans, const RmspropOptions& o) {
  table<T>().rmsprop(
      spans.data(), static_cast<std::int64_t>(spans.size()),
      {.lr = o.lr, .alpha = o.alpha, .eps = o.eps, .momentum = o.momentum, .weight_decay = o.weight_decay});
}

template <class T>
void clip_update(std::span<const UpdateSpan<T>> spans, T limit) {
  table<T>().clip(spans.data(), static_cast<std::int64_t>(spans.size()), limit);
}

}  // namespace agon::kernels
