#include "agon/gan/sample_sheet.hpp"

#include <cstdio>

#include "agon/core/error.hpp"
#include "agon/io/file.hpp"
#include "agon/io/image.hpp"

namespace agon {

void save_sheet(const std::string& path, const Tensor& pictures, std::int64_t columns) {
  save_png(path, image_sheet(to_bytes(pictures), columns));
}

std::function<void(const EpochReport&)> sample_sheet(const std::string& folder, SheetOptions options) {
  if (options.pictures < 1)
    fail("sample_sheet", "expected pictures >= 1, got " + std::to_string(options.pictures));
  if (options.columns < 1)
    fail("sample_sheet", "expected columns >= 1, got " + std::to_string(options.columns));
  make_output_folder(folder);
  return [folder, options](const EpochReport& report) {
    const Tensor pictures = report.sample ? report.sample(options.pictures) : Tensor();
    if (!pictures.defined())
      fail("sample_sheet", "expected a game that can sample, got one without a sampler");
    char name[48];
    std::snprintf(name, sizeof name, "/epoch_%02lld.png", static_cast<long long>(report.epoch));
    save_sheet(folder + name, pictures, options.columns);
  };
}

}  // namespace agon
