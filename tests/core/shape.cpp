#include "agon/core/shape.hpp"

#include "agon_test.hpp"

using namespace agon;

TEST_CASE("a shape knows its sizes, counted from either end", "[shape]") {
  const Shape shape{2, 3, 4};
  CHECK(shape.rank() == 3);
  CHECK(shape.size() == 24);
  CHECK(shape[0] == 2);
  CHECK(shape[-1] == 4);
  CHECK(to_string(shape) == "[2, 3, 4]");
  CHECK(shape == Shape{2, 3, 4});
  CHECK_FALSE(shape == Shape{2, 3});
}

TEST_CASE("a scalar's shape has no axes and one element", "[shape]") {
  CHECK(Shape{}.size() == 1);
  CHECK(Shape{0, 3}.size() == 0);
  CHECK(to_string(Shape{}) == "[]");
}

TEST_CASE("a shape refuses a ninth axis and axes it does not have", "[shape]") {
  REQUIRE_ERROR((Shape{1, 1, 1, 1, 1, 1, 1, 1, 1}), "[Shape] expected at most 8 axes, got more");
  REQUIRE_ERROR((Shape{2, 3}[2]), "[Shape] expected an axis of [2, 3], got axis 2");
  REQUIRE_ERROR((Shape{2, 3}[-3]), "[Shape] expected an axis of [2, 3], got axis -3");
  CHECK(normalize_axis("sum", -1, 3) == 2);
  REQUIRE_ERROR(normalize_axis("sum", 3, 3), "[sum] expected an axis of a tensor of rank 3, got axis 3");
}
