#include "agon/data/idx.hpp"

#include <array>
#include <numeric>

#include "agon_test.hpp"
#include "io/scratch.hpp"

using namespace agon;
using agon_test::Scratch;

namespace {

std::string big_endian(std::uint32_t value) {
  std::string bytes;
  for (int shift = 24; shift >= 0; shift -= 8) bytes += static_cast<char>(value >> shift & 0xFF);
  return bytes;
}

std::string header(std::uint32_t magic, std::initializer_list<std::uint32_t> sizes) {
  std::string bytes = big_endian(magic);
  for (std::uint32_t size : sizes) bytes += big_endian(size);
  return bytes;
}

std::string pixels(std::size_t count) {
  std::string bytes(count, '\0');
  for (std::size_t i = 0; i < count; ++i) bytes[i] = static_cast<char>(i * 7 % 251);
  return bytes;
}

std::string images(std::uint32_t count, std::uint32_t height = 28, std::uint32_t width = 28) {
  return header(2051, {count, height, width}) + pixels(std::size_t{count} * height * width);
}

std::string labels(std::uint32_t count) {
  std::string bytes = header(2049, {count});
  for (std::uint32_t i = 0; i < count; ++i) bytes += static_cast<char>(i % 10);
  return bytes;
}

}  // namespace

TEST_CASE("IDX files hold pictures and labels", "[data]") {
  const Scratch folder;
  const ByteTensor pictures = read_idx_images(folder.put("images", images(3, 4, 5)));
  REQUIRE(pictures.shape() == Shape{3, 4, 5, 1});
  const std::string expected = pixels(60);
  for (std::size_t i = 0; i < 60; ++i) REQUIRE(pictures.data()[i] == static_cast<std::uint8_t>(expected[i]));
  CHECK(equal(read_idx_labels(folder.put("labels", labels(12))),
              LabelTensor({12}, {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 0, 1})));
}

TEST_CASE("a folder holds MNIST under its names", "[data]") {
  const Scratch folder;
  folder.put("train-images-idx3-ubyte", images(3));
  folder.put("train-labels-idx1-ubyte", labels(3));
  const ImageDataset train = load_mnist(folder.path());
  CHECK(train.size() == 3);
  CHECK(train.images.shape() == Shape{3, 28, 28, 1});
  CHECK(train.labels.shape() == Shape{3});
  CHECK(train.source == "MNIST");
  REQUIRE_IO_ERROR(
      load_mnist(folder.path(), Split::test),
      "[" + folder.path() +
          "] expected a folder with t10k-images-idx3-ubyte or t10k-images-idx3-ubyte.gz, got one without");
  REQUIRE_IO_ERROR(load_mnist(folder / "none"), "got no folder");

  folder.put("t10k-images-idx3-ubyte", images(3));
  const std::string test_labels = folder.put("t10k-labels-idx1-ubyte", labels(4));
  REQUIRE_IO_ERROR(load_mnist(folder.path(), Split::test),
                   "[" + test_labels + "] expected 3 labels, one for each image of " +
                       (folder / "t10k-images-idx3-ubyte") + ", got 4");
  folder.put("t10k-labels-idx1-ubyte", header(2049, {3}) + "\x01\x02\x0B");
  REQUIRE_IO_ERROR(load_mnist(folder.path(), Split::test), "expected labels from 0 to 9, got 11");
  folder.put("t10k-labels-idx1-ubyte", labels(3));
  folder.put("t10k-images-idx3-ubyte", images(3, 28, 27));
  REQUIRE_IO_ERROR(load_mnist(folder.path(), Split::test), "expected images of 28 x 28, got 28 x 27");
}

TEST_CASE("IDX files that are missing or of another kind are named", "[data]") {
  const Scratch folder;
  REQUIRE_IO_ERROR(
      read_idx_images(folder / "none"),
      "[" + (folder / "none") + "] expected a file that can be read, got: No such file or directory");
  REQUIRE_IO_ERROR(read_idx_images(folder.path()), "[" + folder.path() + "] expected a file, got a folder");
  const std::string pictures = folder.put("images", images(3)), names = folder.put("labels", labels(3));
  REQUIRE_IO_ERROR(read_idx_images(names),
                   "[" + names + "] expected a file of images (magic 2051), got labels (magic 2049)");
  REQUIRE_IO_ERROR(read_idx_labels(pictures),
                   "[" + pictures + "] expected a file of labels (magic 2049), got images (magic 2051)");
  REQUIRE_IO_ERROR(read_idx_images(folder.put("text", "<html>not found</html>")),
                   "expected a file of images (magic 2051), got something else (magic 1013478509)");
}

TEST_CASE("IDX files of the wrong length are refused", "[data]") {
  const Scratch folder;
  const std::string whole = images(3, 4, 5), path = folder / "images";
  folder.put("images", "");
  REQUIRE_IO_ERROR(read_idx_images(path),
                   "[" + path + "] expected a header of 16 bytes for images, got a file of 0");
  folder.put("images", whole.substr(0, 10));
  REQUIRE_IO_ERROR(read_idx_images(path), "expected a header of 16 bytes for images, got a file of 10");
  folder.put("images", whole.substr(0, 40));
  REQUIRE_IO_ERROR(
      read_idx_images(path),
      "expected a file long enough for images [3, 4, 5] as its header says, got at most 40 bytes");
  folder.put("images", whole + "x");
  REQUIRE_IO_ERROR(read_idx_images(path), "expected 76 bytes as its header says, got more");
  folder.put("images", header(2051, {0, 28, 28}));
  REQUIRE_IO_ERROR(read_idx_images(path), "expected images with sizes of at least 1, got a size of 0");
  // Sizes whose product would be 2^96, and one that wraps to 0 in 64 bits: refused before anything is
  // allocated.
  for (const std::uint32_t size : {0xFFFFFFFFu, 0x80000000u}) {
    folder.put("images", header(2051, {size, size, size}) + pixels(100));
    REQUIRE_IO_ERROR(read_idx_images(path), "as its header says, got at most 116 bytes");
  }
  folder.put("images", labels(5).substr(0, 12));
  REQUIRE_IO_ERROR(read_idx_labels(path),
                   "expected a file long enough for labels [5] as its header says, got at most 12 bytes");
}

#ifdef AGON_HEADER_ONLY

TEST_CASE("agon::headers says that it reads no compressed files", "[data]") {
  const Scratch folder;
  REQUIRE_IO_ERROR(
      read_idx_images(folder.put("images.gz", "\x1F\x8B rest")),
      "expected a plain file (agon::headers reads no compressed ones, agon::agon does), got a gzip file");
}

#else

namespace {

std::string little_endian(std::uint32_t value) {
  const std::string bytes = big_endian(value);
  return {bytes.rbegin(), bytes.rend()};
}

std::uint32_t crc32(const std::string& bytes) {
  std::uint32_t crc = ~0u;
  for (char byte : bytes) {
    crc ^= static_cast<unsigned char>(byte);
    for (int bit = 0; bit < 8; ++bit) crc = crc >> 1 ^ (crc & 1u ? 0xEDB88320u : 0u);
  }
  return ~crc;
}

/// A gzip file whose blocks hold their bytes as they are, so that no test needs a packer.
std::string packed(const std::string& bytes) {
  constexpr std::size_t most = 65535;
  std::string result("\x1F\x8B\x08\0\0\0\0\0\0\xFF", 10);
  for (std::size_t begin = 0; begin < bytes.size(); begin += most) {
    const std::string block = bytes.substr(begin, most);
    const std::uint32_t size = static_cast<std::uint32_t>(block.size());
    result += begin + most >= bytes.size() ? '\x01' : '\0';
    result += little_endian(size | (~size & 0xFFFFu) << 16) + block;
  }
  return result + little_endian(crc32(bytes)) + little_endian(static_cast<std::uint32_t>(bytes.size()));
}

}  // namespace

TEST_CASE("compressed IDX files read like plain ones, whatever their names", "[data]") {
  const Scratch folder;
  const std::string whole = images(300);
  const ByteTensor plain = read_idx_images(folder.put("plain", whole));
  CHECK(equal(read_idx_images(folder.put("packed", packed(whole))), plain));
  // A gzip file may be several streams in a row.
  const std::string members = packed(whole.substr(0, 1000)) + packed(whole.substr(1000));
  CHECK(equal(read_idx_images(folder.put("members", members)), plain));

  // 300 labels 7, packed by gzip -9.
  const std::string small(
      "\037\213\010\000\000\000\000\000\002\003\143\140\340\140\144\140"
      "\140\324\141\037\005\104\003\000\125\250\142\147\064\001\000\000",
      32);
  CHECK(equal(read_idx_labels(folder.put("small", small)), LabelTensor({300}, 7)));

  folder.put("train-images-idx3-ubyte.gz", packed(images(2)));
  folder.put("train-labels-idx1-ubyte.gz", packed(labels(2)));
  CHECK(load_mnist(folder.path()).size() == 2);
}

TEST_CASE("corrupt gzip streams are refused", "[data]") {
  const Scratch folder;
  const std::string path = folder / "images.gz", sound = packed(images(300));
  const auto put = [&](const std::string& bytes) { folder.put("images.gz", bytes); };

  for (const std::size_t length : {std::size_t{5}, std::size_t{12}, sound.size() / 2, sound.size() - 1}) {
    put(sound.substr(0, length));
    REQUIRE_IO_ERROR(read_idx_images(path),
                     "[" + path + "] expected a whole gzip stream, got one that is cut short");
  }
  std::string flipped = sound;
  flipped[flipped.size() - 6] = static_cast<char>(flipped[flipped.size() - 6] ^ 1);
  put(flipped);
  REQUIRE_IO_ERROR(read_idx_images(path),
                   "expected a sound gzip stream, got a corrupt one (incorrect data check)");
  put(sound.substr(0, 2) + "\xFF" + sound.substr(3));
  REQUIRE_IO_ERROR(read_idx_images(path),
                   "expected a sound gzip stream, got a corrupt one (unknown compression method)");
  put(sound + "more");
  REQUIRE_IO_ERROR(read_idx_images(path), "expected nothing after the gzip stream, got more bytes");

  put(packed(images(3).substr(0, 1000)));
  REQUIRE_IO_ERROR(read_idx_images(path), "expected 2368 bytes as its header says, got 1000");
  put(packed(images(3) + "x"));
  REQUIRE_IO_ERROR(read_idx_images(path), "expected 2368 bytes as its header says, got more");
  put(packed(labels(3)));
  REQUIRE_IO_ERROR(read_idx_images(path), "expected a file of images (magic 2051), got labels (magic 2049)");
  put(packed(header(2051, {60000, 28, 28})));
  REQUIRE_IO_ERROR(read_idx_images(path),
                   "expected a file long enough for images [60000, 28, 28] as its header says, got at most ");
}

TEST_CASE("MNIST itself is read whole", "[data]") {
  if (agon_test::data_folder().empty()) {
    WARN("skipped: AGON_DATA is not set");
    return;
  }
  const std::string folder = agon_test::data_folder() + "/mnist";
  const ImageDataset train = load_mnist(folder), test = load_mnist(folder, Split::test);
  CHECK(train.images.shape() == Shape{60000, 28, 28, 1});
  CHECK(test.images.shape() == Shape{10000, 28, 28, 1});
  const auto values = train.images.values();
  const std::int64_t sum = std::accumulate(values.begin(), values.end(), std::int64_t{0});
  // The mean that is quoted everywhere, 0.1307 of white.
  CHECK(static_cast<double>(sum) / static_cast<double>(values.size()) / 255 ==
        agon_test::Approx(0.1307).margin(5e-5));
  const auto counts = [](const ImageDataset& dataset) {
    std::array<int, 10> of_class{};
    for (const std::int64_t label : dataset.labels.values()) ++of_class[static_cast<std::size_t>(label)];
    return of_class;
  };
  CHECK(counts(train) == std::array{5923, 6742, 5958, 6131, 5842, 5421, 5918, 6265, 5851, 5949});
  CHECK(counts(test) == std::array{980, 1135, 1032, 1010, 982, 892, 958, 1028, 974, 1009});
  CHECK(equal(rows(train.labels, 0, 10), LabelTensor({10}, {5, 0, 4, 1, 9, 2, 1, 3, 1, 4})));
}

#endif
