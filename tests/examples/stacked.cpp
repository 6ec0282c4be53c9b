// The scores of examples/modes on stacked digits, against numbers worked out by hand.
#include "../../examples/modes/stacked_score.hpp"

#include "../../examples/modes/stacked_digits.hpp"
#include "agon_test.hpp"

#include <array>
#include <cmath>
#include <map>

using namespace agon;

namespace {

// Ten digits of which the k-th has the byte 20 k everywhere, so that a channel tells which it is.
ImageDataset flat_digits() {
  ImageDataset digits{ByteTensor({10, 28, 28, 1}), LabelTensor({10}), "flat"};
  for (std::int64_t i = 0; i < digits.images.size(); ++i)
    digits.images.mutable_data()[i] = static_cast<std::uint8_t>(20 * (i / 784));
  return digits;
}

}  // namespace

TEST_CASE("A histogram over kinds is scored as PacGAN does", "[examples]") {
  std::vector<std::int64_t> counts(1000, 0);
  counts[0] = 2;
  counts[123] = 1;
  counts[999] = 1;
  const stacked::ModeScore few = stacked::score_of(counts);
  REQUIRE(few.samples == 4);
  REQUIRE(few.modes == 3);
  REQUIRE(few.kl == Approx(0.5 * std::log(500.0) + 0.5 * std::log(250.0)));

  const stacked::ModeScore even = stacked::score_of(std::vector<std::int64_t>(1000, 26));
  REQUIRE(even.modes == 1000);
  REQUIRE(even.kl == Approx(0.0).margin(1e-12));
  REQUIRE_ERROR(stacked::score_of(std::vector<std::int64_t>(1000, 0)),
                "[score_of] expected at least one sample, got none");
}

TEST_CASE("Stacked digits have a digit of its own in every channel", "[examples]") {
  const stacked::StackedDigits stacks(flat_digits());
  Random random(3);
  const Tensor pictures = stacks.draw(500, random);
  REQUIRE(pictures.shape() == Shape{500, 28, 28, 3});
  const Tensor apart = stacked::channels_apart(pictures);
  REQUIRE(apart.shape() == Shape{1500, 28, 28, 1});

  std::array<std::map<float, int>, 3> seen;
  std::int64_t strangers = 0;
  int equal_pairs = 0;
  for (std::int64_t i = 0; i < 500; ++i) {
    for (std::int64_t c = 0; c < 3; ++c) {
      const float value = pictures.at({i, 0, 0, c});
      ++seen[static_cast<std::size_t>(c)][value];
      for (std::int64_t p = 0; p < 784; ++p)
        strangers +=
            pictures.data()[(i * 784 + p) * 3 + c] != value || apart.data()[(i * 3 + c) * 784 + p] != value;
    }
    equal_pairs += pictures.at({i, 0, 0, 0}) == pictures.at({i, 0, 0, 1});
  }
  REQUIRE(strangers == 0);
  REQUIRE(std::abs(equal_pairs - 50) < 30);  // 4.5 deviations
  for (const auto& of_channel : seen) {
    REQUIRE(of_channel.size() == 10);
    for (const auto& [value, count] : of_channel) REQUIRE(std::abs(count - 50) < 30);
  }
}

TEST_CASE("A picture's kind are the digits that the judge names in its channels", "[examples]") {
  const auto make = [](std::int64_t count) {  // digits 3, 0, 7, each as bright as its number
    Tensor pictures({count, 28, 28, 3});
    for (std::int64_t i = 0; i < pictures.size(); ++i)
      pictures.mutable_data()[i] = i % 3 == 0 ? 0.3f : i % 3 == 1 ? 0.0f : 0.7f;
    return pictures;
  };
  const auto judge = [](const Tensor& pictures) {
    Tensor logits({pictures.dim(0), 10}, 0.0f);
    for (std::int64_t i = 0; i < pictures.dim(0); ++i) {
      const auto digit = static_cast<std::int64_t>(std::lround(10 * pictures.at({i, 14, 14, 0})));
      logits.mutable_data()[i * 10 + digit] = std::log(9.0f);  // a chance of one half
    }
    return logits;
  };
  const stacked::ModeScore score = stacked::count_modes(1203, make, judge);  // not a multiple of its batches
  REQUIRE(score.samples == 1203);
  REQUIRE(score.modes == 1);
  REQUIRE(score.counts[307] == 1203);
  REQUIRE(score.kl == Approx(std::log(1000.0)));
  REQUIRE(score.confidence == Approx(0.5));
}
