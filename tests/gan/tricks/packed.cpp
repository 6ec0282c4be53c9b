#include "agon/gan/tricks/packed.hpp"

#include "agon/nn/layers.hpp"
#include "agon_test.hpp"
#include "gan/toy.hpp"

using namespace agon_test;

namespace {

struct PictureCritic {
  f64::Conv2d conv{{.in = 6, .out = 2, .kernel = 3}};
  f64::Linear out{2 * 2 * 3, 1};
  f64::Var operator()(const f64::Var& x) const { return out(flatten(tanh(conv(x)))); }
};

struct VectorCritic {
  f64::Linear hidden{3 * 2, 5};
  f64::Linear out{5, 1};
  f64::Var operator()(const f64::Var& x) const { return out(tanh(hidden(x))); }
};

struct PairJudge {
  Linear hidden{2 * 2, 16};
  Linear out{16, 1};
  Var operator()(const Var& x) const { return out(leaky_relu(hidden(x), 0.2f)); }
};

/// Sample i of a batch, as a batch of one.
f64::Var sample_of(const f64::Var& x, std::int64_t i) { return slice(x, 0, i, i + 1); }

f64::Var squares(const f64::Var& scores) { return sum(square(scores) + scores); }

}  // namespace

TEST_CASE("Packed judges neighbours stacked by their channels, and so do its gradients", "[gan][tricks]") {
  Random random(1);
  const RandomGuard guard(random);
  const f64::Var pictures = variable(random.normal<double>({4, 4, 5, 3}));
  const Packed pairs{PictureCritic{}, 2};
  const f64::Var by_hand =
      pairs.discriminator(concat({concat({sample_of(pictures, 0), sample_of(pictures, 1)}, 3),
                                  concat({sample_of(pictures, 2), sample_of(pictures, 3)}, 3)},
                                 0));
  const f64::Var scores = pairs(pictures);
  CHECK(scores.shape() == Shape{2, 1});
  CHECK(equal(scores.value(), by_hand.value()));
  CHECK(equal(grad(squares(scores), {pictures})[0].value(), grad(squares(by_hand), {pictures})[0].value()));

  const f64::Var points = variable(random.normal<double>({6, 2}));
  const Packed triples{VectorCritic{}, 3};
  std::vector<f64::Var> rows_of_three;
  for (const std::int64_t first : {0, 3})
    rows_of_three.push_back(
        concat({sample_of(points, first), sample_of(points, first + 1), sample_of(points, first + 2)}, 1));
  const f64::Var of_three = triples.discriminator(concat(rows_of_three, 0));
  CHECK(equal(triples(points).value(), of_three.value()));
  CHECK(equal(grad(squares(triples(points)), {points})[0].value(),
              grad(squares(of_three), {points})[0].value()));
}

TEST_CASE("Packed is a network with the names of the one it wraps", "[gan][tricks]") {
  Random random(2);
  const RandomGuard guard(random);
  Packed packed{VectorCritic{}, 3};
  const Packed copy = packed;
  CHECK(parameters(packed).names() == parameters(packed.discriminator).names());
  CHECK(packed.samples_per_score() == 3);
  CHECK(equal(packed, copy));
  packed.discriminator.out.weight = f64::Tensor({1, 5}, 0.0);
  CHECK_FALSE(equal(packed, copy));
}

TEST_CASE("A game trains a packed discriminator", "[gan][tricks]") {
  Minimax game{Player{fresh<Point>(1), Adam{}},
               Player{Packed{fresh<PairJudge>(2), 2}, Adam{}},
               NonSaturating{},
               Latent{2},
               {.seed = 3}};
  const Packed before = game.discriminator();
  const auto batch = clouds(1)[0];
  CHECK(game.discriminator()(batch).shape() == Shape{8, 1});
  const auto [d, g] = game.step(batch);
  CHECK((d.gradient_norm > 0 && g.gradient_norm > 0));
  CHECK_FALSE(equal(before, game.discriminator()));
}

TEST_CASE("Packed refuses what it cannot pack", "[gan][tricks]") {
  REQUIRE_ERROR((Packed{VectorCritic{}, 0}), "[Packed] expected samples >= 1, got 0");
  REQUIRE_ERROR((Packed{VectorCritic{}, 3}(f64::Tensor({4, 2}, 0.0))),
                "[Packed] expected input [N, ..., C] with N a multiple of 3, got [4, 2]");
}
