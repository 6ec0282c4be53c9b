#pragma once

#include <vector>

#include "agon/autograd/ops/arithmetic.hpp"
#include "agon/autograd/ops/pixels.hpp"
#include "agon/autograd/ops/reduce.hpp"
#include "agon/core/random.hpp"
#include "agon/gan/augment/checks.hpp"
#include "agon/gan/augment/diff_augment.hpp"
#include "agon/gan/augment/windows.hpp"

namespace agon {
namespace detail {

template <class T>
BasicVar<T> recoloured(const BasicVar<T>& x) {
  const auto draw = [&x](T low, T high) {
    return BasicVar<T>(current_random().uniform<T>({x.dim(0), 1, 1, 1}, low, high));
  };
  const BasicVar<T> brighter = x + draw(T(-0.5), T(0.5));
  const BasicVar<T> saturated = lerp(mean(brighter, {3}, true), brighter, draw(0, 2));
  return lerp(mean(saturated, {1, 2, 3}, true), saturated, draw(T(0.5), T(1.5)));
}

template <class T>
BasicVar<T> translated(const BasicVar<T>& x) {
  const std::int64_t n = x.dim(0), height = x.dim(1), width = x.dim(2), channels = x.dim(3);
  const auto draw = [n](std::int64_t size) {
    const std::int64_t most = (size + 4) / 8;
    return current_random().integers({n}, -most, most + 1);
  };
  const LabelTensor down = draw(height), right = draw(width);
  LabelTensor source(x.shape());
  std::int64_t* next = source.mutable_data();
  for (std::int64_t i = 0; i < n; ++i)
    for (std::int64_t row = 0; row < height; ++row)
      for (std::int64_t column = 0; column < width; ++column) {
        const std::int64_t from_row = row - down.data()[i], from_column = column - right.data()[i];
        const bool inside = 0 <= from_row && from_row < height && 0 <= from_column && from_column < width;
        for (std::int64_t c = 0; c < channels; ++c) *next++ = inside ? from_row * width + from_column : -1;
      }
  return gather_pixels(x, source);
}

template <class T>
BasicVar<T> cut_out(const BasicVar<T>& x) {
  const std::int64_t n = x.dim(0), height = x.dim(1), width = x.dim(2);
  const std::int64_t rows = (height + 1) / 2, columns = (width + 1) / 2;
  // Centres of windows of an even size lie between pixels, and there is one place more for them.
  const LabelTensor row = current_random().integers({n}, 0, height + 1 - rows % 2);
  const LabelTensor column = current_random().integers({n}, 0, width + 1 - columns % 2);
  std::vector<PixelWindow> windows;
  for (std::int64_t i = 0; i < n; ++i) {
    const std::int64_t top = row.data()[i] - rows / 2, left = column.data()[i] - columns / 2;
    windows.push_back({top, top + rows, left, left + columns});
  }
  return x * outside_windows<T>(windows, {height, width});
}

}  // namespace detail

template <class T>
BasicVar<T> DiffAugment::operator()(const BasicVar<T>& x) const {
  detail::check_pictures("DiffAugment", x.shape());
  BasicVar<T> y = x;
  if (colour) y = detail::recoloured(y);
  if (translation) y = detail::translated(y);
  if (cutout) y = detail::cut_out(y);
  return y;
}

}  // namespace agon
