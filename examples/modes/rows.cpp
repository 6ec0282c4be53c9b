#include "rows.hpp"

#include <cmath>

#include "networks.hpp"

namespace modes {
namespace {

// A weight that falls by the same factor in every iteration.
Schedule falling(double first, double last, std::int64_t iterations) {
  return Schedule([=](std::int64_t step) {
    return first * std::pow(last / first, static_cast<double>(step) / static_cast<double>(iterations));
  });
}

constexpr auto add_nothing = [](auto&) {};

template <class Make, class Objective>
Row row_of(std::string name, std::string what, Make make, Objective objective) {
  return {std::move(name), std::move(what),
          [=](const Setup& setup) { return play(setup, make, objective, add_nothing); }};
}

Discriminator plain() { return {}; }

Row unrolled(int steps) {
  const std::string number = std::to_string(steps);
  return row_of("unrolled-" + number, "unrolled, " + number + " steps", plain,
                Unrolled<NonSaturating>{.steps = steps});
}

Row packed(std::int64_t together) {
  const std::string number = std::to_string(together);
  Row row = row_of(
      "packed-" + number, number + " samples packed",
      [=] {
        return Packed{Discriminator{Body(together)}, together};
      },
      NonSaturating{});
  row.together = together;
  return row;
}

Row r3gan(std::string name, std::string what, bool features) {
  return {std::move(name), std::move(what), [=](const Setup& setup) {
            const auto make = [=] { return Discriminator{Body(1, features)}; };
            return play(setup, make, RelativisticPairing{}, [&](auto& game) {
              const PenaltyOptions options{.factor = falling(1, 1e-4, setup.protocol.iterations)};
              game.penalise_discriminator(R1{.weight = 1}, options);
              game.penalise_discriminator(R2{.weight = 1}, options);
            });
          }};
}

}  // namespace

std::vector<Row> coverage() {
  return {
      row_of("plain", "non-saturating", plain, NonSaturating{}),
      unrolled(5),
      unrolled(10),
      packed(2),
      packed(3),
      packed(4),
      row_of(
          "minibatch", "minibatch discrimination", [] { return ComparingDiscriminator{}; }, NonSaturating{}),
      {"wgan-gp", "WGAN-GP",
       [](const Setup& setup) {
         return play(setup, plain, Wasserstein{.clip = 0},
                     [](auto& game) { game.penalise_discriminator(GradientPenalty{}); });
       }},
      r3gan("r3gan", "R3GAN: relativistic pairing, R1, R2", false),
      r3gan("best", "R3GAN, and D sees Fourier features", true),
  };
}

}  // namespace modes
