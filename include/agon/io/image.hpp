#pragma once

#include <string>

#include "agon/core/tensor.hpp"

namespace agon {

/// Numbers in [-1, 1] to bytes in [0, 255], rounded to the nearest; numbers outside are clamped, NaN becomes
/// 0. Turns `from_bytes` around exactly.
ByteTensor to_bytes(const Tensor& pictures);

/// Pictures [N, H, W, C] side by side and below each other, row by row, with a thin grey line around each:
/// [rows * (H + 1) + 1, columns * (W + 1) + 1, C]. Places of the last row that no picture fills are black.
/// Throws Error unless there is a picture and `columns` >= 1.
ByteTensor image_sheet(const ByteTensor& images, std::int64_t columns = 8);
/// The same of pictures in [-1, 1], by way of `to_bytes`.
ByteTensor image_sheet(const Tensor& images, std::int64_t columns = 8);

/// Writes a picture [H, W, 1] (grey) or [H, W, 3] (red, green, blue) as PNG, whole or not at all. Throws
/// Error where the shape is another one, IoError where the file cannot be written. Only in agon::agon.
void save_png(const std::string& path, const ByteTensor& picture);
/// The same of a picture in [-1, 1], by way of `to_bytes`.
void save_png(const std::string& path, const Tensor& picture);

/// Reads a PNG file: [H, W, 1] where it is grey, [H, W, 3] where it has colours; transparent parts are laid
/// on black. Throws IoError where it is missing, cut short or no PNG. Only in agon::agon.
ByteTensor load_png(const std::string& path);

}  // namespace agon

#ifdef AGON_HEADER_ONLY
#include "agon/io/image-inl.h"
#endif
