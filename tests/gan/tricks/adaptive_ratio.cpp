#include "agon/gan/tricks/adaptive_ratio.hpp"

#include <cmath>

#include "agon_test.hpp"

using namespace agon;
using agon_test::Approx;

TEST_CASE("A lost discriminator gets more steps, a sure one fewer", "[gan][tricks]") {
  AdaptiveRatio ratio({.decay = 0, .most_discriminator = 3, .most_generator = 2});
  CHECK(ratio.ratio() == StepRatio{1, 1});
  CHECK(ratio.next(0.7) == StepRatio{1, 1});
  CHECK(ratio.next(0.6) == StepRatio{1, 1});  // the limits belong to the middle
  CHECK(ratio.next(0.8) == StepRatio{1, 1});
  CHECK(ratio.next(0.59) == StepRatio{2, 1});
  CHECK(ratio.next(0.7) == StepRatio{2, 1});  // stays where it is well
  CHECK(ratio.next(0.5) == StepRatio{3, 1});
  CHECK(ratio.next(0.5) == StepRatio{3, 1});  // at most
  CHECK(ratio.next(0.9) == StepRatio{2, 1});
  CHECK(ratio.next(0.9) == StepRatio{1, 1});
  CHECK(ratio.next(0.9) == StepRatio{1, 2});
  CHECK(ratio.next(1.0) == StepRatio{1, 2});
  CHECK(ratio.next(0.0) == StepRatio{1, 1});
  CHECK(ratio.ratio() == StepRatio{1, 1});
}

TEST_CASE("The ratio goes by a running mean of the accuracy", "[gan][tricks]") {
  AdaptiveRatio ratio({.decay = 0.75});
  ratio.next(0.7);
  CHECK(ratio.state().accuracy == 0.7);
  CHECK(ratio.next(1.0) == StepRatio{1, 1});
  CHECK(ratio.state().accuracy == Approx(0.75 * 0.7 + 0.25));
  CHECK(ratio.next(1.0) == StepRatio{1, 2});
  CHECK(ratio.state().accuracy == Approx(0.75 * 0.775 + 0.25));

  AdaptiveRatio other({.decay = 0.75});
  other.set_state(ratio.state());
  CHECK(other.ratio() == StepRatio{1, 2});
  CHECK(other.next(0.1) == ratio.next(0.1));
  CHECK(other.state() == ratio.state());
  other.set_state({0.5, 4});
  CHECK(other.ratio() == StepRatio{5, 1});
  other.set_state({});  // as in the beginning
  CHECK(other.next(0.7) == StepRatio{1, 1});
}

TEST_CASE("Ratios that cannot be are refused", "[gan][tricks]") {
  REQUIRE_ERROR(AdaptiveRatio({.low = 0.9, .high = 0.8}),
                "[AdaptiveRatio] expected 0 <= low < high <= 1, got low 0.9 and high 0.8");
  REQUIRE_ERROR(AdaptiveRatio({.high = 1.5}), "[AdaptiveRatio] expected 0 <= low < high <= 1");
  REQUIRE_ERROR(AdaptiveRatio({.low = -0.1}), "[AdaptiveRatio] expected 0 <= low < high <= 1");
  REQUIRE_ERROR(AdaptiveRatio({.decay = 1}), "[AdaptiveRatio] expected decay in [0, 1), got 1");
  REQUIRE_ERROR(AdaptiveRatio({.most_generator = 0}),
                "[AdaptiveRatio] expected at most 1 step or more, got 5 of D and 0 of G");
  REQUIRE_ERROR(AdaptiveRatio({.most_discriminator = 0}), "got 0 of D and 5 of G");
  AdaptiveRatio ratio;
  REQUIRE_ERROR(ratio.next(1.01), "[AdaptiveRatio] expected an accuracy in [0, 1], got 1.01");
  REQUIRE_ERROR(ratio.next(NAN), "[AdaptiveRatio] expected an accuracy in [0, 1]");
  REQUIRE_ERROR(ratio.set_state({0.5, 5}), "[AdaptiveRatio] expected a state within the limits");
  REQUIRE_ERROR(ratio.set_state({0.5, -5}), "[AdaptiveRatio] expected a state within the limits");
  REQUIRE_ERROR(ratio.set_state({1.5, 0}), "[AdaptiveRatio] expected a state within the limits");
}
