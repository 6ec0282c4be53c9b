#include "agon/data/drawn_digits.hpp"

#include <algorithm>
#include <array>

#include "agon/core/parallel.hpp"
#include "agon_test.hpp"

using namespace agon;

namespace {

// FNV-1a, 64 bits.
std::uint64_t checksum(const ImageDataset& dataset) {
  std::uint64_t hash = 0xCBF29CE484222325;
  for (std::uint8_t byte : dataset.images.values()) hash = (hash ^ byte) * 0x100000001B3;
  for (std::int64_t label : dataset.labels.values())
    hash = (hash ^ static_cast<std::uint64_t>(label)) * 0x100000001B3;
  return hash;
}

}  // namespace

TEST_CASE("drawn digits are the same bytes in every build", "[data]") {
  const ImageDataset digits = draw_digits(1000, 1);
  CHECK(digits.images.shape() == Shape{1000, 28, 28, 1});
  CHECK(digits.labels.shape() == Shape{1000});
  CHECK(digits.source == "drawn digits");
  CHECK(checksum(digits) == 0xB4663FBB50ACE0EC);
}

TEST_CASE("drawn digits follow from the seed, not from the threads or the count", "[data]") {
  const int before = threads();
  const ImageDataset digits = draw_digits(300, 5);
  for (const int count : {1, 2, 5}) {
    set_threads(count);
    const ImageDataset again = draw_digits(300, 5);
    CHECK(equal(again.images, digits.images));
    CHECK(equal(again.labels, digits.labels));
  }
  set_threads(before);
  CHECK(equal(draw_digits(40, 5).images, rows(digits.images, 0, 40)));
  CHECK_FALSE(equal(draw_digits(300, 6).images, digits.images));
}

TEST_CASE("drawn digits are of all classes, bright enough, and inside the picture", "[data]") {
  constexpr std::int64_t count = 5000, side = 28;
  const ImageDataset digits = draw_digits(count, 2);
  std::array<int, 10> classes{};
  std::int64_t total = 0, cut = 0;
  for (std::int64_t i = 0; i < count; ++i) {
    const std::int64_t label = digits.labels.at({i});
    REQUIRE((label >= 0 && label <= 9));
    ++classes[static_cast<std::size_t>(label)];
    const std::uint8_t* picture = digits.images.data() + i * side * side;
    CHECK(*std::max_element(picture, picture + side * side) > 150);
    bool touches = false;
    for (std::int64_t p = 0; p < side * side; ++p) {
      total += picture[p];
      const std::int64_t y = p / side, x = p % side;
      touches = touches || (picture[p] > 128 && (x == 0 || y == 0 || x == side - 1 || y == side - 1));
    }
    cut += touches;
  }
  for (const int of_class : classes) CHECK((of_class > 400 && of_class < 600));
  // MNIST's mean is 33.3.
  const double mean = static_cast<double>(total) / (count * side * side);
  CHECK((mean > 25 && mean < 45));
  CHECK(cut < count / 100);
}

TEST_CASE("drawn digits of a class are like each other, and unlike the others", "[data]") {
  constexpr std::int64_t size = 784;
  const ImageDataset digits = draw_digits(4000, 3), others = draw_digits(1000, 4);
  std::array<std::array<double, size>, 10> means{};
  std::array<double, 10> counts{};
  for (std::int64_t i = 0; i < digits.size(); ++i) {
    const auto label = static_cast<std::size_t>(digits.labels.at({i}));
    ++counts[label];
    for (std::size_t p = 0; p < size; ++p)
      means[label][p] += digits.images.data()[i * size + static_cast<std::int64_t>(p)];
  }
  for (std::size_t label = 0; label < 10; ++label)
    for (double& pixel : means[label]) pixel /= counts[label];

  // The nearest mean tells most of them apart, as it does for MNIST (82 in 100), but not all: they vary.
  std::int64_t right = 0;
  for (std::int64_t i = 0; i < others.size(); ++i) {
    std::array<double, 10> distances{};
    for (std::size_t label = 0; label < 10; ++label) {
      for (std::size_t p = 0; p < size; ++p) {
        const double difference =
            others.images.data()[i * size + static_cast<std::int64_t>(p)] - means[label][p];
        distances[label] += difference * difference;
      }
    }
    const auto nearest = std::min_element(distances.begin(), distances.end()) - distances.begin();
    right += nearest == others.labels.at({i}) ? 1 : 0;
  }
  CHECK(right > 700);
  CHECK(right < 990);
}

TEST_CASE("a count of digits below 1 is refused", "[data]") {
  REQUIRE_ERROR(draw_digits(0), "[draw_digits] expected at least 1 digit, got 0");
  REQUIRE_ERROR(draw_digits(-5), "got -5");
}
