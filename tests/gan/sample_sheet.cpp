#ifndef AGON_HEADER_ONLY
#include "agon/gan/sample_sheet.hpp"

#include <filesystem>

#include "agon/io/image.hpp"
#include "agon_test.hpp"

using namespace agon;

TEST_CASE("A sheet of samples is written after each epoch") {
  const std::filesystem::path folder = std::filesystem::temp_directory_path() / "agon_sample_sheet_test";
  std::filesystem::remove_all(folder);
  const auto callback = sample_sheet(folder.string(), {.pictures = 6, .columns = 3});
  EpochReport report;
  report.epoch = 3;
  REQUIRE_ERROR(callback(report), "[sample_sheet] expected a game that can sample");
  report.sample = [](std::int64_t count) { return Tensor({count, 4, 5, 1}, 1.0f); };
  callback(report);
  const ByteTensor sheet = load_png((folder / "epoch_03.png").string());
  // With a thin line around each picture.
  CHECK(sheet.shape() == Shape{2 * 5 + 1, 3 * 6 + 1, 1});
  CHECK(sheet.at({3, 3, 0}) == 255);
  std::filesystem::remove_all(folder);

  REQUIRE_ERROR(sample_sheet(folder.string(), {.pictures = 0}),
                "[sample_sheet] expected pictures >= 1, got 0");
  REQUIRE_IO_ERROR(sample_sheet("/dev/null/sheets"), "/dev/null/sheets");
}
#endif
