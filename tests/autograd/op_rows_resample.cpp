#include "agon/autograd/ops.hpp"
#include "op_table.hpp"

namespace agon_test {
namespace {

/// Some small pictures, and some beyond the grain.
std::vector<Sample> pictures() {
  return {{"pictures", {any({2, 5, 4, 3})}},
          {"one, a single channel", {any({1, 3, 7, 1})}},
          {"beyond the grain", {any({3, 29, 31, 17})}}};
}

void add_resize_rows(std::vector<OpRow>& rows, Resample mode, bool align) {
  for (const Size2 size : {Size2(7, 9), Size2(3, 2), Size2(5, 1)})
    rows.push_back(op_row(
        "resize", [=](const auto& x) { return square(resize(x[0], size, mode, align)); }, pictures()));
  rows.push_back(op_row(
      "resize_adjoint",
      [=](const auto& x) {
        return square(resize_adjoint(x[0], {3, 8}, mode, align));
      },
      pictures()));
  for (const double factor : {2.0, 1.7, 0.6})
    rows.push_back(op_row(
        "upsample", [=](const auto& x) { return square(upsample(x[0], factor, mode, align)); }, pictures()));
}

std::vector<UpfirdnOptions> upfirdn_cases() {
  return {{},
          {.up = 2, .before = 2, .after = 1},
          {.down = 2, .before = 1, .after = 1, .flip = true},
          {.up = {3, 2}, .down = {2, 3}, .before = {2, 4}, .after = {3, 1}},
          {.up = 2, .before = {-1, 0}, .after = {0, -2}}};
}

void add_fir_rows(std::vector<OpRow>& rows) {
  for (const UpfirdnOptions& options : upfirdn_cases())
    rows.push_back(op_row(
        "upfirdn",
        [=](const auto& x) {
          return square(upfirdn(x[0], {1, 2.5, -0.5}, options));
        },
        pictures()));
  rows.push_back(op_row(
      "upsample_fir", [](const auto& x) { return square(upsample_fir(x[0])); }, pictures()));
  rows.push_back(op_row("upsample_fir",
                        [](const auto& x) {
                          return square(upsample_fir(x[0], {1, 4, 2}, 3));
                        },
                        {{"three times", {any({1, 2, 3, 2})}}}));
  rows.push_back(op_row(
      "downsample_fir", [](const auto& x) { return square(downsample_fir(x[0])); }, pictures()));
  rows.push_back(op_row(
      "filter_fir",
      [](const auto& x) {
        return square(filter_fir(x[0], {1, 2, 3}));
      },
      pictures()));
  for (const BlurPadding padding : {BlurPadding::reflect, BlurPadding::zeros, BlurPadding::replicate})
    rows.push_back(op_row(
        "blur_pool",
        [=](const auto& x) {
          return square(blur_pool(x[0], {.taps = 5, .stride = {2, 1}, .padding = padding}));
        },
        pictures()));
  rows.push_back(op_row(
      "blur_pool", [](const auto& x) { return square(blur_pool(x[0])); }, pictures()));
}

void add_pool_rows(std::vector<OpRow>& rows) {
  for (const AvgPoolOptions& options :
       {AvgPoolOptions{.kernel = 2}, AvgPoolOptions{.kernel = 3, .stride = {2, 1}, .padding = {1, 0}},
        AvgPoolOptions{.kernel = {2, 3}, .stride = 2, .padding = 1, .count_include_pad = false}})
    rows.push_back(op_row(
        "avg_pool2d", [=](const auto& x) { return square(avg_pool2d(x[0], options)); }, pictures()));
  for (const MaxPoolOptions& options :
       {MaxPoolOptions{.kernel = 2}, MaxPoolOptions{.kernel = 3, .stride = {2, 1}, .padding = {1, 0}}})
    rows.push_back(op_row(
        "max_pool2d", [=](const auto& x) { return square(max_pool2d(x[0], options)); }, pictures()));
  rows.push_back(op_row(
      "global_avg_pool", [](const auto& x) { return square(global_avg_pool(x[0])); }, pictures()));
  rows.push_back(op_row(
      "global_sum_pool", [](const auto& x) { return square(global_sum_pool(x[0])); }, pictures()));
  rows.push_back(op_row(
      "global_max_pool", [](const auto& x) { return square(global_max_pool(x[0])); }, pictures()));
  rows.push_back(op_row(
      "adaptive_avg_pool2d",
      [](const auto& x) {
        return square(adaptive_avg_pool2d(x[0], {2, 3}));
      },
      pictures()));
  rows.push_back(op_row(
      "adaptive_max_pool2d",
      [](const auto& x) {
        return square(adaptive_max_pool2d(x[0], {4, 3}));
      },
      pictures()));
}

/// Numbers of pixels, some of them -1 and some the same.
LabelTensor numbers_of_pixels(const Shape& shape, std::int64_t pixels) {
  return Random(23, "pixels").integers(shape, -1, pixels);
}

struct PixelCase {
  std::string label;
  std::int64_t pictures;
  Size2 size, places;
  std::int64_t channels, taps;

  Shape at_places(std::int64_t last) const { return {pictures, places.height, places.width, last}; }
  f64::Tensor x() const { return any({pictures, size.height, size.width, channels}); }
  f64::Tensor y() const { return any(at_places(channels)); }
  f64::Tensor weights() const { return any(at_places(taps)); }
};

void add_pixel_rows(std::vector<OpRow>& rows) {
  for (const PixelCase& c :
       {PixelCase{"pictures", 2, {3, 4}, {2, 3}, 3, 4}, PixelCase{"one, nine taps", 1, {2, 2}, {3, 4}, 1, 9},
        PixelCase{"beyond the grain", 3, {29, 31}, {31, 30}, 17, 5}}) {
    const Size2 size = c.size;
    const std::int64_t pixels = size.height * size.width;
    const LabelTensor each = numbers_of_pixels(c.at_places(c.channels), pixels),
                      index = numbers_of_pixels(c.at_places(c.taps), pixels);
    rows.push_back(op_row("gather_pixels", [=](const auto& x) { return square(gather_pixels(x[0], each)); },
                          {{c.label, {c.x()}}}));
    rows.push_back(op_row("scatter_pixels",
                          [=](const auto& x) { return square(scatter_pixels(x[0], each, size)); },
                          {{c.label, {c.y()}}}));
    rows.push_back(op_row("blend_pixels",
                          [=](const auto& x) { return square(blend_pixels(x[0], x[1], index)); },
                          {{c.label, {c.x(), c.weights()}}}));
    rows.push_back(op_row("spread_pixels",
                          [=](const auto& x) { return square(spread_pixels(x[0], x[1], index, size)); },
                          {{c.label, {c.y(), c.weights()}}}));
    rows.push_back(op_row("pixel_products",
                          [=](const auto& x) { return square(pixel_products(x[0], x[1], index)); },
                          {{c.label, {c.x(), c.y()}}}));
  }
}

/// Points in and around pictures of a size, clear of the lines on which centres of pixels lie.
f64::Tensor points(const Shape& grid, const Size2& size, bool align) {
  f64::Tensor result(grid);
  Random random(29, "points");
  const f64::Tensor inside = random.uniform<double>(grid, 0.15, 0.85);
  for (std::int64_t i = 0; i < grid.size(); ++i) {
    const std::int64_t n = i % 2 == 0 ? size.width : size.height;
    const auto cell = random.integers({1}, -2, n + 1).item();
    const double at = static_cast<double>(cell) + inside.data()[i], count = static_cast<double>(n);
    result.mutable_data()[i] = align ? 2 * at / (count - 1) - 1 : (2 * at + 1) / count - 1;
  }
  return result;
}

void add_spatial_rows(std::vector<OpRow>& rows) {
  for (const bool align : {false, true}) {
    rows.push_back(op_row("affine_grid",
                          [=](const auto& x) {
                            return square(affine_grid(x[0], {3, 4}, align));
                          },
                          {{"two", {any({2, 2, 3})}}, {"one", {any({1, 2, 3})}}}));
    for (const GridPadding padding : {GridPadding::zeros, GridPadding::border, GridPadding::reflection})
      rows.push_back(
          op_row("grid_sample",
                 [=](const auto& x) {
                   return square(grid_sample(x[0], x[1], {padding, align}));
                 },
                 {{"pictures", {any({2, 4, 3, 3}), points({2, 3, 5, 2}, {4, 3}, align)}},
                  {"one", {any({1, 2, 5, 1}), points({1, 4, 3, 2}, {2, 5}, align)}},
                  {"beyond the grain", {any({2, 13, 11, 17}), points({2, 37, 41, 2}, {13, 11}, align)}}}));
  }
  rows.push_back(op_row("affine_grid",
                        [](const auto& x) {
                          return square(affine_grid(x[0], {67, 71}));
                        },
                        {{"beyond the grain", {any({2, 2, 3})}}}));
}

}  // namespace

std::vector<OpRow> resample_rows() {
  std::vector<OpRow> rows;
  for (const std::int64_t factor : {1, 2, 3}) {
    const std::int64_t f2 = factor * factor;
    rows.push_back(op_row("pixel_shuffle", [=](const auto& x) { return square(pixel_shuffle(x[0], factor)); },
                          {{"pictures", {any({2, 3, 2, 2 * f2})}},
                           {"one", {any({1, 2, 5, f2})}},
                           {"beyond the grain", {any({3, 17, 19, 5 * f2})}}}));
    rows.push_back(op_row("pixel_unshuffle",
                          [=](const auto& x) { return square(pixel_unshuffle(x[0], factor)); },
                          {{"pictures", {any({2, 3 * factor, 2 * factor, 2})}},
                           {"one", {any({1, factor, 2 * factor, 3})}},
                           {"beyond the grain", {any({3, 17 * factor, 11 * factor, 31})}}}));
  }
  add_resize_rows(rows, Resample::nearest, false);
  add_resize_rows(rows, Resample::bilinear, false);
  add_resize_rows(rows, Resample::bilinear, true);
  add_fir_rows(rows);
  add_pool_rows(rows);
  add_pixel_rows(rows);
  add_spatial_rows(rows);
  return rows;
}

}  // namespace agon_test
