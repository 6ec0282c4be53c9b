#pragma once

#include <cstdint>
#include <functional>
#include <string>

#include "agon/gan/report.hpp"

namespace agon {

/// Pictures [N, H, W, 1 or 3] in [-1, 1] as one PNG, `columns` of them in a row. Throws as `image_sheet` and
/// `save_png` do.
void save_sheet(const std::string& path, const Tensor& pictures, std::int64_t columns = 8);

struct SheetOptions {
  std::int64_t pictures = 64;  ///< >= 1
  std::int64_t columns = 8;    ///< >= 1
};

/// A callback for `on_epoch` that writes a sheet of samples, always from the same latents, as epoch_01.png
/// and so on into a folder. Throws here where the folder cannot be made or written or an option is out of
/// range, and later where a sheet cannot be written or the game has no samples to show. Only in agon::agon.
std::function<void(const EpochReport&)> sample_sheet(const std::string& folder, SheetOptions options = {});

}  // namespace agon
