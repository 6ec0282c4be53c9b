#include "agon/gan/augment.hpp"

#include <cmath>
#include <set>

#include "agon/gan/augmentation.hpp"
#include "gan/augmented.hpp"

using namespace agon;
using namespace agon_test;

namespace {

template <class A>
constexpr bool for_games = AugmentationOf<A, float>&& AugmentationOf<A, double>;
static_assert(for_games<XFlip> && for_games<InstanceNoise> && for_games<DiffAugment> && for_games<Ada>);

/// A picture's element as at({n, h, w, c}), and 0 outside.
double pixel(const f64::Tensor& x, std::int64_t n, std::int64_t h, std::int64_t w, std::int64_t c) {
  const bool inside = h >= 0 && h < x.dim(1) && w >= 0 && w < x.dim(2);
  return inside ? x.at({n, h, w, c}) : 0.0;
}

/// A tensor of this shape whose elements are f(n, h, w, c).
template <class F>
f64::Tensor each_pixel(const Shape& shape, F f) {
  f64::Tensor y(shape);
  double* next = y.mutable_data();
  for (std::int64_t n = 0; n < shape[0]; ++n)
    for (std::int64_t h = 0; h < shape[1]; ++h)
      for (std::int64_t w = 0; w < shape[2]; ++w)
        for (std::int64_t c = 0; c < shape[3]; ++c) *next++ = f(n, h, w, c);
  return y;
}

const DiffAugment only_colour{.translation = false, .cutout = false};
const DiffAugment only_translation{.colour = false, .cutout = false};
const DiffAugment only_cutout{.colour = false, .translation = false};

}  // namespace

TEST_CASE("XFlip mirrors the pictures that its draws choose") {
  const f64::Tensor x = varied({8, 2, 3, 2});
  Random again(5);
  std::vector<bool> mirrored;
  for (int i = 0; i < 8; ++i) mirrored.push_back(again.uniform01() < 0.4);
  REQUIRE(std::set<bool>(mirrored.begin(), mirrored.end()).size() == 2);
  CHECK(equal(augmented(XFlip{0.4}, x), each_pixel(x.shape(), [&](auto n, auto h, auto w, auto c) {
                return x.at({n, h, mirrored[static_cast<std::size_t>(n)] ? 2 - w : w, c});
              })));
  CHECK(equal(augmented(XFlip{1}, x), each_pixel(x.shape(), [&](auto n, auto h, auto w, auto c) {
                return x.at({n, h, 2 - w, c});
              })));
  CHECK(share_changed(XFlip{0.3}, {1, 1, 2, 1}, 4000) == Approx(0.3).margin(0.03));
  CHECK(share_changed(XFlip{}, {1, 1, 2, 1}, 4000) == Approx(0.5).margin(0.03));
}

TEST_CASE("InstanceNoise adds noise of the schedule's deviation to samples of any shape") {
  InstanceNoise noise{Schedule::linear({.from = 0.5, .to = 0, .end = 10})};
  noise.check();
  for (const Shape& shape : {Shape{5, 2}, Shape{2, 3, 3, 1}}) {
    const f64::Tensor x = varied(shape);
    for (const std::int64_t step : {0, 4, 9}) {
      noise.start_step(step);
      const f64::Tensor drawn = Random(5).normal<double>(shape);
      f64::Tensor expected = x;
      for (std::int64_t i = 0; i < x.size(); ++i)
        expected.mutable_data()[i] += (0.5 - 0.05 * static_cast<double>(step)) * drawn.data()[i];
      CHECK(close(augmented(noise, x), expected));
    }
  }
  CHECK(close(augmented(InstanceNoise{0.2}, varied({3, 2})), augmented(InstanceNoise{0.2}, varied({3, 2}))));
  CHECK_FALSE(close(augmented(InstanceNoise{0.2}, varied({3, 2})), varied({3, 2})));
}

TEST_CASE("An augmentation that is off returns the same bits and draws nothing") {
  const f64::Tensor x = varied({3, 4, 4, 3});
  const auto off = [&x](const auto& augment) {
    Random random(5);
    CHECK(equal(augmented(augment, x, random), x));
    CHECK(random == Random(5));
  };
  off(XFlip{0});
  off(InstanceNoise{0});
  InstanceNoise ended{Schedule::linear({.from = 0.5, .to = 0, .end = 10})};
  ended.start_step(10);
  off(ended);
  off(DiffAugment{.colour = false, .translation = false, .cutout = false});
  off(Ada{});
  off(Ada{.noise = true, .cutout = true});
}

TEST_CASE("DiffAugment's colours follow the paper's formulas") {
  const std::int64_t channels = GENERATE(1, 3);
  const f64::Tensor x = varied({4, 3, 2, channels});
  Random again(5);
  const f64::Tensor b = again.uniform<double>({4}, -0.5, 0.5), s = again.uniform<double>({4}, 0, 2),
                    c = again.uniform<double>({4}, 0.5, 1.5);
  const auto brighter = each_pixel(x.shape(), [&](auto n, auto h, auto w, auto k) {
    return x.at({n, h, w, k}) + b.data()[n];
  });
  const auto saturated = each_pixel(x.shape(), [&](auto n, auto h, auto w, auto k) {
    double grey = 0;
    for (std::int64_t i = 0; i < channels; ++i)
      grey += brighter.at({n, h, w, i}) / static_cast<double>(channels);
    return (brighter.at({n, h, w, k}) - grey) * s.data()[n] + grey;
  });
  const auto expected = each_pixel(x.shape(), [&](auto n, auto h, auto w, auto k) {
    const f64::Tensor picture = rows(saturated, n, n + 1);
    double grey = 0;
    for (const double value : picture.values()) grey += value / static_cast<double>(picture.size());
    return (saturated.at({n, h, w, k}) - grey) * c.data()[n] + grey;
  });
  CHECK(close(augmented(only_colour, x), expected));
}

TEST_CASE("DiffAugment moves pictures by up to an eighth and lets zeros in") {
  const f64::Tensor x = varied({200, 4, 20, 3});
  Random again(5);
  const LabelTensor down = again.integers({200}, -1, 2), right = again.integers({200}, -3, 4);
  CHECK(equal(augmented(only_translation, x), each_pixel(x.shape(), [&](auto n, auto h, auto w, auto c) {
                return pixel(x, n, h - down.data()[n], w - right.data()[n], c);
              })));
  CHECK(share_changed(only_translation, {1, 3, 3, 1}, 50) == 0);  // an eighth rounds to 0
}

TEST_CASE("DiffAugment cuts out windows of half the size that may stick out") {
  // Even windows have one place more than odd ones.
  const f64::Tensor x = varied({200, 8, 5, 2});
  Random again(5);
  const LabelTensor row = again.integers({200}, 0, 9), column = again.integers({200}, 0, 5);
  const auto expected = each_pixel(x.shape(), [&](auto n, auto h, auto w, auto c) {
    const std::int64_t top = row.data()[n] - 2, left = column.data()[n] - 1;
    const bool cut = h >= top && h < top + 4 && w >= left && w < left + 3;
    return cut ? 0.0 : x.at({n, h, w, c});
  });
  CHECK(close(augmented(only_cutout, x), expected));
}

TEST_CASE("DiffAugment takes colour, translation and cutout in turn") {
  const f64::Tensor x = varied({4, 8, 8, 3});
  Random one(5), two(5);
  const f64::Tensor in_turn =
      augmented(only_cutout, augmented(only_translation, augmented(only_colour, x, one), one), one);
  CHECK(equal(augmented(DiffAugment{}, x, two), in_turn));
  CHECK(one == two);
}

TEST_CASE("Gradients of both orders go through augmentations, and samples do not mix") {
  for (const Shape& shape : {Shape{3, 4, 5, 3}, Shape{3, 5, 4, 1}}) {
    check_gradients(XFlip{}, shape);
    check_gradients(InstanceNoise{0.3}, shape);
    check_gradients(DiffAugment{}, shape);
    check_apart(XFlip{}, shape);
    check_apart(InstanceNoise{0.3}, shape);
    check_apart(DiffAugment{}, shape);
  }
}

TEST_CASE("Every pass draws anew, in float as in double") {
  const Tensor x = varied<float>({6, 8, 8, 3});
  const auto anew = [&x](const auto& augment) {
    Random random(5);
    const Tensor first = augmented(augment, x, random);
    CHECK_FALSE(equal(augmented(augment, x, random), first));
    const f64::Tensor wide = augmented(augment, cast<double>(x));
    for (std::int64_t i = 0; i < x.size(); ++i)
      CHECK(std::abs(static_cast<double>(first.data()[i]) - wide.data()[i]) < 1e-5);
  };
  anew(XFlip{});
  anew(Ada{.p = 0.8});
}

TEST_CASE("Augmentations refuse options out of range and other shapes") {
  REQUIRE_ERROR(XFlip{1.5}.check(), "[XFlip] expected a probability in [0, 1], got 1.5");
  REQUIRE_ERROR(XFlip{-0.1}.check(), "[XFlip] expected a probability in [0, 1], got -0.1");
  REQUIRE_ERROR(XFlip{std::nan("")}.check(), "[XFlip] expected a probability in [0, 1], got nan");
  REQUIRE_ERROR(InstanceNoise{-0.1}.check(), "[InstanceNoise] expected deviation >= 0, got -0.1");
  REQUIRE_ERROR(InstanceNoise{Schedule::linear({.from = 1, .to = -1, .end = 10})}.check(),
                "[InstanceNoise] expected deviation >= 0, got -1");
  InstanceNoise falling{Schedule([](std::int64_t step) { return step < 10 ? 1.0 : -1.0; })};
  falling.check();
  falling.start_step(5);
  REQUIRE_ERROR(falling.start_step(10), "[InstanceNoise] expected deviation >= 0, got -1");
  const f64::Var flat = varied({3, 2});
  REQUIRE_ERROR(XFlip{}(flat), "[XFlip] expected pictures [N, H, W, C], got [3, 2]");
  REQUIRE_ERROR(DiffAugment{}(flat), "[DiffAugment] expected pictures [N, H, W, C], got [3, 2]");
}
