#include <algorithm>
#include <cmath>
#include <limits>

#include "agon/autograd/grad.hpp"
#include "agon/autograd/ops.hpp"
#include "agon/core/random.hpp"
#include "agon_test.hpp"

using namespace agon;

namespace {

f64::Tensor draw(const Shape& shape, double low, double high, std::uint64_t seed = 1) {
  return Random(seed, "spatial").uniform<double>(shape, low, high);
}

double largest_difference(const f64::Tensor& a, const f64::Tensor& b) {
  REQUIRE(a.shape() == b.shape());
  double worst = 0;
  for (std::int64_t i = 0; i < a.size(); ++i) worst = std::max(worst, std::abs(a.data()[i] - b.data()[i]));
  return worst;
}

/// Where a coordinate lies along an axis of pixels, one reflection at a time.
double place(double coordinate, std::int64_t size, const GridSampleOptions& o) {
  const double n = static_cast<double>(size);
  double p = o.align_corners ? (coordinate + 1) / 2 * (n - 1) : ((coordinate + 1) * n - 1) / 2;
  const double low = o.align_corners ? 0 : -0.5, high = n - 1 - low;
  if (o.padding == GridPadding::reflection)
    while (high > low && (p < low || p > high)) p = p < low ? 2 * low - p : 2 * high - p;
  if (o.padding != GridPadding::zeros) p = std::min(std::max(p, 0.0), n - 1);
  return p;
}

f64::Tensor naive_sample(const f64::Tensor& x, const f64::Tensor& grid, const GridSampleOptions& o) {
  f64::Tensor y({grid.dim(0), grid.dim(1), grid.dim(2), x.dim(3)});
  double* out = y.mutable_data();
  for (std::int64_t n = 0; n < y.dim(0); ++n)
    for (std::int64_t h = 0; h < y.dim(1); ++h)
      for (std::int64_t w = 0; w < y.dim(2); ++w) {
        const double px = place(grid.at({n, h, w, 0}), x.dim(2), o),
                     py = place(grid.at({n, h, w, 1}), x.dim(1), o);
        for (std::int64_t c = 0; c < y.dim(3); ++c) {
          double sum = 0;
          for (std::int64_t r = 0; r < x.dim(1); ++r)
            for (std::int64_t k = 0; k < x.dim(2); ++k)
              sum += std::max(0.0, 1 - std::abs(py - static_cast<double>(r))) *
                     std::max(0.0, 1 - std::abs(px - static_cast<double>(k))) * x.at({n, r, k, c});
          *out++ = sum;
        }
      }
  return y;
}

}  // namespace

TEST_CASE("affine_grid moves the centres of pixels", "[autograd][spatial]") {
  const f64::Tensor identity({1, 2, 3}, {1, 0, 0, 0, 1, 0});
  CHECK(largest_difference(affine_grid(identity, {2, 3}).value(),
                           f64::Tensor({1, 2, 3, 2}, {-2.0 / 3, -0.5, 0, -0.5, 2.0 / 3, -0.5, -2.0 / 3, 0.5,
                                                      0, 0.5, 2.0 / 3, 0.5})) < 1e-15);
  CHECK(largest_difference(affine_grid(identity, {2, 3}, true).value(),
                           f64::Tensor({1, 2, 3, 2}, {-1, -1, 0, -1, 1, -1, -1, 1, 0, 1, 1, 1})) < 1e-15);
  const f64::Tensor theta({2, 2, 3}, {0.5, 1, 2, -1, 0.25, 3, 1, 0, 0, 0, 1, 0});
  const auto moved = affine_grid(theta, {1, 2}).value();
  CHECK(moved.at({0, 0, 1, 0}) == Approx(0.5 * 0.5 + 1 * 0 + 2));
  CHECK(moved.at({0, 0, 1, 1}) == Approx(-1 * 0.5 + 0.25 * 0 + 3));
  CHECK(moved.at({1, 0, 1, 0}) == Approx(0.5));
  REQUIRE_ERROR(affine_grid(Tensor::zeros({2, 3, 3}), 4),
                "[affine_grid] expected theta [N, 2, 3], got [2, 3, 3]");
  REQUIRE_ERROR(affine_grid(Tensor::zeros({2, 2, 3}), {4, 0}),
                "[affine_grid] expected a size of at least 1x1, got 4x0");
}

TEST_CASE("grid_sample interpolates between pixels, inside and outside", "[autograd][spatial]") {
  const f64::Tensor x = draw({2, 4, 3, 5}, -1, 1), grid = draw({2, 6, 7, 2}, -3.5, 3.5, 2);
  for (const bool align : {false, true})
    for (const GridPadding padding : {GridPadding::zeros, GridPadding::border, GridPadding::reflection}) {
      CAPTURE(align, static_cast<int>(padding));
      CHECK(largest_difference(grid_sample(x, grid, {padding, align}).value(),
                               naive_sample(x, grid, {padding, align})) < 1e-13);
    }
}

TEST_CASE("the identity samples the picture itself, and a mirror its mirror image", "[autograd][spatial]") {
  const f64::Tensor x = draw({2, 4, 3, 5}, -1, 1);
  const f64::Tensor identity({2, 2, 3}, {1, 0, 0, 0, 1, 0, -1, 0, 0, 0, 1, 0});
  for (const bool align : {false, true})
    for (const GridPadding padding : {GridPadding::zeros, GridPadding::border, GridPadding::reflection}) {
      const auto y = grid_sample(x, affine_grid(identity, {4, 3}, align), {padding, align}).value();
      double worst = 0;
      for (std::int64_t h = 0; h < 4; ++h)
        for (std::int64_t w = 0; w < 3; ++w)
          for (std::int64_t c = 0; c < 5; ++c)
            worst = std::max({worst, std::abs(y.at({0, h, w, c}) - x.at({0, h, w, c})),
                              std::abs(y.at({1, h, w, c}) - x.at({1, h, 2 - w, c}))});
      CHECK(worst < 1e-13);
    }
}

TEST_CASE("points that are no numbers and far outside", "[autograd][spatial]") {
  const double nan = std::nan(""), inf = std::numeric_limits<double>::infinity();
  const f64::Tensor x({1, 2, 2, 1}, {1, 2, 3, 4}),
      grid({1, 1, 4, 2}, {nan, 0, inf, 0, -1e300, 0, 1e18, -inf});
  CHECK(equal(grid_sample(x, grid).value(), f64::Tensor({1, 1, 4, 1}, {0, 0, 0, 0})));
  CHECK(equal(grid_sample(x, grid, {GridPadding::border}).value(), f64::Tensor({1, 1, 4, 1}, {2, 3, 2, 2})));
  const f64::Tensor mirrored = grid_sample(x, grid, {GridPadding::reflection}).value();
  for (double value : mirrored.values()) CHECK((value >= 1 && value <= 4));
  const f64::Var point = variable(f64::Tensor({1, 1, 1, 2}, {9, 0.1}));
  const auto held = grad(sum(grid_sample(x, point, {GridPadding::border})), {point})[0].value();
  CHECK(held.at({0, 0, 0, 0}) == 0);
  CHECK(held.at({0, 0, 0, 1}) == Approx(2));
}

TEST_CASE("pixels and grids say what does not fit", "[autograd][spatial]") {
  const Tensor x = Tensor::zeros({2, 3, 4, 5});
  REQUIRE_ERROR(grid_sample(x, Tensor::zeros({1, 3, 4, 2})),
                "[grid_sample] expected a grid [2, OH, OW, 2] for input [2, 3, 4, 5], got [1, 3, 4, 2]");
  REQUIRE_ERROR(grid_sample(Tensor::zeros({2, 3}), Tensor::zeros({2, 3, 4, 2})),
                "[grid_sample] expected input [N, H, W, C] of at least one pixel, got [2, 3]");
  const LabelTensor index({2, 1, 1, 5}, std::int64_t{3}), far({2, 1, 1, 5}, std::int64_t{12});
  REQUIRE_ERROR(gather_pixels(x, LabelTensor({2, 1, 1, 4}, std::int64_t{0})),
                "[gather_pixels] expected an index [2, 1, 1, 5], got [2, 1, 1, 4]");
  REQUIRE_ERROR(gather_pixels(x, far), "[gather_pixels] expected numbers of pixels in [-1, 12), got 12");
  REQUIRE_ERROR(scatter_pixels(Tensor::zeros({2, 1, 1, 5}), index, {1, 3}),
                "[scatter_pixels] expected numbers of pixels in [-1, 3), got 3");
  REQUIRE_ERROR(blend_pixels(x, Tensor::zeros({2, 1, 1, 4}), index),
                "[blend_pixels] expected weights [2, 1, 1, 5], got [2, 1, 1, 4]");
  REQUIRE_ERROR(spread_pixels(Tensor::zeros({2, 1, 2, 5}), Tensor::zeros({2, 1, 1, 5}), index, 4),
                "[spread_pixels] expected an index [2, 1, 2, 5], got [2, 1, 1, 5]");
  REQUIRE_ERROR(pixel_products(x, Tensor::zeros({2, 1, 1, 4}), index),
                "[pixel_products] expected a gradient [2, 1, 1, 5], got [2, 1, 1, 4]");
}
