#include <algorithm>
#include <cmath>
#include <tuple>

#include "agon/autograd/grad.hpp"
#include "agon/autograd/ops.hpp"
#include "agon/core/random.hpp"
#include "agon_test.hpp"

using namespace agon;

namespace {

f64::Tensor draw(const Shape& shape, std::uint64_t seed = 1) {
  return Random(seed, "resample").uniform<double>(shape, -1, 1);
}

double at(const f64::Tensor& x, std::int64_t n, std::int64_t h, std::int64_t w, std::int64_t c) {
  return x.at({n, h, w, c});
}

double largest_difference(const f64::Tensor& a, const f64::Tensor& b) {
  REQUIRE(a.shape() == b.shape());
  double worst = 0;
  for (std::int64_t i = 0; i < a.size(); ++i) worst = std::max(worst, std::abs(a.data()[i] - b.data()[i]));
  return worst;
}

/// A tensor of this shape with f(n, h, w, c) for elements.
template <class F>
f64::Tensor filled(const Shape& shape, const F& f) {
  f64::Tensor y(shape);
  double* out = y.mutable_data();
  for (std::int64_t n = 0; n < shape[0]; ++n)
    for (std::int64_t h = 0; h < shape[1]; ++h)
      for (std::int64_t w = 0; w < shape[2]; ++w)
        for (std::int64_t c = 0; c < shape[3]; ++c) *out++ = f(n, h, w, c);
  return y;
}

/// The picture with `up` - 1 zeros after every pixel, more zeros around it (or rows and columns cut off).
f64::Tensor stuffed(const f64::Tensor& x, const UpfirdnOptions& o) {
  const Shape shape{x.dim(0), x.dim(1) * o.up.height + o.before.height + o.after.height,
                    x.dim(2) * o.up.width + o.before.width + o.after.width, x.dim(3)};
  return filled(shape, [&](auto n, auto h, auto w, auto c) {
    const std::int64_t r = h - o.before.height, k = w - o.before.width;
    const bool kept = r >= 0 && k >= 0 && r < x.dim(1) * o.up.height && k < x.dim(2) * o.up.width &&
                      r % o.up.height == 0 && k % o.up.width == 0;
    return kept ? at(x, n, r / o.up.height, k / o.up.width, c) : 0.0;
  });
}

f64::Tensor naive_upfirdn(const f64::Tensor& x, const std::vector<double>& filter, const UpfirdnOptions& o) {
  const f64::Tensor u = stuffed(x, o);
  const auto taps = static_cast<std::int64_t>(filter.size());
  const auto tap = [&](std::int64_t k) {
    return filter[static_cast<std::size_t>(o.flip ? k : taps - 1 - k)];
  };
  const Shape shape{x.dim(0), (u.dim(1) - taps) / o.down.height + 1, (u.dim(2) - taps) / o.down.width + 1,
                    x.dim(3)};
  return filled(shape, [&](auto n, auto h, auto w, auto c) {
    double sum = 0;
    for (std::int64_t i = 0; i < taps; ++i)
      for (std::int64_t j = 0; j < taps; ++j)
        sum += tap(i) * tap(j) * at(u, n, h * o.down.height + i, w * o.down.width + j, c);
    return sum;
  });
}

}  // namespace

TEST_CASE("pixel_shuffle orders channels as PyTorch does", "[autograd][resample]") {
  const f64::Tensor x = draw({2, 3, 4, 18});
  const auto y = pixel_shuffle(x, 3).value();
  CHECK(equal(y, filled({2, 9, 12, 2}, [&](auto n, auto h, auto w, auto c) {
                return at(x, n, h / 3, w / 3, c * 9 + h % 3 * 3 + w % 3);
              })));
  CHECK(equal(pixel_unshuffle(y, 3).value(), x));
  CHECK(equal(pixel_shuffle(Tensor({1, 1, 1, 4}, {1, 2, 3, 4}), 2).value(),
              Tensor({1, 2, 2, 1}, {1, 2, 3, 4})));
  REQUIRE_ERROR(pixel_shuffle(x, 2),
                "[pixel_shuffle] expected input [N, H, W, a multiple of 4], got [2, 3, 4, 18]");
  REQUIRE_ERROR(pixel_shuffle(x, 0), "[pixel_shuffle] expected factor >= 1, got 0");
  REQUIRE_ERROR(
      pixel_unshuffle(x, 2),
      "[pixel_unshuffle] expected input [N, H, W, C] with H and W multiples of 2, got [2, 3, 4, 18]");
}

TEST_CASE("resampling by two gives the numbers of PyTorch's manual", "[autograd][resample]") {
  const f64::Tensor x({1, 2, 2, 1}, {1, 2, 3, 4});
  CHECK(equal(upsample(x, 2).value(),
              f64::Tensor({1, 4, 4, 1}, {1, 1, 2, 2, 1, 1, 2, 2, 3, 3, 4, 4, 3, 3, 4, 4})));
  CHECK(equal(upsample(x, 2, Resample::bilinear).value(),
              f64::Tensor({1, 4, 4, 1},
                          {1, 1.25, 1.75, 2, 1.5, 1.75, 2.25, 2.5, 2.5, 2.75, 3.25, 3.5, 3, 3.25, 3.75, 4})));
  const double t = 1.0 / 3;
  CHECK(largest_difference(upsample(x, 2, Resample::bilinear, true).value(),
                           f64::Tensor({1, 4, 4, 1}, {1, 1 + t, 2 - t, 2, 2 - t, 2, 2 + t, 3 - t, 2 + t,
                                                      3 - t, 3, 3 + t, 3, 3 + t, 4 - t, 4})) < 1e-14);
}

TEST_CASE("resize takes each pixel from where it says", "[autograd][resample]") {
  const f64::Tensor x = draw({2, 5, 7, 3});
  const auto around = [&](double place, std::int64_t size) {
    place = std::min(std::max(place, 0.0), static_cast<double>(size - 1));
    const auto below = std::min(static_cast<std::int64_t>(place), size - 1);
    return std::tuple(below, std::min(below + 1, size - 1), place - static_cast<double>(below));
  };
  const auto interpolated = [&](const Shape& shape, auto place) {
    return filled(shape, [&](auto n, auto h, auto w, auto c) {
      const auto [r0, r1, fr] = around(place(h, 5, shape[1]), 5);
      const auto [c0, c1, fc] = around(place(w, 7, shape[2]), 7);
      return (1 - fr) * ((1 - fc) * at(x, n, r0, c0, c) + fc * at(x, n, r0, c1, c)) +
             fr * ((1 - fc) * at(x, n, r1, c0, c) + fc * at(x, n, r1, c1, c));
    });
  };
  for (const Size2 size : {Size2(8, 9), Size2(3, 14), Size2(1, 1), Size2(5, 7), Size2(2, 3)}) {
    CAPTURE(to_string(size));
    const Shape shape{2, size.height, size.width, 3};
    CHECK(
        equal(resize(x, size, Resample::nearest).value(), filled(shape, [&](auto n, auto h, auto w, auto c) {
                return at(x, n, h * 5 / size.height, w * 7 / size.width, c);
              })));
    CHECK(largest_difference(resize(x, size, Resample::bilinear).value(),
                             interpolated(shape, [](auto o, double in, auto out) {
                               return (static_cast<double>(o) + 0.5) * in / static_cast<double>(out) - 0.5;
                             })) < 1e-14);
    CHECK(largest_difference(resize(x, size, Resample::bilinear, true).value(),
                             interpolated(shape, [](auto o, double in, auto out) {
                               return out == 1
                                          ? 0
                                          : static_cast<double>(o) * (in - 1) / static_cast<double>(out - 1);
                             })) < 1e-14);
  }
  // With a factor, places come from the factor, not from the rounded sizes.
  CHECK(largest_difference(upsample(x, 1.7, Resample::bilinear).value(),
                           interpolated({2, 8, 11, 3}, [](auto o, double, auto) {
                             return (static_cast<double>(o) + 0.5) / 1.7 - 0.5;
                           })) < 1e-14);
  CHECK(equal(upsample(x, 49).value(), resize(x, {245, 343}, Resample::nearest).value()));
}

TEST_CASE("resize_adjoint is the adjoint of resize", "[autograd][resample]") {
  const f64::Var x = draw({2, 5, 7, 3}), y = draw({2, 4, 9, 3}, 2);
  for (const auto& [mode, align] :
       {std::pair(Resample::nearest, false), {Resample::bilinear, false}, {Resample::bilinear, true}})
    CHECK(sum(resize(x, {4, 9}, mode, align) * y).item() ==
          Approx(sum(x * resize_adjoint(y, {5, 7}, mode, align)).item()).margin(1e-12));
}

TEST_CASE("resampling says what does not fit", "[autograd][resample]") {
  const Tensor x = Tensor::zeros({1, 3, 3, 2}), vectors = Tensor::zeros({1, 3});
  REQUIRE_ERROR(resize(vectors, 2, Resample::nearest),
                "[resize] expected input [N, H, W, C] of at least one pixel, got [1, 3]");
  REQUIRE_ERROR(resize(x, {0, 2}, Resample::nearest), "[resize] expected a size of at least 1x1, got 0x2");
  REQUIRE_ERROR(resize(x, 2, Resample::nearest, true),
                "[resize] expected aligned corners with bilinear only, got nearest");
  REQUIRE_ERROR(resize_adjoint(x, -1, Resample::bilinear),
                "[resize_adjoint] expected a size of at least 1x1, got -1x-1");
  REQUIRE_ERROR(upsample(x, -2), "[upsample] expected a finite factor > 0, got -2");
  REQUIRE_ERROR(upsample(x, std::nan("")), "[upsample] expected a finite factor > 0, got ");
  REQUIRE_ERROR(upsample(x, 0.3), "[upsample] expected a size of at least 1x1, got 0x0");
  CHECK(upsample(Tensor::zeros({0, 3, 3, 2}), 2).shape() == Shape{0, 6, 6, 2});
}

TEST_CASE("upfirdn stuffs, pads, filters and thins out", "[autograd][fir]") {
  const f64::Tensor x = draw({2, 5, 6, 3});
  const std::vector<double> filter{1, 2.5, -0.5, 0.25};
  for (const UpfirdnOptions& options :
       {UpfirdnOptions{}, UpfirdnOptions{.up = 2, .before = 2, .after = 1},
        UpfirdnOptions{.down = 2, .before = 1, .after = 1, .flip = true},
        UpfirdnOptions{.up = {3, 2}, .down = {2, 3}, .before = {2, 4}, .after = {3, 1}},
        UpfirdnOptions{.up = 2, .before = {-1, 0}, .after = {0, -2}, .flip = true}}) {
    const auto expected = naive_upfirdn(x, filter, options);
    CHECK(largest_difference(upfirdn(x, filter, options).value(), expected) < 1e-13);
    // The gradient of <y, g> is the adjoint applied to g.
    const f64::Var leaf = variable(x);
    const f64::Tensor g = draw(expected.shape(), 3);
    const auto gradient = grad(sum(upfirdn(leaf, filter, options) * f64::Var(g)), {leaf})[0];
    const f64::Tensor other = draw(x.shape(), 4);
    CHECK(sum(gradient * f64::Var(other)).item() ==
          Approx(sum(f64::Var(naive_upfirdn(other, filter, options)) * f64::Var(g)).item()).margin(1e-11));
  }
}

TEST_CASE("FIR up- and down-sampling keep place and brightness", "[autograd][fir]") {
  const f64::Tensor x = draw({1, 4, 6, 2});
  const std::vector<double> half{0.25, 0.75, 0.75, 0.25}, eighth{0.125, 0.375, 0.375, 0.125};
  CHECK(largest_difference(upsample_fir(x).value(),
                           naive_upfirdn(x, half, {.up = 2, .before = 2, .after = 1})) < 1e-14);
  CHECK(largest_difference(downsample_fir(x).value(),
                           naive_upfirdn(x, eighth, {.down = 2, .before = 1, .after = 1})) < 1e-14);
  CHECK(largest_difference(filter_fir(x).value(), naive_upfirdn(x, eighth, {.before = 2, .after = 1})) <
        1e-14);
  CHECK(upsample_fir(x, {1, 2, 1}, 3).shape() == Shape{1, 12, 18, 2});
  CHECK(downsample_fir(draw({1, 7, 9, 2}), {1, 3, 3, 1}, 3).shape() == Shape{1, 2, 3, 2});
  // Nearest neighbours, and a constant picture away from its borders.
  CHECK(equal(upsample_fir(x, {1, 1}).value(), upsample(x, 2).value()));
  const f64::Tensor ones({1, 6, 6, 1}, 1.0);
  CHECK(upsample_fir(ones).value().at({0, 6, 5, 0}) == Approx(1));
  CHECK(downsample_fir(ones).value().at({0, 1, 1, 0}) == Approx(1));
  CHECK(filter_fir(ones).value().at({0, 3, 3, 0}) == Approx(1));
}

TEST_CASE("blur_pool is a binomial filter at every stride-th pixel", "[autograd][fir]") {
  const f64::Tensor x = draw({2, 6, 7, 3});
  const std::vector<std::vector<double>> binomial{{1}, {1, 1}, {1, 2, 1}, {1, 3, 3, 1}, {1, 4, 6, 4, 1}};
  const auto beyond = [](std::int64_t i, std::int64_t size, BlurPadding padding) -> std::int64_t {
    if (i >= 0 && i < size) return i;
    if (padding == BlurPadding::zeros) return -1;
    if (padding == BlurPadding::replicate) return i < 0 ? 0 : size - 1;
    return i < 0 ? -i : 2 * size - 2 - i;
  };
  for (const auto& filter : binomial)
    for (const BlurPadding padding : {BlurPadding::reflect, BlurPadding::zeros, BlurPadding::replicate})
      for (const Size2 stride : {Size2(2), Size2(1, 3)}) {
        const auto taps = static_cast<std::int64_t>(filter.size());
        const Shape shape{2, 5 / stride.height + 1, 6 / stride.width + 1, 3};
        const auto expected = filled(shape, [&](auto n, auto h, auto w, auto c) {
          double sum = 0;
          for (std::int64_t i = 0; i < taps; ++i)
            for (std::int64_t j = 0; j < taps; ++j) {
              const auto r = beyond(h * stride.height + i - (taps - 1) / 2, 6, padding),
                         k = beyond(w * stride.width + j - (taps - 1) / 2, 7, padding);
              if (r >= 0 && k >= 0)
                sum += filter[static_cast<std::size_t>(i)] * filter[static_cast<std::size_t>(j)] *
                       at(x, n, r, k, c);
            }
          return sum / std::pow(4.0, static_cast<double>(taps - 1));
        });
        CAPTURE(taps, to_string(stride));
        CHECK(largest_difference(blur_pool(x, {.taps = taps, .stride = stride, .padding = padding}).value(),
                                 expected) < 1e-14);
      }
}

TEST_CASE("filters say what does not fit", "[autograd][fir]") {
  const Tensor x = Tensor::zeros({1, 2, 3, 2});
  REQUIRE_ERROR(upfirdn(Tensor::zeros({2, 3}), {1}), "[upfirdn] expected input [N, H, W, C]");
  REQUIRE_ERROR(upfirdn(x, {}), "[upfirdn] expected a filter of at least one tap, all finite");
  REQUIRE_ERROR(upfirdn(x, {1, std::nan("")}), "[upfirdn] expected a filter of at least one tap, all finite");
  REQUIRE_ERROR(upfirdn(x, {1}, {.up = {1, 0}}), "[upfirdn] expected up and down >= 1, got 1x0 and 1x1");
  REQUIRE_ERROR(upfirdn(x, {1, 2, 1}),
                "[upfirdn] expected a padded picture of at least the filter's 3x3, got 2x3");
  REQUIRE_ERROR(upsample_fir(x, {1, -1}),
                "[upsample_fir] expected a filter whose taps have a finite sum other than 0, got 0");
  REQUIRE_ERROR(upsample_fir(x, {1, 1}, 0), "[upsample_fir] expected factor >= 1, got 0");
  REQUIRE_ERROR(downsample_fir(x, {1, 1}, 3),
                "[downsample_fir] expected pictures of at least the factor's 3x3, got [1, 2, 3, 2]");
  REQUIRE_ERROR(blur_pool(x, {.taps = 8}), "[blur_pool] expected 1 to 7 taps, got 8");
  REQUIRE_ERROR(blur_pool(x, {.stride = 0}), "[blur_pool] expected stride >= 1, got 0x0");
  REQUIRE_ERROR(
      blur_pool(x),
      "[blur_pool] expected pictures of more than 2x2 for 4 taps with reflection, got [1, 2, 3, 2]");
}

TEST_CASE("sizes beyond reason are refused before anything is allocated", "[resample]") {
  const Var x = Tensor({1, 4, 4, 1}, 0.0f);
  REQUIRE_ERROR(upsample(x, 1e300), "[upsample] expected a result of at most 16777216x16777216 pixels");
  REQUIRE_ERROR(resize(x, {1, std::int64_t{1} << 40}, Resample::nearest),
                "[resize] expected a size of at most 16777216x16777216, got 1x1099511627776");
}
