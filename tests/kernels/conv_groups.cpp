#include "agon/kernels/conv.hpp"
#include "kernels/kernel_test.hpp"

using namespace agon;
using namespace kernel_test;
using kernels::ConvGeometry;

namespace {

struct Sample {
  std::int64_t images, h, w, in, out;
  ConvGeometry g;
  std::int64_t out_h() const { return (h + 2 * g.pad_h - g.reach_h()) / g.stride_h + 1; }
  std::int64_t out_w() const { return (w + 2 * g.pad_w - g.reach_w()) / g.stride_w + 1; }
};

// Dilations that are prime to the stride, share a factor with it and equal it, also where taps reach beyond
// the picture; few and many groups, narrow and wide, with dilation; depthwise with one and several channels
// out for each one in, of fewer channels than a vector and with remainders; all also beyond the grain.
const Sample samples[] = {
    {1, 7, 9, 1, 1, {3, 3, 1, 1, 0, 0, 2, 3}},         {2, 9, 8, 3, 4, {3, 2, 2, 1, 1, 2, 3, 2}},
    {2, 11, 12, 5, 3, {3, 3, 2, 4, 2, 3, 2, 2}},       {2, 12, 11, 2, 3, {2, 3, 6, 4, 0, 5, 4, 6}},
    {1, 5, 5, 2, 2, {3, 3, 1, 1, 4, 4, 3, 4}},         {9, 14, 13, 16, 24, {3, 3, 1, 1, 2, 2, 2, 2}},
    {9, 16, 15, 18, 20, {4, 4, 2, 2, 3, 3, 2, 3}},     {7, 20, 21, 17, 33, {3, 3, 3, 2, 2, 4, 2, 4}},
    {3, 6, 5, 8, 6, {1, 1, 1, 1, 0, 0, 3, 3}},         {2, 5, 6, 4, 6, {3, 3, 1, 1, 1, 1, 1, 1, 2}},
    {3, 8, 7, 6, 3, {4, 3, 2, 1, 1, 1, 1, 2, 3}},      {2, 4, 5, 6, 4, {1, 1, 1, 1, 0, 0, 1, 1, 2}},
    {7, 12, 13, 36, 40, {3, 3, 1, 1, 1, 1, 1, 1, 2}},  {9, 6, 5, 144, 144, {3, 3, 1, 1, 1, 1, 1, 1, 9}},
    {6, 9, 9, 40, 30, {3, 3, 2, 2, 1, 1, 1, 1, 10}},   {1, 5, 7, 3, 3, {3, 3, 1, 1, 1, 1, 1, 1, 3}},
    {2, 6, 5, 2, 6, {2, 3, 2, 1, 0, 1, 1, 2, 2}},      {3, 9, 8, 19, 19, {4, 4, 2, 2, 1, 1, 1, 1, 19}},
    {5, 17, 19, 71, 71, {3, 3, 1, 1, 1, 1, 1, 1, 71}}, {4, 16, 15, 70, 140, {3, 5, 2, 3, 2, 2, 2, 1, 70}},
    {1, 2, 2, 5, 5, {3, 3, 1, 1, 4, 3, 1, 2, 5}},
};

std::size_t at(std::int64_t i) { return static_cast<std::size_t>(i); }

/// Calls use(y index, x index, kernel index) for every product of a convolution.
template <class Use>
void for_each_product(const Sample& s, const Use& use) {
  const std::int64_t each_in = s.in / s.g.groups, each_out = s.out / s.g.groups;
  for (std::int64_t n = 0, y = 0; n < s.images; ++n)
    for (std::int64_t oh = 0; oh < s.out_h(); ++oh)
      for (std::int64_t ow = 0; ow < s.out_w(); ++ow)
        for (std::int64_t o = 0; o < s.out; ++o, ++y)
          for (std::int64_t r = 0; r < s.g.kernel_h; ++r)
            for (std::int64_t c = 0; c < s.g.kernel_w; ++c) {
              const std::int64_t ih = oh * s.g.stride_h - s.g.pad_h + r * s.g.dilation_h,
                                 iw = ow * s.g.stride_w - s.g.pad_w + c * s.g.dilation_w;
              if (ih < 0 || ih >= s.h || iw < 0 || iw >= s.w) continue;
              for (std::int64_t i = 0; i < each_in; ++i)
                use(at(y), at(((n * s.h + ih) * s.w + iw) * s.in + o / each_out * each_in + i),
                    at(((o * s.g.kernel_h + r) * s.g.kernel_w + c) * each_in + i));
            }
}

template <class T>
struct Operands {
  BasicTensor<T> x, w, gy;

  explicit Operands(const Sample& s)
      : x(numbers<T>({s.images, s.h, s.w, s.in}, 1)),
        w(numbers<T>({s.out, s.g.kernel_h, s.g.kernel_w, s.in / s.g.groups}, 2)),
        gy(numbers<T>({s.images, s.out_h(), s.out_w(), s.out}, 3)) {}
};

}  // namespace

TEMPLATE_TEST_CASE("dilated and grouped convolution and its gradients agree with loops", "[kernels]", float,
                   double) {
  using T = TestType;
  for (const Sample& s : samples) {
    CAPTURE(s.images, s.h, s.w, s.in, s.out, s.g.kernel_h, s.g.kernel_w, s.g.groups, s.g.dilation_h);
    const Operands<T> all(s);
    const T *x = all.x.data(), *w = all.w.data(), *g = all.gy.data();
    std::vector<double> y(at(all.gy.size())), gx(at(all.x.size())), gw(at(all.w.size()));
    for_each_product(s, [&](std::size_t iy, std::size_t ix, std::size_t iw) {
      const double a = static_cast<double>(x[ix]), b = static_cast<double>(w[iw]),
                   c = static_cast<double>(g[iy]);
      y[iy] += a * b;
      gx[ix] += c * b;
      gw[iw] += c * a;
    });
    on_every_backend([&] {
      const auto got_y = kernels::conv2d(all.x, all.w, s.g);
      CHECK(got_y.shape() == all.gy.shape());
      CHECK(relative_error(got_y, y) < product_bound<T>());
      CHECK(relative_error(kernels::conv2d_input_grad(all.gy, all.w, s.h, s.w, s.g), gx) <
            product_bound<T>());
      CHECK(relative_error(kernels::conv2d_weight_grad(all.x, all.gy, s.g), gw) < product_bound<T>());
    });
  }
}

TEST_CASE("grouped convolution on Eigen gives the same bits on any number of threads", "[kernels]") {
  const agon_test::UseBackend eigen(Backend::eigen);
  on_every_isa([] {
    for (const Sample& s : samples) {
      const Operands<float> all(s);
      CHECK(same_on_any_threads([&] { return kernels::conv2d(all.x, all.w, s.g); }));
      CHECK(same_on_any_threads([&] { return kernels::conv2d_input_grad(all.gy, all.w, s.h, s.w, s.g); }));
      CHECK(same_on_any_threads([&] { return kernels::conv2d_weight_grad(all.x, all.gy, s.g); }));
    }
  });
}

TEST_CASE("a backend serves dilated convolutions, and Eigen those of several groups", "[kernels]") {
  const auto convolutions = [](Backend by) {
    const ProductCounts counts = product_counts(by);
    return counts.conv2d + counts.conv2d_input_grad + counts.conv2d_weight_grad;
  };
  const auto run = [](const ConvGeometry& g) {
    const Operands<float> all(Sample{2, 8, 8, 4, 4, g});
    kernels::conv2d(all.x, all.w, g);
    kernels::conv2d_input_grad(all.gy, all.w, 8, 8, g);
    kernels::conv2d_weight_grad(all.x, all.gy, g);
  };
  for (const Backend each : available_backends()) {
    INFO("backend " << name_of(each));
    const agon_test::UseBackend guard(each);
    const std::int64_t before = convolutions(each);
    run({3, 3, 1, 1, 1, 1, 2, 2});
    CHECK(convolutions(each) == before + 3);
    for (const std::int64_t groups : {2, 4}) {
      const std::int64_t by_eigen = convolutions(Backend::eigen), by_onednn = convolutions(Backend::onednn);
      run({3, 3, 1, 1, 1, 1, 1, 1, groups});
      CHECK(convolutions(Backend::eigen) == by_eigen + 3);
      CHECK(convolutions(Backend::onednn) == by_onednn);
    }
  }
}

TEST_CASE("pixels that no dilated window meets get no gradient", "[kernels]") {
  const auto gx = kernels::conv2d_input_grad(Tensor({1, 1, 2, 1}, 1.f), Tensor({1, 1, 2, 1}, {1, 2}), 1, 6,
                                             {1, 2, 1, 2, 0, 0, 1, 2});
  CHECK(equal(gx, Tensor({1, 1, 6, 1}, {1, 0, 3, 0, 2, 0})));
}

TEST_CASE("convolution says what is wrong with dilation and groups", "[kernels]") {
  const auto x = numbers<float>({1, 5, 5, 6}), w = numbers<float>({4, 3, 3, 3});
  const ConvGeometry g{3, 3, 1, 1, 0, 0, 1, 1, 2};
  REQUIRE_ERROR(kernels::conv2d(numbers<float>({1, 5, 5, 4}), w, g),
                "[conv2d] expected input [N, H, W, 6], got [1, 5, 5, 4]");
  REQUIRE_ERROR(kernels::conv2d(x, numbers<float>({3, 3, 3, 3}), g),
                "[conv2d] expected groups that divide in and out channels, got groups 2, in 6, out 3");
  REQUIRE_ERROR(kernels::conv2d(x, w, {3, 3, 1, 1, 0, 0, 3, 2, 2}),
                "[conv2d] expected a padded image of at least the kernel's 7x5, got 5x5");
  REQUIRE_ERROR(kernels::conv2d(x, w, {3, 3, 1, 1, 0, 0, 0, 1, 2}),
                "[conv2d] expected a dilation of at least 1x1, got 0x1");
  REQUIRE_ERROR(
      kernels::conv2d_weight_grad(x, numbers<float>({1, 3, 3, 5}), g),
      "[conv2d_weight_grad] expected groups that divide in and out channels, got groups 2, in 6, out 5");
  REQUIRE_ERROR(
      kernels::conv2d_input_grad(numbers<float>({1, 3, 3, 4}), w, 5, 5, {3, 3, 1, 1, 0, 0, 1, 1, 3}),
      "[conv2d_input_grad] expected groups that divide in and out channels, got groups 3, in 9, out 4");
}
