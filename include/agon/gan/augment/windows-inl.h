#pragma once

#include <algorithm>

#include "agon/gan/augment/windows.hpp"

namespace agon::detail {

template <class T>
BasicTensor<T> outside_windows(const std::vector<PixelWindow>& windows, Size2 size) {
  BasicTensor<T> mask({static_cast<std::int64_t>(windows.size()), size.height, size.width, 1}, T{1});
  T* picture = mask.mutable_data();
  for (const PixelWindow& window : windows) {
    const std::int64_t bottom = std::min(window.bottom, size.height),
                       right = std::min(window.right, size.width);
    for (std::int64_t row = std::max<std::int64_t>(window.top, 0); row < bottom; ++row)
      for (std::int64_t column = std::max<std::int64_t>(window.left, 0); column < right; ++column)
        picture[row * size.width + column] = 0;
    picture += size.height * size.width;
  }
  return mask;
}

}  // namespace agon::detail
