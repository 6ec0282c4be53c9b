#pragma once

#include <cstdint>
#include <vector>

#include "agon/core/size2.hpp"
#include "agon/core/tensor.hpp"

namespace agon::detail {

/// The pixels of rows [top, bottom) and columns [left, right), which may lie outside of the picture.
struct PixelWindow {
  std::int64_t top = 0, bottom = 0, left = 0, right = 0;
};

/// [N, H, W, 1]: 0 within each sample's window, 1 elsewhere. T is float or double.
template <class T>
BasicTensor<T> outside_windows(const std::vector<PixelWindow>& windows, Size2 size);

}  // namespace agon::detail

#ifdef AGON_HEADER_ONLY
#include "agon/gan/augment/windows-inl.h"
#endif
