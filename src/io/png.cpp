#include <png.h>

#include <memory>

#include "agon/core/error.hpp"
#include "agon/io/file.hpp"
#include "agon/io/image.hpp"

namespace agon {
namespace {

struct FreePng {
  void operator()(png_image* image) const { png_image_free(image); }
};
using PngGuard = std::unique_ptr<png_image, FreePng>;

png_image new_png() {
  png_image image{};
  image.version = PNG_IMAGE_VERSION;
  return image;
}

}  // namespace

void save_png(const std::string& path, const ByteTensor& picture) {
  constexpr std::int64_t largest = 1'000'000;  // libpng's own limit
  const bool fits = picture.rank() == 3 && picture.size() > 0 &&
                    (picture.dim(2) == 1 || picture.dim(2) == 3) && picture.dim(0) <= largest &&
                    picture.dim(1) <= largest;
  if (!fits)
    fail("save_png", "expected a picture [H, W, 1] or [H, W, 3], got " +
                         (picture.defined() ? to_string(picture.shape()) : "none"));
  png_image image = new_png();
  const PngGuard guard(&image);
  image.height = static_cast<png_uint_32>(picture.dim(0));
  image.width = static_cast<png_uint_32>(picture.dim(1));
  image.format = picture.dim(2) == 1 ? PNG_FORMAT_GRAY : PNG_FORMAT_RGB;
  png_alloc_size_t size = PNG_IMAGE_PNG_SIZE_MAX(image);
  std::vector<std::uint8_t> bytes(size);
  if (png_image_write_to_memory(&image, bytes.data(), &size, 0, picture.data(), 0, nullptr) == 0)
    fail_io(path, std::string("expected a picture that can be packed as PNG, got: ") + image.message);
  write_file(path, std::span<const std::uint8_t>(bytes.data(), size));
}

void save_png(const std::string& path, const Tensor& picture) {
  if (!picture.defined()) fail("save_png", "expected a picture [H, W, 1] or [H, W, 3], got none");
  save_png(path, to_bytes(picture));
}

ByteTensor load_png(const std::string& path) {
  const std::vector<std::uint8_t> bytes = read_file(path);
  png_image image = new_png();
  const PngGuard guard(&image);
  const auto complain = [&] {
    fail_io(path, std::string("expected a sound PNG file, got: ") + image.message);
  };
  if (png_image_begin_read_from_memory(&image, bytes.data(), bytes.size()) == 0) complain();
  // Deflate packs at most 1032 bytes into one, and a byte holds at most eight pixels.
  if (std::uint64_t{image.width} * image.height / (std::uint64_t{8} * 1032) > bytes.size())
    fail_io(path, "expected a PNG file with all of its " + std::to_string(image.width) + " x " +
                      std::to_string(image.height) + " pixels, got one of " + std::to_string(bytes.size()) +
                      " bytes");
  const bool colour = (image.format & PNG_FORMAT_FLAG_COLOR) != 0;
  image.format = colour ? PNG_FORMAT_RGB : PNG_FORMAT_GRAY;
  ByteTensor picture({image.height, image.width, colour ? 3 : 1});
  const png_color black{0, 0, 0};
  if (png_image_finish_read(&image, &black, picture.mutable_data(), 0, nullptr) == 0) complain();
  return picture;
}

}  // namespace agon
