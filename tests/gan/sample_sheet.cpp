#include "agon/gan/sample_sheet.hpp"

#include "agon/io/image.hpp"
#include "agon_test.hpp"
#include "io/scratch.hpp"

using namespace agon;

TEST_CASE("A sheet of samples is written after each epoch") {
  const agon_test::Scratch folder;
  const auto callback = sample_sheet(folder / "sheets", {.pictures = 6, .columns = 3});
  EpochReport report;
  report.epoch = 3;
  REQUIRE_ERROR(callback(report), "[sample_sheet] expected a game that can sample");
  report.sample = [](std::int64_t count) { return Tensor({count, 4, 5, 1}, 1.0f); };
  callback(report);
  const ByteTensor sheet = load_png(folder / "sheets/epoch_03.png");
  // With a thin line around each picture.
  CHECK(sheet.shape() == Shape{2 * 5 + 1, 3 * 6 + 1, 1});
  CHECK(sheet.at({3, 3, 0}) == 255);

  REQUIRE_ERROR(sample_sheet(folder.path(), {.pictures = 0}), "[sample_sheet] expected pictures >= 1, got 0");
  REQUIRE_IO_ERROR(sample_sheet("/dev/null/sheets"), "/dev/null/sheets");
}
