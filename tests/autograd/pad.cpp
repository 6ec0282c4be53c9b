#include "agon/autograd/ops/pad.hpp"

#include "agon_test.hpp"

using namespace agon;

TEST_CASE("pad copies what its mode says", "[ops]") {
  const Tensor x({1, 4}, {1, 2, 3, 4});
  CHECK(equal(pad(x, 1, 2, 1).value(), Tensor({1, 7}, {0, 0, 1, 2, 3, 4, 0})));
  CHECK(equal(pad(x, 1, 3, 2, Padding::reflect).value(), Tensor({1, 9}, {4, 3, 2, 1, 2, 3, 4, 3, 2})));
  CHECK(equal(pad(x, -1, 2, 1, Padding::replicate).value(), Tensor({1, 7}, {1, 1, 1, 2, 3, 4, 4})));
  CHECK(equal(pad(x, 1, 2, 4, Padding::circular).value(), Tensor({1, 10}, {3, 4, 1, 2, 3, 4, 1, 2, 3, 4})));
  CHECK(equal(pad(x, 0, 1, 0, Padding::replicate).value(), Tensor({2, 4}, {1, 2, 3, 4, 1, 2, 3, 4})));
}

TEST_CASE("the adjoint of pad adds copies to what they copy", "[ops]") {
  const Tensor y({1, 7}, {1, 2, 4, 8, 16, 32, 64});
  CHECK(equal(pad_adjoint(y, 1, 2, 1).value(), Tensor({1, 4}, {4, 8, 16, 32})));
  CHECK(equal(pad_adjoint(y, 1, 2, 1, Padding::reflect).value(), Tensor({1, 4}, {4, 10, 81, 32})));
  CHECK(equal(pad_adjoint(y, 1, 2, 1, Padding::replicate).value(), Tensor({1, 4}, {7, 8, 16, 96})));
  CHECK(equal(pad_adjoint(y, 1, 2, 1, Padding::circular).value(), Tensor({1, 4}, {68, 8, 17, 34})));
}

TEST_CASE("pad refuses what it cannot make", "[ops]") {
  const Tensor x({2, 3}, 1.0f);
  REQUIRE_ERROR(pad(x, 1, -1, 2), "[pad] expected before and after >= 0, got -1 and 2");
  REQUIRE_ERROR(pad(x, 1, 1, 3, Padding::reflect),
                "[pad] expected an axis of at least 4 for reflect padding by 1 and 3, got 3");
  REQUIRE_ERROR(pad(x, 1, 4, 3, Padding::circular),
                "[pad] expected an axis of at least 4 for circular padding by 4 and 3, got 3");
  REQUIRE_ERROR(pad(Tensor({2, 0}), 1, 1, 0, Padding::replicate),
                "[pad] expected an axis of at least 1 for replicate padding by 1 and 0, got 0");
  REQUIRE_ERROR(pad(x, 2, 1, 1), "[pad] expected an axis of a tensor of rank 2, got axis 2");
  REQUIRE_ERROR(pad_adjoint(x, 1, 2, 2), "[pad_adjoint] expected an axis of at least 4, got 3");
  CHECK(pad(Tensor({2, 0}), 1, 1, 2).shape() == Shape{2, 3});
}
