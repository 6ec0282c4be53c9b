#include "agon/autograd/ops/choose.hpp"

#include <cmath>
#include <limits>

#include "agon/autograd/grad.hpp"
#include "agon/autograd/ops.hpp"
#include "agon_test.hpp"

using namespace agon;

namespace {

constexpr float inf = std::numeric_limits<float>::infinity(), nan_ = std::numeric_limits<float>::quiet_NaN();

}  // namespace

TEST_CASE("the larger and the smaller of two, with a tie's gradient halved", "[choose]") {
  const Var a = variable(Tensor({4}, {1, 5, 2, -inf})), b = variable(Tensor({4}, {3, 4, 2, -inf}));
  CHECK(equal(max(a, b).value(), Tensor({4}, {3, 5, 2, -inf})));
  CHECK(equal(min(a, b).value(), Tensor({4}, {1, 4, 2, -inf})));
  CHECK(equal(grad(sum(max(a, b)), {a})[0].value(), Tensor({4}, {0, 1, 0.5f, 0.5f})));
  CHECK(equal(grad(sum(max(a, b)), {b})[0].value(), Tensor({4}, {1, 0, 0.5f, 0.5f})));
  CHECK(equal(grad(sum(min(a, b)), {a})[0].value(), Tensor({4}, {1, 0, 0.5f, 0.5f})));
  const float big = std::numeric_limits<float>::max();
  CHECK(max(Tensor({1}, big), Tensor({1}, big)).item() == big);
  CHECK(std::isnan(max(Tensor({1}, nan_), Tensor({1}, 1.f)).item()));
  CHECK(std::isnan(min(Tensor({1}, 1.f), Tensor({1}, nan_)).item()));
  REQUIRE_ERROR(max(a, Tensor({3}, 0.f)), "[max] expected shapes that broadcast, got [4] and [3]");
}

TEST_CASE("the largest and the smallest over axes, with ties split evenly", "[choose]") {
  const Var x = variable(Tensor({2, 3}, {1, 7, 7, 2, 0, 2}));
  CHECK(equal(max(x, {1}).value(), Tensor({2}, {7, 2})));
  CHECK(equal(max(x, {0}, true).value(), Tensor({1, 3}, {2, 7, 7})));
  CHECK(equal(min(x, {-1}).value(), Tensor({2}, {1, 0})));
  CHECK(max(x).item() == 7);
  CHECK(min(x).item() == 0);
  CHECK(equal(grad(sum(max(x, {1}) * Tensor({2}, {10, 20})), {x})[0].value(),
              Tensor({2, 3}, {0, 5, 5, 10, 0, 10})));
  CHECK(equal(grad(max(x), {x})[0].value(), Tensor({2, 3}, {0, 0.5f, 0.5f, 0, 0, 0})));
  CHECK(equal(grad(sum(min(x, {0}, true)), {x})[0].value(), Tensor({2, 3}, {1, 0, 0, 0, 1, 1})));
  // With a tie too, the gradient is linear in what comes from above: its own gradient is right.
  const Var g = grad(sum(square(max(x, {1}))), {x}, {.create_graph = true})[0];
  CHECK(equal(grad(sum(g), {x})[0].value(), Tensor({2, 3}, {0, 1, 1, 1, 0, 1})));
  CHECK(std::isnan(max(Tensor({2}, {nan_, 1})).item()));
  CHECK(max(Tensor::scalar(3)).item() == 3);
  REQUIRE_ERROR(max(x, {2}), "[max]");
  REQUIRE_ERROR(min(x, {1, -1}), "[min] expected different axes, got -1 twice");
  REQUIRE_ERROR(max(Tensor(Shape{0})), "[max] expected at least one element along the axes, got [0]");
}

TEST_CASE("clamp holds to its bounds, whose derivative is 1", "[choose]") {
  const Var x = variable(Tensor({5}, {-2, -1, 0, 1, 3}));
  CHECK(equal(clamp(x, -1, 1).value(), Tensor({5}, {-1, -1, 0, 1, 1})));
  CHECK(equal(grad(sum(clamp(x, -1, 1)), {x})[0].value(), Tensor({5}, {0, 1, 1, 1, 0})));
  CHECK(equal(clamp(x, 0, inf).value(), Tensor({5}, {0, 0, 0, 1, 3})));
  CHECK(std::isnan(clamp(Tensor({1}, nan_), 0, 1).item()));
  REQUIRE_ERROR(clamp(x, 1, -1), "[clamp] expected low <= high, got 1.000000 and -1.000000");
  REQUIRE_ERROR(clamp(x, nan_, 1), "[clamp] expected low <= high");
}

TEST_CASE("where chooses, and what it left out does no harm", "[choose]") {
  const Tensor condition({3}, {1, 0, -2});
  const Var a = variable(Tensor({3}, {1, nan_, 3})), b = variable(Tensor({1}, 10.f));
  const Var y = where(condition, a, b);
  CHECK(equal(y.value(), Tensor({3}, {1, 10, 3})));
  CHECK(equal(grad(sum(y), {a})[0].value(), Tensor({3}, {1, 0, 1})));
  CHECK(equal(grad(sum(y), {b})[0].value(), Tensor({1}, 1.f)));
  const Var c = variable(condition);
  CHECK(equal(grad(sum(where(c, a, b)), {c})[0].value(), Tensor({3}, 0.f)));
  REQUIRE_ERROR(where(condition, a, Tensor({2}, 0.f)), "[where] expected shapes that broadcast, got");
}
