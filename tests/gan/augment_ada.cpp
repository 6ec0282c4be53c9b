#include <array>
#include <cmath>
#include <numbers>

#include "agon/gan/augment.hpp"
#include "gan/augmented.hpp"

using namespace agon;
using namespace agon_test;

namespace {

constexpr double pi = std::numbers::pi;

Ada only(bool Ada::*group, double p) {
  Ada ada{.p = p, .blit = false, .geometry = false, .colour = false};
  ada.*group = true;
  return ada;
}

/// The draws of Ada, taken again one by one.
struct Again {
  Random random{5};
  double p;

  bool happens(double probability) { return random.uniform01() < probability; }
  bool happens() { return happens(p); }
  double within(double reach) { return reach * (2 * random.uniform01() - 1); }
  double normal() { return random.normal<double>({1}).data()[0]; }
};

/// A coordinate mirrored about the centres of the first and last pixel until it lies between them.
template <class N>
N mirrored_inside(N i, N last) {
  while (i < 0 || i > last) i = i < 0 ? -i : 2 * last - i;
  return i;
}

double at_pixel(const f64::Tensor& x, std::int64_t n, double row, double column, std::int64_t c) {
  return x.at({n, static_cast<std::int64_t>(row), static_cast<std::int64_t>(column), c});
}

/// Between four pixels, by rows and then by columns.
double bilinear(const f64::Tensor& x, std::int64_t n, double row, double column, std::int64_t c) {
  const double r = std::floor(row), q = std::floor(column);
  const double below = std::min(r + 1, static_cast<double>(x.dim(1) - 1));
  const double right = std::min(q + 1, static_cast<double>(x.dim(2) - 1));
  const double upper = std::lerp(at_pixel(x, n, r, q, c), at_pixel(x, n, r, right, c), column - q);
  const double lower = std::lerp(at_pixel(x, n, below, q, c), at_pixel(x, n, below, right, c), column - q);
  return std::lerp(upper, lower, row - r);
}

void turn(double& x, double& y, double angle) {
  const double before = x;
  x = before * std::cos(angle) - y * std::sin(angle);
  y = before * std::sin(angle) + y * std::cos(angle);
}

}  // namespace

TEST_CASE("ADA's blit mirrors, turns by quarters and moves by whole pixels, bit by bit") {
  const std::int64_t size = 16, count = 40;
  const Tensor x = varied<float>({count, size, size, 2});
  Again again{.p = 0.7};
  Tensor expected(x.shape());
  float* next = expected.mutable_data();
  for (std::int64_t n = 0; n < count; ++n) {
    const bool mirror = again.happens() && again.happens(0.5);
    const std::int64_t quarters = again.happens() ? again.random.integer(0, 4) : 0;
    std::int64_t right = 0, down = 0;
    if (again.happens()) {
      right = std::lround(again.within(2));
      down = std::lround(again.within(2));
    }
    for (std::int64_t h = 0; h < size; ++h)
      for (std::int64_t w = 0; w < size; ++w) {
        std::int64_t column = w + right, row = h + down;
        for (std::int64_t k = 0; k < quarters; ++k) {
          const std::int64_t before = column;
          column = size - 1 - row;
          row = before;
        }
        if (mirror) column = size - 1 - column;
        column = mirrored_inside(column, size - 1);
        row = mirrored_inside(row, size - 1);
        for (std::int64_t c = 0; c < 2; ++c) *next++ = x.at({n, row, column, c});
      }
  }
  CHECK(equal(augmented(only(&Ada::blit, 0.7), x), expected));
}

TEST_CASE("ADA's geometry scales, turns, stretches and moves, in the paper's order") {
  const f64::Tensor x = varied({20, 8, 6, 2});
  const double p = GENERATE(0.5, 1.0);
  Again again{.p = p};
  const double turns = 1 - std::sqrt(1 - p);
  f64::Tensor expected(x.shape());
  double* next = expected.mutable_data();
  for (std::int64_t n = 0; n < 20; ++n) {
    const double scale = again.happens() ? std::exp2(0.2 * again.normal()) : 1;
    const double before = again.happens(turns) ? again.within(pi) : 0;
    const double stretch = again.happens() ? std::exp2(0.2 * again.normal()) : 1;
    const double after = again.happens(turns) ? again.within(pi) : 0;
    double right = 0, down = 0;
    if (again.happens()) {
      right = 0.125 * 6 * again.normal();
      down = 0.125 * 8 * again.normal();
    }
    // Back from the pixel of the result to the place that it shows.
    for (std::int64_t h = 0; h < 8; ++h)
      for (std::int64_t w = 0; w < 6; ++w) {
        double column = static_cast<double>(w) - 2.5 + right, row = static_cast<double>(h) - 3.5 + down;
        turn(column, row, after);
        column *= stretch;
        row /= stretch;
        turn(column, row, before);
        column = mirrored_inside(scale * column + 2.5, 5.0);
        row = mirrored_inside(scale * row + 3.5, 7.0);
        for (std::int64_t c = 0; c < 2; ++c) *next++ = bilinear(x, n, row, column, c);
      }
  }
  CHECK(close(augmented(only(&Ada::geometry, p), x), expected));
}

TEST_CASE("ADA's colours are shifted, stretched, flipped, turned and saturated") {
  const std::int64_t channels = GENERATE(1, 3);
  const double p = GENERATE(0.5, 1.0);
  const f64::Tensor x = varied({20, 2, 3, channels});
  Again again{.p = p};
  f64::Tensor expected = x;
  double* next = expected.mutable_data();
  for (int n = 0; n < 20; ++n) {
    const double brightness = again.happens() ? 0.2 * again.normal() : 0;
    const double contrast = again.happens() ? std::exp2(0.5 * again.normal()) : 1;
    const bool flip = again.happens() && again.happens(0.5);
    double hue = 0, saturation = 1;
    if (channels == 3) {
      hue = again.happens() ? again.within(pi) : 0;
      saturation = again.happens() ? std::exp2(again.normal()) : 1;
    }
    for (int pixel = 0; pixel < 6; ++pixel, next += channels) {
      double rgb[3], luma = 0;
      for (int c = 0; c < 3; ++c) {
        rgb[c] = (next[channels == 3 ? c : 0] + brightness) * contrast;
        luma += rgb[c] / 3;
      }
      for (double& c : rgb) c -= flip ? 2 * luma : 0;
      if (flip) luma = -luma;
      double turned[3];  // Rodrigues' formula about the axis of greys
      for (int c = 0; c < 3; ++c)
        turned[c] = luma + (rgb[c] - luma) * std::cos(hue) +
                    (rgb[(c + 2) % 3] - rgb[(c + 1) % 3]) / std::sqrt(3.0) * std::sin(hue);
      for (int c = 0; c < channels; ++c) next[c] = luma + (turned[c] - luma) * saturation;
    }
  }
  CHECK(close(augmented(only(&Ada::colour, p), x), expected));
}

TEST_CASE("ADA's noise and cutout, where they are on") {
  const f64::Tensor x = varied({30, 6, 5, 2});
  Again again{.p = 0.6};
  f64::Tensor noisy = x;
  std::vector<double> deviations;
  for (int n = 0; n < 30; ++n) deviations.push_back(again.happens() ? std::abs(0.1 * again.normal()) : 0);
  const f64::Tensor field = again.random.normal<double>(x.shape());
  for (std::int64_t i = 0; i < x.size(); ++i)
    noisy.mutable_data()[i] += deviations[static_cast<std::size_t>(i / 60)] * field.data()[i];
  CHECK(close(augmented(only(&Ada::noise, 0.6), x), noisy));

  again = {.p = 0.6};
  f64::Tensor cut = x;
  double* next = cut.mutable_data();
  for (int n = 0; n < 30; ++n) {
    const bool happens = again.happens();
    const double across = happens ? again.random.uniform01() : 0;
    const double down = happens ? again.random.uniform01() : 0;
    for (int h = 0; h < 6; ++h)
      for (int w = 0; w < 5; ++w)
        for (int c = 0; c < 2; ++c, ++next)
          if (happens && std::abs((w + 0.5) / 5 - across) < 0.25 && std::abs((h + 0.5) / 6 - down) < 0.25)
            *next = 0;
  }
  CHECK(close(augmented(only(&Ada::cutout, 0.6), x), cut));
}

TEST_CASE("ADA's groups follow each other on one stream") {
  const f64::Tensor x = varied({5, 6, 6, 3});
  Random one(5), two(5);
  // Blit and geometry are drawn together, sample by sample; the rest one after the other.
  f64::Tensor in_turn = augmented(Ada{.p = 0.8, .colour = false}, x, one);
  for (const auto group : {&Ada::colour, &Ada::noise, &Ada::cutout})
    in_turn = augmented(only(group, 0.8), in_turn, one);
  CHECK(equal(augmented(Ada{.p = 0.8, .noise = true, .cutout = true}, x, two), in_turn));
  CHECK(one == two);
}

TEST_CASE("ADA gives the same bits on any number of threads") {
  const Tensor x = varied<float>({40, 6, 6, 3});
  const Ada ada{.p = 0.8, .noise = true, .cutout = true};
  const int before = threads();
  set_threads(1);
  const Tensor alone = augmented(ada, x);
  set_threads(4);
  CHECK(equal(augmented(ada, x), alone));
  set_threads(before);
}

TEST_CASE("ADA's transformations happen with probability p") {
  const Shape picture{1, 8, 8, 1};
  // Nothing happens in geometry where none of four things does; a blit may also choose to do nothing.
  CHECK(share_changed(only(&Ada::geometry, 0.3), picture, 3000) == Approx(1 - std::pow(0.7, 4)).margin(0.03));
  CHECK(share_changed(only(&Ada::blit, 0.5), picture, 3000) ==
        Approx(1 - (1 - 0.5 / 2) * (1 - 0.5 * 3 / 4) * (1 - 0.5 * 3 / 4)).margin(0.03));
  CHECK(share_changed(only(&Ada::colour, 0.3), picture, 3000) ==
        Approx(1 - 0.7 * 0.7 * (1 - 0.3 / 2)).margin(0.03));
  CHECK(share_changed(only(&Ada::noise, 0.3), picture, 3000) == Approx(0.3).margin(0.03));
  CHECK(share_changed(only(&Ada::cutout, 0.3), picture, 3000) == Approx(0.3).margin(0.03));
  CHECK(share_changed(only(&Ada::geometry, 1), picture, 300) == 1);
  CHECK(share_changed(only(&Ada::noise, 1), picture, 300) == 1);
}

TEST_CASE("Gradients of both orders go through ADA, and samples do not mix") {
  const Ada all{.p = 0.9, .noise = true, .cutout = true};
  for (const Shape& shape : {Shape{3, 4, 5, 3}, Shape{3, 5, 4, 1}}) {
    check_gradients(all, shape);
    check_apart(Ada{.p = 0.9, .noise = true}, shape);
  }
}

TEST_CASE("ADA's p follows the signs of D's scores of real samples") {
  Ada ada{.adjustment_images = 100};
  const auto observe = [&ada](const Tensor& scores, int times) {
    for (int i = 0; i < times; ++i) ada.observe(scores);
  };
  const Tensor sure({5, 1}, {3, 0.1f, 2, 1, 9}), mixed({5, 1}, {-3, 0.1f, 2, 1, 9}), unsure({5}, -1.0f);
  observe(sure, 3);
  CHECK(ada.p == 0);
  CHECK((ada.steps == 3 && ada.images == 15 && ada.signs == 15));
  observe(sure, 1);  // 20 of 100 samples
  CHECK(ada.p == 0.2);
  CHECK(ada.overfitting == 1);
  CHECK((ada.steps == 0 && ada.images == 0 && ada.signs == 0));
  observe(mixed, 4);  // (4 - 1) / 5: on target
  CHECK(ada.overfitting == Approx(0.6));
  CHECK(ada.p == 0.2);
  observe(sure, 12);
  CHECK(ada.p == Approx(0.8));
  observe(sure, 4);
  CHECK(ada.p == Approx(1));
  observe(sure, 4);
  CHECK(ada.p == 1);
  observe(unsure, 4);
  CHECK(ada.p == Approx(0.8));
  observe(unsure, 24);
  CHECK(ada.p == 0);
  observe(Tensor({5}, 0.0f), 4);  // a score of 0 has no sign
  CHECK(ada.overfitting == 0);

  Ada slow{.interval = 1};
  slow.observe(f64::Tensor({64}, 1.0));
  CHECK(slow.p == Approx(64 / 500000.0));
  slow = {.p = 0.5, .target = -0.2, .interval = 2, .adjustment_images = 1000};
  slow.observe(f64::Tensor({2}, {-1.0, 1.0}));
  slow.observe(f64::Tensor({3}, {-1.0, 1.0, 1.0}));
  CHECK(slow.p == Approx(0.505));

  Ada patches{.interval = 1, .adjustment_images = 10};  // four scores of one sample are one sample
  patches.observe(Tensor({2, 2, 2, 1}, {1, 1, 1, -1, 1, 1, 1, -1}));
  CHECK(patches.overfitting == Approx(0.5));
  patches.observe(Tensor({2, 2, 2, 1}, 1.0f));
  CHECK(patches.p == Approx(0.2));
}

TEST_CASE("ADA's p may be fixed, or follow a schedule") {
  const Tensor sure({100}, 1.0f);
  Ada fixed{.p = 0.3, .adaptive = false, .interval = 1};
  fixed.start_step(7);
  fixed.observe(sure);
  CHECK(fixed.p == 0.3);

  Ada scheduled{.schedule = Schedule::linear({.from = 0, .to = 0.5, .end = 10}), .interval = 1};
  scheduled.start_step(4);
  CHECK(scheduled.p == Approx(0.2));
  scheduled.observe(sure);
  CHECK(scheduled.p == Approx(0.2));

  Ada adaptive{.p = 0.3};
  adaptive.start_step(7);
  CHECK(adaptive.p == 0.3);
}

TEST_CASE("ADA refuses options out of range and other shapes") {
  REQUIRE_ERROR(Ada{.p = 1.1}.check(), "[Ada] expected a probability in [0, 1], got 1.1");
  REQUIRE_ERROR(Ada{.target = 1}.check(), "[Ada] expected a target in (-1, 1), got 1");
  REQUIRE_ERROR(Ada{.interval = 0}.check(), "[Ada] expected interval >= 1, got 0");
  REQUIRE_ERROR(Ada{.adjustment_images = 0}.check(), "[Ada] expected adjustment_images >= 1, got 0");
  REQUIRE_ERROR(Ada{.schedule = Schedule::linear({.from = 0, .to = 2, .end = 10})}.check(),
                "[Ada] expected a probability in [0, 1], got 2");
  Ada rising{.schedule = Schedule([](std::int64_t step) { return step < 10 ? 0.0 : 2.0; })};
  rising.check();
  REQUIRE_ERROR(rising.start_step(10), "[Ada] expected a probability in [0, 1], got 2");
  const Ada on{.p = 1};
  REQUIRE_ERROR(on(f64::Var(varied({3, 2}))), "[Ada] expected pictures [N, H, W, C], got [3, 2]");
  REQUIRE_ERROR(on(f64::Var(varied({3, 1, 4, 3}))),
                "[Ada] expected pictures of at least 2x2 pixels, got 1x4");
  REQUIRE_ERROR(on(f64::Var(varied({3, 4, 4, 2}))),
                "[Ada] expected 1 or 3 channels to change the colours of, got 2");
}
