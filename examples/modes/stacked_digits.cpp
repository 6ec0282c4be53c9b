#include "stacked_digits.hpp"

#include <agon/core/error.hpp>

namespace stacked {

StackedDigits::StackedDigits(ImageDataset digits) {
  const Shape shape = digits.size() > 0 ? digits.images.shape() : Shape{};
  if (shape.rank() != 4 || shape[1] != 28 || shape[2] != 28 || shape[3] != 1)
    fail("StackedDigits", "expected digits [N, 28, 28, 1], got " + to_string(shape));
  digits_ = from_bytes(digits.images);
}

Tensor StackedDigits::draw(std::int64_t count, Random& random) const {
  const LabelTensor chosen = random.integers({count, channels}, 0, digits_.dim(0));
  Tensor stacks({count, 28, 28, channels});
  float* out = stacks.mutable_data();
  constexpr std::int64_t pixels = 28 * 28;
  for (std::int64_t i = 0; i < count; ++i, out += pixels * channels)
    for (std::int64_t c = 0; c < channels; ++c) {
      const float* digit = digits_.data() + chosen.data()[i * channels + c] * pixels;
      for (std::int64_t p = 0; p < pixels; ++p) out[p * channels + c] = digit[p];
    }
  return stacks;
}

Tensor channels_apart(const Tensor& pictures) {
  const std::int64_t count = pictures.dim(0), height = pictures.dim(1), width = pictures.dim(2);
  const std::int64_t pixels = height * width, many = pictures.dim(3);
  Tensor apart({count * many, height, width, 1});
  float* out = apart.mutable_data();
  for (std::int64_t i = 0; i < count; ++i)
    for (std::int64_t c = 0; c < many; ++c)
      for (std::int64_t p = 0; p < pixels; ++p) *out++ = pictures.data()[(i * pixels + p) * many + c];
  return apart;
}

}  // namespace stacked
