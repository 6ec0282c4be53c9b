#pragma once

#include <algorithm>
#include <array>
#include <filesystem>
#include <system_error>
#include <utility>

#include "agon/core/error.hpp"
#include "agon/core/input_file.hpp"
#include "agon/data/byte_source.hpp"
#include "agon/data/idx.hpp"

namespace agon {
namespace detail {

class PlainSource : public ByteSource {
 public:
  PlainSource(std::string path, std::ifstream in, std::uint64_t size)
      : path_(std::move(path)), in_(std::move(in)), size_(size) {}

  std::size_t read(void* to, std::size_t count) override {
    in_.read(static_cast<char*>(to), static_cast<std::streamsize>(count));
    if (in_.bad()) fail_io(path_, "expected a file that can be read, got an error on the way");
    return static_cast<std::size_t>(in_.gcount());
  }
  std::uint64_t at_most() const override { return size_; }

 private:
  std::string path_;
  std::ifstream in_;
  std::uint64_t size_;
};

AGON_INLINE std::unique_ptr<ByteSource> open_bytes(const std::string& path) {
  std::ifstream in = open_input(path);
  const std::uint64_t bytes = input_size(in);
  std::array<unsigned char, 2> start{};
  in.read(reinterpret_cast<char*>(start.data()), 2);
  in.clear();
  in.seekg(0);
  if (start[0] != 0x1F || start[1] != 0x8B) return std::make_unique<PlainSource>(path, std::move(in), bytes);
#ifdef AGON_HEADER_ONLY
  fail_io(path,
          "expected a plain file (agon::headers reads no compressed ones, agon::agon does), got a gzip file");
#else
  return open_gzip(path, std::move(in), bytes);
#endif
}

/// An IDX file of bytes while it is read.
class IdxFile {
 public:
  IdxFile(const std::string& path, bool images)
      : path_(path), what_(images ? "images" : "labels"), in_(open_bytes(path)), dimensions_(images ? 3 : 1) {
    const std::uint32_t magic = number();
    const std::uint32_t expected = images ? images_magic : labels_magic;
    if (magic != expected)
      fail_io(path_, "expected a file of " + what_ + " (magic " + std::to_string(expected) + "), got " +
                         kind(magic));
  }

  /// The sizes that the header states, checked against the size of the file before anyone allocates by them.
  Shape sizes() {
    Shape shape;
    payload_ = 1;
    const std::uint64_t room = in_->at_most() - std::min(in_->at_most(), header_bytes());
    bool fits = true;
    for (int i = 0; i < dimensions_; ++i) {
      const std::uint64_t size = number();
      if (size == 0) fail_io(path_, "expected " + what_ + " with sizes of at least 1, got a size of 0");
      fits = fits && size <= room / payload_;
      if (fits) payload_ *= size;
      shape.push_back(static_cast<std::int64_t>(size));
    }
    if (!fits)
      fail_io(path_, "expected a file long enough for " + what_ + " " + to_string(shape) +
                         " as its header says, got at most " + std::to_string(in_->at_most()) + " bytes");
    return shape;
  }

  void read_all(std::uint8_t* to) {
    const std::size_t got = in_->read(to, payload_);
    if (got < payload_) fail_io(path_, expected_bytes() + std::to_string(got + header_bytes()));
    std::uint8_t extra = 0;
    if (in_->read(&extra, 1) != 0) fail_io(path_, expected_bytes() + "more");
  }

 private:
  static constexpr std::uint32_t labels_magic = 2049, images_magic = 2051;

  std::uint64_t header_bytes() const { return 4 + 4 * static_cast<std::uint64_t>(dimensions_); }
  std::string expected_bytes() const {
    return "expected " + std::to_string(payload_ + header_bytes()) + " bytes as its header says, got ";
  }

  std::uint32_t number() {
    std::array<std::uint8_t, 4> bytes{};
    const std::size_t got = in_->read(bytes.data(), bytes.size());
    read_ += got;
    if (got < bytes.size())
      fail_io(path_, "expected a header of " + std::to_string(header_bytes()) + " bytes for " + what_ +
                         ", got a file of " + std::to_string(read_));
    std::uint32_t value = 0;
    for (std::uint32_t byte : bytes) value = value << 8 | byte;
    return value;
  }

  static std::string kind(std::uint32_t magic) {
    const std::string number = "(magic " + std::to_string(magic) + ")";
    if (magic == images_magic) return "images " + number;
    if (magic == labels_magic) return "labels " + number;
    return "something else " + number;
  }

  std::string path_, what_;
  std::unique_ptr<ByteSource> in_;
  int dimensions_;
  std::size_t read_ = 0;
  std::uint64_t payload_ = 0;
};

AGON_INLINE std::string mnist_file(const std::string& folder, const std::string& name) {
  std::error_code error;
  const std::string plain = (std::filesystem::path(folder) / name).string();
  if (std::filesystem::exists(plain, error)) return plain;
  if (std::filesystem::exists(plain + ".gz", error)) return plain + ".gz";
  fail_io(folder, "expected a folder with " + name + " or " + name + ".gz, got " +
                      (std::filesystem::is_directory(folder, error) ? "one without" : "no folder"));
}

}  // namespace detail

AGON_INLINE ByteTensor read_idx_images(const std::string& path) {
  detail::IdxFile file(path, true);
  Shape shape = file.sizes();
  shape.push_back(1);
  ByteTensor images(shape);
  file.read_all(images.mutable_data());
  return images;
}

AGON_INLINE LabelTensor read_idx_labels(const std::string& path) {
  detail::IdxFile file(path, false);
  ByteTensor labels(file.sizes());
  file.read_all(labels.mutable_data());
  return cast<std::int64_t>(labels);
}

AGON_INLINE ImageDataset load_idx(const std::string& images_path, const std::string& labels_path,
                                  std::string source) {
  ImageDataset dataset{read_idx_images(images_path), read_idx_labels(labels_path), std::move(source)};
  if (dataset.labels.size() != dataset.size())
    fail_io(labels_path, "expected " + std::to_string(dataset.size()) + " labels, one for each image of " +
                             images_path + ", got " + std::to_string(dataset.labels.size()));
  return dataset;
}

AGON_INLINE ImageDataset load_mnist(const std::string& folder, Split split) {
  const std::string prefix = split == Split::train ? "train" : "t10k";
  const std::string images = detail::mnist_file(folder, prefix + "-images-idx3-ubyte");
  const std::string labels = detail::mnist_file(folder, prefix + "-labels-idx1-ubyte");
  ImageDataset dataset = load_idx(images, labels, "MNIST");
  if (dataset.images.dim(1) != 28 || dataset.images.dim(2) != 28)
    fail_io(images, "expected images of 28 x 28, got " + std::to_string(dataset.images.dim(1)) + " x " +
                        std::to_string(dataset.images.dim(2)));
  const auto values = dataset.labels.values();
  const std::int64_t largest = *std::max_element(values.begin(), values.end());
  if (largest > 9) fail_io(labels, "expected labels from 0 to 9, got " + std::to_string(largest));
  return dataset;
}

}  // namespace agon
