#include "agon/io/image.hpp"

#include <cmath>
#include <limits>

#include "agon/core/random.hpp"
#include "agon/data/dataset.hpp"
#include "agon/io/file.hpp"
#include "agon_test.hpp"
#include "io/scratch.hpp"

using namespace agon;
using agon_test::Scratch;

namespace {

ByteTensor noise(const Shape& shape) { return cast<std::uint8_t>(Random(3).integers(shape, 0, 256)); }

}  // namespace

TEST_CASE("bytes become numbers in [-1, 1] and the same bytes again", "[io][data]") {
  ByteTensor bytes({256});
  for (int i = 0; i < 256; ++i) bytes.mutable_data()[i] = static_cast<std::uint8_t>(i);
  const Tensor numbers = from_bytes(bytes);
  for (int i = 0; i < 256; ++i) CHECK(numbers.data()[i] == static_cast<float>(i) / 127.5f - 1.0f);
  CHECK(numbers.at({0}) == -1.0f);
  CHECK(numbers.at({255}) == 1.0f);
  CHECK(equal(to_bytes(numbers), bytes));

  constexpr float infinity = std::numeric_limits<float>::infinity();
  const Tensor outside({7}, {-1.1f, 1.1f, -infinity, infinity, std::nanf(""), 1e30f, 0.0f});
  CHECK(equal(to_bytes(outside), ByteTensor({7}, {0, 255, 0, 255, 0, 255, 128})));
}

TEST_CASE("a PNG file keeps every pixel", "[io]") {
  const Scratch folder;
  const std::string path = folder / "a.png";
  for (const Shape& shape : {Shape{1, 1, 1}, Shape{5, 9, 1}, Shape{28, 3, 3}, Shape{300, 211, 3}}) {
    const ByteTensor picture = noise(shape);
    save_png(path, picture);
    CHECK(equal(load_png(path), picture));
  }
  const Tensor numbers({1, 3, 1}, {-1.0f, 0.0f, 2.0f});
  save_png(path, numbers);
  CHECK(equal(load_png(path), ByteTensor({1, 3, 1}, {0, 128, 255})));
  CHECK(folder.names().size() == 1);
}

TEST_CASE("pictures of other shapes and broken PNG files are refused", "[io]") {
  const Scratch folder;
  const std::string path = folder / "a.png";
  REQUIRE_ERROR(save_png(path, noise({4, 4})),
                "[save_png] expected a picture [H, W, 1] or [H, W, 3], got [4, 4]");
  REQUIRE_ERROR(save_png(path, noise({4, 4, 2})), "got [4, 4, 2]");
  REQUIRE_ERROR(save_png(path, ByteTensor({0, 4, 1})), "got [0, 4, 1]");
  REQUIRE_ERROR(save_png(path, ByteTensor()), "got none");
  REQUIRE_ERROR(save_png(path, Tensor()), "got none");
  REQUIRE_IO_ERROR(save_png(folder / "no/a.png", noise({4, 4, 1})),
                   "[" + (folder / "no/a.png") + "] expected a file");
  CHECK(folder.names().size() == 0);

  REQUIRE_IO_ERROR(load_png(path),
                   "[" + path + "] expected a file that can be read, got: No such file or directory");
  write_file(path, "this is no picture at all");
  REQUIRE_IO_ERROR(load_png(path), "[" + path + "] expected a sound PNG file, got: ");
  save_png(path, noise({40, 40, 3}));
  std::vector<std::uint8_t> bytes = read_file(path);
  for (const std::size_t length : {std::size_t{0}, std::size_t{20}, std::size_t{60}, bytes.size() / 2}) {
    write_file(path, std::span<const std::uint8_t>(bytes.data(), length));
    REQUIRE_IO_ERROR(load_png(path), "expected a sound PNG file, got: ");
  }
  // One byte of the packed pixels changed.
  bytes[bytes.size() / 2] ^= 0x55;
  write_file(path, bytes);
  REQUIRE_IO_ERROR(load_png(path), "expected a sound PNG file, got: ");
}

TEST_CASE("a sheet has its pictures in rows with a line around each", "[io]") {
  ByteTensor pictures({3, 2, 2, 1});
  for (int i = 0; i < 12; ++i) pictures.mutable_data()[i] = static_cast<std::uint8_t>(i + 100);
  const ByteTensor sheet = image_sheet(pictures, 2);
  REQUIRE(sheet.shape() == Shape{7, 7, 1});
  constexpr std::uint8_t l = 64;
  CHECK(equal(sheet, ByteTensor({7, 7, 1}, {l, l,   l,   l, l,   l,   l,  //
                                            l, 100, 101, l, 104, 105, l,  //
                                            l, 102, 103, l, 106, 107, l,  //
                                            l, l,   l,   l, l,   l,   l,  //
                                            l, 108, 109, l, 0,   0,   l,  //
                                            l, 110, 111, l, 0,   0,   l,  //
                                            l, l,   l,   l, l,   l,   l})));
  CHECK(image_sheet(noise({64, 28, 28, 1})).shape() == Shape{233, 233, 1});
  CHECK(image_sheet(noise({2, 4, 5, 3}), 8).shape() == Shape{6, 13, 3});
  const Tensor numbers = from_bytes(pictures);
  CHECK(equal(image_sheet(numbers, 2), sheet));

  REQUIRE_ERROR(image_sheet(pictures, 0), "[image_sheet] expected at least 1 column, got 0");
  REQUIRE_ERROR(image_sheet(noise({2, 4, 5})), "[image_sheet] expected pictures [N, H, W, C], got [2, 4, 5]");
  REQUIRE_ERROR(image_sheet(ByteTensor({0, 4, 5, 1})), "got [0, 4, 5, 1]");
}
