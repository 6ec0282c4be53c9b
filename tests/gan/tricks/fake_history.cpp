#include "agon/gan/tricks/fake_history.hpp"

#include <algorithm>
#include <vector>

#include "agon/core/random.hpp"
#include "agon_test.hpp"

using namespace agon;

namespace {

/// Samples [count, 2], each with two numbers of its own.
template <class T = float>
BasicTensor<T> numbered(std::int64_t first, std::int64_t count) {
  BasicTensor<T> samples({count, 2});
  for (std::int64_t i = 0; i < 2 * count; ++i)
    samples.mutable_data()[i] = static_cast<T>(first) + static_cast<T>(i) / 2;
  return samples;
}

template <class T>
std::vector<T> sorted(std::vector<BasicTensor<T>> all) {
  std::vector<T> values;
  for (const BasicTensor<T>& tensor : all)
    values.insert(values.end(), tensor.values().begin(), tensor.values().end());
  std::ranges::sort(values);
  return values;
}

}  // namespace

TEMPLATE_TEST_CASE("A history fills up before it gives anything back", "[gan][tricks]", float, double) {
  BasicFakeHistory<TestType> history(5);
  CHECK_FALSE(history.samples().defined());
  const auto a = numbered<TestType>(0, 3), b = numbered<TestType>(3, 2);
  CHECK(equal(history.exchange(a), a));
  CHECK(equal(history.exchange(b), b));
  CHECK(equal(history.samples(), numbered<TestType>(0, 5)));
}

TEST_CASE("A full history gives back what it holds, and takes in its place", "[gan][tricks]") {
  Random random(1), again(1);
  const RandomGuard guard(random);
  FakeHistory history(4);
  // 3 fill it up to 3, the next is stored too, the two after it may be exchanged.
  history.exchange(numbered(0, 3));
  const Tensor fake = numbered(3, 3), returned = history.exchange(fake);
  Tensor pool = numbered(0, 4), expected = fake;
  for (std::int64_t i = 1; i < 3; ++i) {
    if (again.uniform01() < 0.5) continue;
    const std::int64_t at = again.integer(0, 4);
    std::swap_ranges(expected.mutable_data() + 2 * i, expected.mutable_data() + 2 * i + 2,
                     pool.mutable_data() + 2 * at);
  }
  CHECK(equal(returned, expected));
  CHECK(equal(history.samples(), pool));
  CHECK(equal(fake, numbered(3, 3)));  // the caller's stay
  CHECK(random == again);
}

TEST_CASE("Half of the samples are exchanged, with every stored one alike, and none is lost",
          "[gan][tricks]") {
  Random random(2);
  const RandomGuard guard(random);
  FakeHistory history(10);
  history.exchange(numbered(0, 10));
  const Tensor stored = history.samples(), fake = numbered(1000, 1);
  int exchanged = 0;
  std::vector<int> left(10);
  for (int round = 0; round < 4000; ++round) {
    FakeHistory copy = history;
    const Tensor returned = copy.exchange(fake);
    CHECK(sorted<float>({returned, copy.samples()}) == sorted<float>({fake, stored}));
    if (equal(returned, fake)) continue;
    ++exchanged;
    ++left[static_cast<std::size_t>(returned.data()[0])];
  }
  CHECK(exchanged == agon_test::Approx(2000).margin(130));  // 4 deviations
  for (const int count : left) CHECK(count == agon_test::Approx(200).margin(56));
  CHECK(equal(history.samples(), stored));  // copies are their own
}

TEST_CASE("A history goes on from saved samples", "[gan][tricks]") {
  FakeHistory history(4), other(4);
  history.exchange(numbered(0, 3));
  other.set_samples(history.samples());
  Random one(3), same(3);
  const auto next = [](FakeHistory& from, Random& random) {
    const RandomGuard guard(random);
    return from.exchange(numbered(10, 6));
  };
  CHECK(equal(next(history, one), next(other, same)));
  CHECK(equal(history.samples(), other.samples()));
  other.set_samples({});
  CHECK_FALSE(other.samples().defined());
}

TEST_CASE("A history refuses samples of another shape", "[gan][tricks]") {
  REQUIRE_ERROR(FakeHistory(0), "[FakeHistory] expected capacity >= 1, got 0");
  FakeHistory history(2);
  REQUIRE_ERROR(history.exchange({}), "[FakeHistory] expected samples [N, ...]");
  CHECK(history.exchange(Tensor(Shape{0, 2})).size() == 0);
  history.exchange(numbered(0, 1));
  REQUIRE_ERROR(history.exchange(Tensor({1, 3}, 0.0f)),
                "[FakeHistory] expected samples like the stored ones [1, 2], got [1, 3]");
  REQUIRE_ERROR(history.set_samples(numbered(0, 3)),
                "[FakeHistory] expected at most 2 samples [N, ...], got [3, 2]");
}
