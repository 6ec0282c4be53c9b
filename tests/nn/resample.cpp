#include <cmath>

#include "agon/autograd/ops.hpp"
#include "agon/core/random.hpp"
#include "agon/nn/layers.hpp"
#include "agon_test.hpp"

using namespace agon;

TEST_CASE("layers that resample are the operations of their names", "[nn][layers]") {
  const Tensor x = normal({2, 4, 6, 8});
  CHECK(equal(PixelShuffle{2}(x).value(), pixel_shuffle(x, 2).value()));
  CHECK(equal(PixelUnshuffle{2}(x).value(), pixel_unshuffle(x, 2).value()));
  CHECK(equal(Upsample{}(x).value(), upsample(x, 2).value()));
  CHECK(equal(Upsample{{.factor = 1.5, .mode = Resample::bilinear, .align_corners = true}}(x).value(),
              upsample(x, 1.5, Resample::bilinear, true).value()));
  CHECK(equal(BlurPool{}(x).value(), blur_pool(x).value()));
  CHECK(equal(BlurPool{{.taps = 3, .stride = 1, .padding = BlurPadding::zeros}}(x).value(),
              blur_pool(x, {3, 1, BlurPadding::zeros}).value()));
  CHECK(equal(AvgPool2d{{.kernel = 3, .stride = 2, .padding = 1, .count_include_pad = false}}(x).value(),
              avg_pool2d(x, {3, 2, 1, false}).value()));
  CHECK(equal(MaxPool2d{{.kernel = 3, .stride = 2, .padding = 1}}(x).value(),
              max_pool2d(x, {3, 2, 1}).value()));
  CHECK(equal(GlobalAvgPool{}(x).value(), global_avg_pool(x).value()));
  CHECK(equal(GlobalSumPool{}(x).value(), global_sum_pool(x).value()));
  CHECK(equal(AdaptiveAvgPool2d{{3, 5}}(x).value(), adaptive_avg_pool2d(x, {3, 5}).value()));
}

TEST_CASE("layers that resample refuse what does not fit", "[nn][layers]") {
  const Tensor x = Tensor::zeros({1, 3, 4, 5}), vectors = Tensor::zeros({2, 3});
  REQUIRE_ERROR(PixelShuffle{0}, "[PixelShuffle] expected factor >= 1, got 0");
  REQUIRE_ERROR(PixelShuffle{2}(x),
                "[PixelShuffle] expected input [N, H, W, a multiple of 4], got [1, 3, 4, 5]");
  REQUIRE_ERROR(PixelUnshuffle{-1}, "[PixelUnshuffle] expected factor >= 1, got -1");
  REQUIRE_ERROR(PixelUnshuffle{2}(x),
                "[PixelUnshuffle] expected input [N, H, W, C] with H and W multiples of 2, got [1, 3, 4, 5]");
  REQUIRE_ERROR((Upsample{{.factor = 0}}), "[Upsample] expected a finite factor > 0, got 0");
  REQUIRE_ERROR((Upsample{{.factor = std::nan("")}}), "[Upsample] expected a finite factor > 0, got ");
  REQUIRE_ERROR((Upsample{{.align_corners = true}}),
                "[Upsample] expected aligned corners with bilinear only, got nearest");
  REQUIRE_ERROR(Upsample{}(vectors), "[Upsample] expected input [N, H, W, C]");
  REQUIRE_ERROR((Upsample{{.factor = 0.3}}(x)),
                "[Upsample] expected input [N, H, W, C] of at least one pixel after a factor of 0.3");
  REQUIRE_ERROR((BlurPool{{.taps = 0}}), "[BlurPool] expected 1 to 7 taps, got 0");
  REQUIRE_ERROR((BlurPool{{.stride = 0}}), "[BlurPool] expected stride >= 1, got 0x0");
  REQUIRE_ERROR((BlurPool{{.taps = 7}}(x)),
                "[BlurPool] expected pictures of more than 3x3 for 7 taps with reflection, got [1, 3, 4, 5]");
  REQUIRE_ERROR((AvgPool2d{{}}), "[AvgPool2d] expected kernel >= 1, got 0x0");
  REQUIRE_ERROR((MaxPool2d{{.kernel = 2, .padding = 2}}),
                "[MaxPool2d] expected padding >= 0 and at most half of kernel 2x2, got 2x2");
  REQUIRE_ERROR((MaxPool2d{{.kernel = 2, .stride = -1}}), "[MaxPool2d] expected stride >= 1");
  REQUIRE_ERROR(
      (MaxPool2d{{.kernel = 4}}(x)),
      "[MaxPool2d] expected padded pictures of at least kernel 4x4 with padding 0x0, got [1, 3, 4, 5]");
  REQUIRE_ERROR((AvgPool2d{{.kernel = 2}}(vectors)), "[AvgPool2d] expected input [N, H, W, C]");
  REQUIRE_ERROR(GlobalAvgPool{}(vectors),
                "[GlobalAvgPool] expected input [N, H, W, C] of at least one pixel, got [2, 3]");
  REQUIRE_ERROR(GlobalSumPool{}(vectors), "[GlobalSumPool] expected input");
  REQUIRE_ERROR((AdaptiveAvgPool2d{{0, 2}}), "[AdaptiveAvgPool2d] expected size >= 1, got 0x2");
  REQUIRE_ERROR(AdaptiveAvgPool2d{2}(vectors), "[AdaptiveAvgPool2d] expected input");
}
