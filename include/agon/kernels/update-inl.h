#pragma once

#include <cmath>

#include "agon/kernels/isa.hpp"
#include "agon/kernels/table.hpp"
#include "agon/kernels/update.hpp"

namespace agon::kernels {

template <class T>
void adam_update(std::span<const UpdateSpan<T>> spans, const AdamNumbers& numbers, std::int64_t step) {
  const double times = static_cast<double>(step);
  table<T>().adam(spans.data(), static_cast<std::int64_t>(spans.size()), numbers,
                  1 - std::pow(numbers.beta1, times), 1 - std::pow(numbers.beta2, times));
}

template <class T>
void sgd_update(std::span<const UpdateSpan<T>> spans, const SgdNumbers& numbers) {
  table<T>().sgd(spans.data(), static_cast<std::int64_t>(spans.size()), numbers);
}

template <class T>
void rmsprop_update(std::span<const UpdateSpan<T>> spans, const RmspropNumbers& numbers) {
  table<T>().rmsprop(spans.data(), static_cast<std::int64_t>(spans.size()), numbers);
}

template <class T>
void clip_update(std::span<const UpdateSpan<T>> spans, T limit) {
  table<T>().clip(spans.data(), static_cast<std::int64_t>(spans.size()), limit);
}

}  // namespace agon::kernels
