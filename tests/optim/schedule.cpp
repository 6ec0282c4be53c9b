#include "agon/optim/schedule.hpp"

#include <cmath>
#include <vector>

#include "agon_test.hpp"

using namespace agon;
using agon_test::Approx;

TEST_CASE("schedules go from one number to another between two steps", "[optim]") {
  CHECK(Schedule(0.3).at(1'000'000) == 0.3);
  const Schedule line = Schedule::linear({.from = 2, .to = 1, .begin = 10, .end = 20});
  CHECK(line.at(0) == 2);
  CHECK(line.at(10) == 2);
  CHECK(line.at(15) == Approx(1.5));
  CHECK(line.at(20) == 1);
  CHECK(line.at(1000) == 1);
  const Schedule wave = Schedule::cosine({.from = 1, .to = 0, .end = 100});
  CHECK(wave.at(0) == 1);
  CHECK(wave.at(25) == Approx((1 + std::sqrt(0.5)) / 2));
  CHECK(wave.at(50) == Approx(0.5));
  CHECK(wave.at(100) == Approx(0).margin(1e-15));
  const Schedule warm = Schedule(8).warmed_up(4);
  CHECK(warm.at(0) == 2);
  CHECK(warm.at(3) == 8);
  CHECK(warm.at(4) == 8);
  CHECK(line.warmed_up(20).at(15) == Approx(1.5 * 16 / 20));
  CHECK(Schedule(1).warmed_up(49).at(48) == 1);
}

TEST_CASE("schedules that cannot be are refused where they are made", "[optim]") {
  REQUIRE_ERROR(Schedule::linear({.from = 1, .to = 0, .begin = 5, .end = 5}),
                "[Schedule] expected 0 <= begin < end, got begin 5 and end 5");
  REQUIRE_ERROR(Schedule::cosine({.from = 1, .to = 0, .begin = 5, .end = 2}),
                "[Schedule] expected 0 <= begin < end, got begin 5 and end 2");
  REQUIRE_ERROR(Schedule::linear({.from = 1, .to = INFINITY, .end = 2}),
                "[Schedule] expected finite numbers");
  REQUIRE_ERROR(Schedule(1).warmed_up(0), "[Schedule] expected a warm-up of at least 1 step, got 0");
  REQUIRE_ERROR(Schedule(std::function<double(std::int64_t)>{}),
                "[Schedule] expected a function of the step");
  REQUIRE_ERROR(Schedule([](std::int64_t step) { return 1.0 / static_cast<double>(step); }).at(0),
                "[Schedule] expected a finite value at step 0");
}

TEST_CASE("schedules know between which values they stay", "[optim]") {
  const auto bounds = [](const Schedule& schedule) {
    std::vector<double> seen;
    schedule.check_values([&](double value) { seen.push_back(value); });
    return seen;
  };
  using Values = std::vector<double>;
  CHECK(bounds(3) == Values{3, 3});
  CHECK(bounds(Schedule::linear({.from = 2, .to = -1, .end = 4})) == Values{-1, 2});
  CHECK(bounds(Schedule::cosine({.from = -1, .to = 2, .end = 4})) == Values{-1, 2});
  CHECK(bounds(Schedule::linear({.from = 2, .to = 1, .end = 4}).warmed_up(4)) == Values{0.25, 2});
  CHECK(bounds(Schedule(-2).warmed_up(4)) == Values{-2, -0.5});
  const Schedule own([](std::int64_t step) { return 5.0 - static_cast<double>(step); });
  CHECK(bounds(own) == Values{5});
  CHECK(bounds(own.warmed_up(5)) == Values{1});
}
