#include "agon/core/random.hpp"

#include <algorithm>
#include <cmath>
#include <set>
#include <thread>

#include "agon_test.hpp"

using namespace agon;
using agon_test::Approx;

TEST_CASE("Philox4x32-10 gives the published numbers", "[random]") {
  // The known-answer vectors of the authors' Random123 distribution.
  using Four = std::array<std::uint32_t, 4>;
  CHECK(philox4x32({0, 0, 0, 0}, {0, 0}) == Four{0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8});
  CHECK(philox4x32({0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff}, {0xffffffff, 0xffffffff}) ==
        Four{0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd});
  CHECK(philox4x32({0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344}, {0xa4093822, 0x299f31d0}) ==
        Four{0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1});
}

TEST_CASE("a stream continues where its state was saved, at every position", "[random]") {
  Random random(3, "latent");
  for (int position = 0; position < 9; ++position) {
    Random again = Random::from(random.state());
    Random ahead = random;
    for (int i = 0; i < 6; ++i) CHECK(again.next() == ahead.next());
    random.next();
  }
}

TEST_CASE("a stream skips what it would have drawn", "[random]") {
  for (std::int64_t numbers : {0, 1, 4, 6, 11}) {
    Random drawn(4), skipped(4);
    for (Random* random : {&drawn, &skipped}) random->next();
    for (std::int64_t i = 0; i < numbers; ++i) drawn.next();
    skipped.skip(numbers);
    CHECK(drawn.state() == skipped.state());
    CHECK(drawn.next() == skipped.next());
  }
}

TEST_CASE("a large tensor holds what small ones drawn in turn would", "[random]") {
  const auto in_turn = [](auto draw) {
    Random whole(8), parts(8);
    whole.next(), parts.next();  // a stream need not stand at the start of a block
    const auto large = draw(whole, Shape{10'000});
    bool same = true;
    for (std::int64_t i = 0; i < large.size(); i += 2) {
      const auto small = draw(parts, Shape{2});
      same = same && small.values()[0] == large.values()[static_cast<std::size_t>(i)] &&
             small.values()[1] == large.values()[static_cast<std::size_t>(i + 1)];
    }
    CHECK(same);
    CHECK(whole.state() == parts.state());
  };
  in_turn([](Random& random, const Shape& shape) { return random.normal(shape); });
  in_turn([](Random& random, const Shape& shape) { return random.normal<double>(shape); });
  in_turn([](Random& random, const Shape& shape) { return random.uniform(shape, -1.0f, 3.0f); });
  in_turn([](Random& random, const Shape& shape) { return random.uniform<double>(shape, -1.0, 3.0); });
}

TEST_CASE("streams of other names, seeds and parents differ", "[random]") {
  std::set<std::uint32_t> firsts;
  for (Random random : {Random(1, "init"), Random(1, "latent"), Random(2, "init"),
                        Random(1, "init").split("latent"), Random(1, "latent").split("init"),
                        Random(1).split("ab").split("c"), Random(1).split("a").split("bc")})
    firsts.insert(random.next());
  CHECK(firsts.size() == 7);
  CHECK(Random(1, "init").split("x") == Random(1, "init").split("x"));
}

TEST_CASE("uniform numbers fill their range evenly", "[random]") {
  Random random(5);
  const Tensor x = random.uniform({100'000}, -2.0f, 3.0f);
  const auto [low, high] = std::ranges::minmax(x.values());
  CHECK(low >= -2);
  CHECK(high < 3);
  double mean = 0, square = 0;
  for (float value : x.values()) mean += static_cast<double>(value) / 1e5;
  for (float value : x.values()) square += std::pow(static_cast<double>(value) - mean, 2) / 1e5;
  CHECK(mean == Approx(0.5).margin(0.02));
  CHECK(square == Approx(25.0 / 12).margin(0.03));
}

TEST_CASE("normal numbers have the moments of a normal distribution", "[random]") {
  Random random(6);
  for (const f64::Tensor& x :
       {cast<double>(random.normal({99'999})), random.normal<double>({99'999}, 0, 1)}) {
    double moments[5] = {};
    for (double value : x.values())
      for (int k = 1; k <= 4; ++k) moments[k] += std::pow(value, k) / 99'999;
    CHECK(moments[1] == Approx(0).margin(0.015));
    CHECK(moments[2] == Approx(1).margin(0.02));
    CHECK(moments[3] == Approx(0).margin(0.05));
    CHECK(moments[4] == Approx(3).margin(0.12));
  }
  CHECK(equal(random.normal({3}, 2.0f, 0.0f), Tensor({3}, 2.0f)));
}

TEST_CASE("integers and permutations are unbiased and complete", "[random]") {
  Random random(7);
  std::array<int, 7> counts{};
  const LabelTensor drawn = random.integers({70'000}, -3, 4);
  for (std::int64_t value : drawn.values()) ++counts[static_cast<std::size_t>(value + 3)];
  for (int count : counts) CHECK(std::abs(count - 10'000) < 400);
  CHECK(random.integer(5, 6) == 5);

  std::array<int, 6> first{};
  for (int round = 0; round < 6000; ++round) {
    std::vector<std::int64_t> order = random.permutation(6);
    ++first[static_cast<std::size_t>(order[0])];
    std::ranges::sort(order);
    REQUIRE(order == std::vector<std::int64_t>{0, 1, 2, 3, 4, 5});
  }
  for (int count : first) CHECK(std::abs(count - 1000) < 150);
  CHECK(random.permutation(0).empty());
}

TEST_CASE("ranges that are none are refused", "[random]") {
  Random random;
  REQUIRE_ERROR(random.integer(3, 3), "[Random] expected a range of integers, got [3, 3)");
  REQUIRE_ERROR(random.uniform({2}, 1.0f, 0.0f), "[uniform] expected finite low <= high");
  REQUIRE_ERROR(random.normal({2}, 0.0f, -1.0f), "[normal] expected a finite mean and deviation >= 0");
  REQUIRE_ERROR(random.normal({2}, NAN, 1.0f), "[normal] expected a finite mean");
  REQUIRE_ERROR(random.permutation(-1), "[permutation] expected at least 0 elements, got -1");
}

TEST_CASE("a guard sets the thread's current stream, and it moves", "[random]") {
  Random random(9, "latent");
  Random copy = random;
  {
    const RandomGuard guard(random);
    CHECK(&current_random() == &random);
    CHECK(equal(latent(4, 3), copy.normal({4, 3})));
  }
  CHECK(random == copy);
  CHECK(&current_random() != &random);
}

TEST_CASE("two threads never draw the same numbers by accident", "[random]") {
  Tensor other;
  const Tensor mine = latent(8, 8);
  std::thread([&other] { other = latent(8, 8); }).join();
  CHECK_FALSE(equal(mine, other));
}

TEST_CASE("a seed starts the thread's stream anew", "[random]") {
  set_seed(4);
  const Tensor first = uniform({5});
  set_seed(4);
  CHECK(equal(first, uniform({5})));
  set_seed(5);
  CHECK_FALSE(equal(first, uniform({5})));
}
