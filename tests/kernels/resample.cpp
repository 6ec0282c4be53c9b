#include "agon/kernels/resample.hpp"

#include <algorithm>

#include "agon/kernels/pixels.hpp"
#include "kernels/kernel_test.hpp"

using namespace agon;
using namespace kernel_test;

namespace {

/// Taps of a random sparse matrix: some results have none, some many.
kernels::AxisTaps scattered_taps(std::int64_t in, std::int64_t out, std::uint32_t seed) {
  const auto draws = numbers<double>({out, 9}, seed);
  kernels::AxisTaps taps{.in = in};
  for (std::int64_t o = 0; o < out; ++o) {
    for (std::int64_t k = 0; k < o % 10; ++k) {
      const double draw = draws.data()[o * 9 + k];
      taps.add(static_cast<std::int64_t>((draw + 1) / 2 * static_cast<double>(in)), k == 0 ? 1 : draw);
    }
    taps.close();
  }
  return taps;
}

std::vector<double> dense(const kernels::AxisTaps& taps) {
  std::vector<double> matrix(static_cast<std::size_t>(taps.out() * taps.in), 0);
  for (std::int64_t o = 0; o < taps.out(); ++o)
    for (auto t = taps.starts[static_cast<std::size_t>(o)]; t < taps.starts[static_cast<std::size_t>(o) + 1];
         ++t)
      matrix[static_cast<std::size_t>(o * taps.in + taps.sources[static_cast<std::size_t>(t)])] +=
          taps.weights[static_cast<std::size_t>(t)];
  return matrix;
}

template <class T>
std::vector<double> naive_resample(const BasicTensor<T>& x, const kernels::AxisTaps& rows,
                                   const kernels::AxisTaps& columns) {
  const std::vector<double> r = dense(rows), c = dense(columns);
  const std::int64_t channels = x.dim(3);
  std::vector<double> y;
  for (std::int64_t n = 0; n < x.dim(0); ++n)
    for (std::int64_t oh = 0; oh < rows.out(); ++oh)
      for (std::int64_t ow = 0; ow < columns.out(); ++ow)
        for (std::int64_t k = 0; k < channels; ++k) {
          double sum = 0;
          for (std::int64_t h = 0; h < rows.in; ++h)
            for (std::int64_t w = 0; w < columns.in; ++w)
              sum += r[static_cast<std::size_t>(oh * rows.in + h)] *
                     c[static_cast<std::size_t>(ow * columns.in + w)] *
                     static_cast<double>(x.data()[((n * rows.in + h) * columns.in + w) * channels + k]);
          y.push_back(sum);
        }
  return y;
}

template <class T>
void check_resample() {
  struct Case {
    std::int64_t images, h, w, channels, out_h, out_w;
  };
  for (const Case& c : {Case{2, 5, 4, 3, 11, 7}, Case{1, 1, 9, 1, 4, 12}, Case{3, 8, 7, 64, 12, 13},
                        Case{2, 17, 19, 37, 21, 20}}) {
    const auto rows = scattered_taps(c.h, c.out_h, 1), columns = scattered_taps(c.w, c.out_w, 2);
    const auto x = numbers<T>({c.images, c.h, c.w, c.channels}, 3);
    CAPTURE(to_string(x.shape()));
    CHECK(relative_error(kernels::resample(x, rows, columns), naive_resample(x, rows, columns)) < bound<T>);
    const auto y = numbers<T>({c.images, c.out_h, c.out_w, c.channels}, 4);
    const auto back_rows = kernels::transposed(rows), back_columns = kernels::transposed(columns);
    CHECK(relative_error(kernels::resample(y, back_rows, back_columns),
                         naive_resample(y, back_rows, back_columns)) < bound<T>);
    CHECK(same_on_any_threads([&] { return kernels::resample(x, rows, columns); }));
  }
}

/// The places of three pictures' pixels, some beyond them.
LabelTensor some_pixels(const Shape& shape, std::int64_t pixels) {
  const auto draws = numbers<double>(shape, 5);
  LabelTensor index(shape);
  for (std::int64_t i = 0; i < index.size(); ++i)
    index.mutable_data()[i] =
        static_cast<std::int64_t>((draws.data()[i] + 1) / 2 * static_cast<double>(pixels + 1)) - 1;
  return index;
}

template <class T>
void check_pixels(std::int64_t channels, std::int64_t taps) {
  const std::int64_t images = 3, pixels = 6 * 7, places = 9 * 11;
  const auto x = numbers<T>({images, 6, 7, channels}, 1), y = numbers<T>({images, 9, 11, channels}, 2),
             weights = numbers<T>({images, 9, 11, taps}, 3);
  const LabelTensor index = some_pixels({images, 9, 11, taps}, pixels),
                    each = some_pixels({images, 9, 11, channels}, pixels);
  const auto size = [](const auto& tensor) { return static_cast<std::size_t>(tensor.size()); };
  std::vector<double> blended(size(y)), spread(size(x)), products(size(weights)), gathered(size(y)),
      scattered(size(x));
  for (std::int64_t o = 0; o < images * places; ++o)
    for (std::int64_t c = 0; c < channels; ++c) {
      const auto at = static_cast<std::size_t>(o * channels + c);
      const auto pixel = [&](std::int64_t number) {
        return static_cast<std::size_t>((o / places * pixels + number) * channels + c);
      };
      for (std::int64_t t = o * taps; t < (o + 1) * taps; ++t) {
        if (index.data()[t] < 0) continue;
        const auto from = pixel(index.data()[t]);
        const double weight = static_cast<double>(weights.data()[t]);
        blended[at] += weight * static_cast<double>(x.values()[from]);
        spread[from] += weight * static_cast<double>(y.values()[at]);
        products[static_cast<std::size_t>(t)] +=
            static_cast<double>(x.values()[from]) * static_cast<double>(y.values()[at]);
      }
      if (each.values()[at] < 0) continue;
      gathered[at] = static_cast<double>(x.values()[pixel(each.values()[at])]);
      scattered[pixel(each.values()[at])] += static_cast<double>(y.values()[at]);
    }
  CAPTURE(channels, taps);
  CHECK(relative_error(kernels::blend_pixels(x, weights, index), blended) < bound<T>);
  CHECK(relative_error(kernels::spread_pixels(y, weights, index, {6, 7}), spread) < bound<T>);
  CHECK(relative_error(kernels::pixel_products(x, y, index), products) < bound<T>);
  CHECK(relative_error(kernels::gather_pixels(x, each), gathered) == 0);
  CHECK(relative_error(kernels::scatter_pixels(y, each, {6, 7}), scattered) < bound<T>);
  CHECK(same_on_any_threads([&] { return kernels::spread_pixels(y, weights, index, {6, 7}); }));
  CHECK(same_on_any_threads([&] { return kernels::scatter_pixels(y, each, {6, 7}); }));
}

}  // namespace

TEST_CASE("resample is the product with a sparse matrix along each axis", "[kernels]") {
  on_every_isa([] {
    check_resample<float>();
    check_resample<double>();
  });
  const auto taps = scattered_taps(4, 3, 1);
  CHECK(kernels::resample(Tensor::zeros({0, 4, 4, 2}), taps, taps).shape() == Shape{0, 3, 3, 2});
  REQUIRE_ERROR(kernels::resample(Tensor::zeros({1, 4, 5, 2}), taps, taps),
                "[resample] expected input [N, 4, 4, C], got [1, 4, 5, 2]");
}

TEST_CASE("pixels taken by number agree with loops", "[kernels]") {
  on_every_isa([] {
    for (const std::int64_t channels : {1, 3, 16, 70})
      for (const std::int64_t taps : {1, 4, 6}) {
        check_pixels<float>(channels, taps);
        check_pixels<double>(channels, taps);
      }
  });
  const LabelTensor index({1, 1, 1, 2}, {0, 1});
  REQUIRE_ERROR(kernels::gather_pixels(Tensor::zeros({1, 2, 2, 3}), index),
                "[pixels] expected index [1, 1, 1, 3], got [1, 1, 1, 2]");
}

TEST_CASE("max_pool finds the first of the largest elements, and NaNs", "[kernels]") {
  on_every_isa([] {
    const auto x = numbers<float>({2, 9, 8, 70});
    const auto rows = kernels::sliding_spans(9, 3, 2, 1), columns = kernels::sliding_spans(8, 2, 1, 0);
    const auto result = kernels::max_pool(x, rows, columns);
    REQUIRE(result.y.shape() == Shape{2, 5, 7, 70});
    bool right = true;
    for (std::int64_t i = 0; i < result.y.size(); ++i) {
      const std::int64_t c = i % 70, ow = i / 70 % 7, oh = i / 490 % 5, n = i / 2450;
      std::int64_t best = -1;
      const auto at = [&](std::int64_t pixel) { return x.data()[(n * 72 + pixel) * 70 + c]; };
      for (std::int64_t h = std::max<std::int64_t>(0, 2 * oh - 1); h < std::min<std::int64_t>(9, 2 * oh + 2);
           ++h)
        for (std::int64_t w = ow; w < ow + 2; ++w)
          if (best < 0 || at(h * 8 + w) > at(best)) best = h * 8 + w;
      right = right && result.index.data()[i] == best && result.y.data()[i] == at(best);
    }
    CHECK(right);
    CHECK(same_on_any_threads([&] { return kernels::max_pool(x, rows, columns).index; }));

    const double nan = std::nan("");
    const f64::Tensor ties({1, 2, 3, 1}, {1, 2, nan, 2, 2, 1});
    const auto found =
        kernels::max_pool(ties, kernels::sliding_spans(2, 2, 1, 0), kernels::sliding_spans(3, 2, 1, 0));
    CHECK(equal(found.index, LabelTensor({1, 1, 2, 1}, {1, 2})));
    CHECK(found.y.data()[0] == 2);
    CHECK(std::isnan(found.y.data()[1]));
  });
}

TEST_CASE("pixel_shuffle moves channels into blocks", "[kernels]") {
  on_every_isa([] {
    for (const std::int64_t f : {1, 2, 3}) {
      const auto x = numbers<float>({3, 17, 19, 21 * f * f});
      const auto y = kernels::pixel_shuffle(x, f);
      REQUIRE(y.shape() == Shape{3, 17 * f, 19 * f, 21});
      bool right = true;
      for (std::int64_t i = 0; i < y.size(); ++i) {
        const std::int64_t c = i % 21, w = i / 21 % (19 * f), h = i / 21 / (19 * f) % (17 * f),
                           n = i / 21 / (19 * f) / (17 * f);
        right = right && y.data()[i] == x.at({n, h / f, w / f, c * f * f + h % f * f + w % f});
      }
      CHECK(right);
      CHECK(equal(kernels::pixel_unshuffle(y, f), x));
      CHECK(same_on_any_threads([&] { return kernels::pixel_shuffle(x, f); }));
    }
  });
}
