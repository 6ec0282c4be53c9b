#pragma once

#include <algorithm>

#include "agon/core/error.hpp"
#include "agon/io/image.hpp"

namespace agon {

AGON_INLINE ByteTensor to_bytes(const Tensor& pictures) {
  ByteTensor result(pictures.shape());
  const float* from = pictures.data();
  std::uint8_t* to = result.mutable_data();
  for (std::int64_t i = 0; i < pictures.size(); ++i) {
    const float level = (from[i] + 1.0f) * 127.5f + 0.5f;
    // A NaN fails the first comparison.
    to[i] = level >= 0.0f ? static_cast<std::uint8_t>(std::min(level, 255.0f)) : std::uint8_t{0};
  }
  return result;
}

AGON_INLINE ByteTensor image_sheet(const ByteTensor& images, std::int64_t columns) {
  if (images.rank() != 4 || images.size() == 0)
    fail("image_sheet", "expected pictures [N, H, W, C], got " + to_string(images.shape()));
  if (columns < 1) fail("image_sheet", "expected at least 1 column, got " + std::to_string(columns));
  constexpr std::uint8_t line = 64;
  const std::int64_t count = images.dim(0), height = images.dim(1), width = images.dim(2),
                     channels = images.dim(3);
  columns = std::min(columns, count);
  const std::int64_t sheet_rows = (count - 1) / columns + 1;
  const std::int64_t sheet_width = (columns * (width + 1) + 1) * channels;
  ByteTensor sheet({sheet_rows * (height + 1) + 1, columns * (width + 1) + 1, channels}, line);
  std::uint8_t* pixels = sheet.mutable_data();
  for (std::int64_t place = 0; place < sheet_rows * columns; ++place) {
    const std::int64_t top = place / columns * (height + 1) + 1, left = place % columns * (width + 1) + 1;
    for (std::int64_t y = 0; y < height; ++y) {
      std::uint8_t* to = pixels + (top + y) * sheet_width + left * channels;
      if (place < count) {
        std::copy_n(images.data() + (place * height + y) * width * channels, width * channels, to);
      } else {
        std::fill_n(to, width * channels, std::uint8_t{0});
      }
    }
  }
  return sheet;
}

AGON_INLINE ByteTensor image_sheet(const Tensor& images, std::int64_t columns) {
  return image_sheet(to_bytes(images), columns);
}

}  // namespace agon
