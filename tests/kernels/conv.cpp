#include "agon/kernels/conv.hpp"

#include "kernels/kernel_test.hpp"

using namespace agon;
using namespace kernel_test;
using kernels::ConvGeometry;

namespace {

struct Sample {
  std::int64_t images, h, w, in, out;
  ConvGeometry g;
  std::int64_t out_h() const { return (h + 2 * g.pad_h - g.kernel_h) / g.stride_h + 1; }
  std::int64_t out_w() const { return (w + 2 * g.pad_w - g.kernel_w) / g.stride_w + 1; }
};

// Batch of one, one channel, non-square, remainders of the stride, padding beyond the kernel's half and
// beyond the kernel (windows that see no pixel), a kernel as large as the picture, pointwise, strided
// pointwise, strides beyond the kernel, sizes beyond the grain, an image that is cut into bands, and channels
// that leave no tile whole.
const Sample samples[] = {
    {1, 5, 5, 1, 1, {3, 3, 1, 1, 0, 0}},      {2, 6, 9, 3, 4, {2, 3, 2, 1, 1, 0}},
    {3, 8, 7, 2, 5, {4, 4, 2, 2, 1, 1}},      {2, 5, 4, 3, 2, {5, 4, 1, 1, 0, 0}},
    {2, 4, 6, 5, 7, {1, 1, 1, 1, 0, 0}},      {2, 7, 5, 3, 2, {1, 1, 2, 3, 0, 0}},
    {1, 9, 9, 2, 3, {2, 2, 4, 3, 0, 0}},      {2, 4, 4, 2, 3, {3, 3, 1, 2, 3, 2}},
    {1, 2, 2, 1, 2, {4, 4, 1, 1, 3, 3}},      {9, 28, 28, 1, 16, {4, 4, 2, 2, 1, 1}},
    {13, 14, 14, 16, 24, {4, 4, 2, 2, 1, 1}}, {40, 16, 16, 8, 16, {1, 1, 1, 1, 0, 0}},
    {2, 60, 61, 24, 3, {3, 3, 1, 1, 1, 1}},   {1, 3, 3, 2, 2, {1, 1, 2, 2, 2, 2}},
    {1, 1, 1, 1, 1, {1, 1, 5, 5, 5, 5}},      {2, 3, 4, 2, 3, {2, 2, 1, 3, 4, 5}},
    {3, 9, 9, 37, 101, {3, 3, 1, 1, 1, 1}},
};

std::size_t at(std::int64_t i) { return static_cast<std::size_t>(i); }

/// Calls use(y index, x index, kernel index) for every product of a convolution.
template <class Use>
void for_each_product(const Sample& s, const Use& use) {
  for (std::int64_t n = 0, y = 0; n < s.images; ++n)
    for (std::int64_t oh = 0; oh < s.out_h(); ++oh)
      for (std::int64_t ow = 0; ow < s.out_w(); ++ow)
        for (std::int64_t o = 0; o < s.out; ++o, ++y)
          for (std::int64_t r = 0; r < s.g.kernel_h; ++r)
            for (std::int64_t c = 0; c < s.g.kernel_w; ++c) {
              const std::int64_t ih = oh * s.g.stride_h - s.g.pad_h + r,
                                 iw = ow * s.g.stride_w - s.g.pad_w + c;
              if (ih < 0 || ih >= s.h || iw < 0 || iw >= s.w) continue;
              for (std::int64_t i = 0; i < s.in; ++i)
                use(at(y), at(((n * s.h + ih) * s.w + iw) * s.in + i),
                    at(((o * s.g.kernel_h + r) * s.g.kernel_w + c) * s.in + i));
            }
}

}  // namespace

TEMPLATE_TEST_CASE("convolution and its gradients agree with loops", "[kernels]", float, double) {
  using T = TestType;
  on_every_backend([] {
    for (const Sample& s : samples) {
      CAPTURE(s.images, s.h, s.w, s.in, s.out, s.g.kernel_h, s.g.kernel_w, s.g.stride_h, s.g.stride_w);
      const auto x = numbers<T>({s.images, s.h, s.w, s.in}, 1);
      const auto w = numbers<T>({s.out, s.g.kernel_h, s.g.kernel_w, s.in}, 2);
      const auto gy = numbers<T>({s.images, s.out_h(), s.out_w(), s.out}, 3);
      std::vector<double> y(at(gy.size())), gx(at(x.size())), gw(at(w.size()));
      for_each_product(s, [&](std::size_t iy, std::size_t ix, std::size_t iw) {
        y[iy] += static_cast<double>(x.values()[ix]) * static_cast<double>(w.values()[iw]);
        gx[ix] += static_cast<double>(gy.values()[iy]) * static_cast<double>(w.values()[iw]);
        gw[iw] += static_cast<double>(gy.values()[iy]) * static_cast<double>(x.values()[ix]);
      });
      const auto got_y = kernels::conv2d(x, w, s.g);
      CHECK(got_y.shape() == gy.shape());
      CHECK(relative_error(got_y, y) < product_bound<T>());
      CHECK(relative_error(kernels::conv2d_input_grad(gy, w, s.h, s.w, s.g), gx) < product_bound<T>());
      CHECK(relative_error(kernels::conv2d_weight_grad(x, gy, s.g), gw) < product_bound<T>());
    }
  });
}

TEST_CASE("pixels that no window covers get no gradient", "[kernels]") {
  const auto gx = kernels::conv2d_input_grad(Tensor({1, 1, 1, 1}, 1.f), Tensor({1, 2, 2, 1}, 1.f), 3, 3,
                                             {2, 2, 2, 2, 0, 0});
  CHECK(equal(gx, Tensor({1, 3, 3, 1}, {1, 1, 0, 1, 1, 0, 0, 0, 0})));
}

TEST_CASE("convolution on Eigen gives the same bits on any number of threads", "[kernels]") {
  const agon_test::UseBackend eigen(Backend::eigen);
  on_every_isa([] {
    for (const Sample& s : samples) {
      const auto x = numbers<float>({s.images, s.h, s.w, s.in}, 1);
      const auto w = numbers<float>({s.out, s.g.kernel_h, s.g.kernel_w, s.in}, 2);
      const auto gy = numbers<float>({s.images, s.out_h(), s.out_w(), s.out}, 3);
      CHECK(same_on_any_threads([&] { return kernels::conv2d(x, w, s.g); }));
      CHECK(same_on_any_threads([&] { return kernels::conv2d_input_grad(gy, w, s.h, s.w, s.g); }));
      CHECK(same_on_any_threads([&] { return kernels::conv2d_weight_grad(x, gy, s.g); }));
    }
  });
}

TEST_CASE("an empty batch has empty outputs and zero kernel gradients", "[kernels]") {
  const Tensor x(Shape{0, 4, 4, 2}), w = numbers<float>({3, 2, 2, 2});
  const ConvGeometry g{2, 2, 2, 2, 0, 0};
  const Tensor y = kernels::conv2d(x, w, g);
  CHECK(y.shape() == Shape{0, 2, 2, 3});
  CHECK(kernels::conv2d_input_grad(y, w, 4, 4, g).shape() == x.shape());
  CHECK(equal(kernels::conv2d_weight_grad(x, y, g), Tensor::zeros({3, 2, 2, 2})));
}

TEST_CASE("convolution says what is wrong with its arguments", "[kernels]") {
  const auto x = numbers<float>({16, 28, 28, 32}), w = numbers<float>({8, 3, 3, 64});
  const ConvGeometry g{3, 3, 1, 1, 0, 0};
  REQUIRE_ERROR(kernels::conv2d(x, w, g), "[conv2d] expected input [N, H, W, 64], got [16, 28, 28, 32]");
  REQUIRE_ERROR(kernels::conv2d(x.reshape({16, -1}), w, g),
                "[conv2d] expected input [N, H, W, 64], got [16, 25088]");
  REQUIRE_ERROR(kernels::conv2d(x, w.reshape({8, -1}), g),
                "[conv2d] expected kernels [out, kh, kw, in], got [8, 576]");
  const auto small = numbers<float>({1, 2, 2, 64});
  REQUIRE_ERROR(kernels::conv2d(small, w, g),
                "[conv2d] expected a padded image of at least the kernel's 3x3, got 2x2");
  REQUIRE_ERROR(kernels::conv2d(small, w, {3, 3, 0, 1, 1, 1}),
                "[conv2d] expected a stride of at least 1x1, got 0x1");
  REQUIRE_ERROR(kernels::conv2d(small, w, {3, 3, 1, 1, -1, 1}),
                "[conv2d] expected a padding of at least 0x0, got -1x1");
  REQUIRE_ERROR(kernels::conv2d_input_grad(small, w, 4, 4, g), "[conv2d_input_grad] expected kernels of 3x3");
  const auto gy = numbers<float>({1, 2, 2, 8});
  REQUIRE_ERROR(kernels::conv2d_input_grad(gy, w, 5, 5, g),
                "[conv2d_input_grad] expected a gradient [1, 3, 3, 8] of the output, got [1, 2, 2, 8]");
  REQUIRE_ERROR(kernels::conv2d_weight_grad(numbers<float>({1, 5, 5, 64}), gy, g),
                "[conv2d_weight_grad] expected a gradient [1, 3, 3, 8] of the output, got [1, 2, 2, 8]");
}
