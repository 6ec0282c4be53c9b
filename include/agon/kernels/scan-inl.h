#pragma once

#include <algorithm>

#include "agon/core/parallel.hpp"
#include "agon/kernels/scan.hpp"
#include "agon/kernels/strides.hpp"

namespace agon::kernels {

namespace detail {

/// The sums along one run of neighbours.
template <class T>
void cumsum_of_run(std::int64_t n, const T* x, bool reverse, T* y) {
  double sum = 0;
  for (std::int64_t i = 0; i < n; ++i) {
    const std::int64_t at = reverse ? n - 1 - i : i;
    y[at] = static_cast<T>(sum += static_cast<double>(x[at]));
  }
}

}  // namespace detail

template <class T>
BasicTensor<T> cumsum(const BasicTensor<T>& x, int axis, bool reverse) {
  axis = normalize_axis("cumsum", axis, x.rank());
  BasicTensor<T> y(x.shape());
  if (x.size() == 0) return y;
  constexpr std::int64_t block = 256, worth = 16384;  // columns side by side, elements of a task
  const detail::AxisView view(x.shape(), axis);
  const std::int64_t inner = view.inner, width = std::min(inner, block), blocks = (inner + width - 1) / width;
  T* out = y.mutable_data();
  const auto run = [&](std::int64_t begin, std::int64_t end) {
    for (std::int64_t task = begin; task < end; ++task) {
      if (inner == 1) {
        detail::cumsum_of_run(view.size, x.data() + task * view.size, reverse, out + task * view.size);
        continue;
      }
      const std::int64_t first = task % blocks * width, columns = std::min(width, inner - first);
      double sums[block] = {};
      for (std::int64_t i = 0; i < view.size; ++i) {
        const std::int64_t row = task / blocks * view.size + (reverse ? view.size - 1 - i : i);
        const T* from = x.data() + row * inner + first;
        T* to = out + row * inner + first;
        for (std::int64_t j = 0; j < columns; ++j) {
          sums[j] += static_cast<double>(from[j]);
          to[j] = static_cast<T>(sums[j]);
        }
      }
    }
  };
  parallel_for(view.outer * blocks, std::max<std::int64_t>(1, worth / (view.size * width)), run);
  return y;
}

}  // namespace agon::kernels
