#pragma once

#include <vector>

#include "agon/autograd/ops.hpp"
#include "agon/core/random.hpp"
#include "agon/gan.hpp"
#include "agon/nn/layers.hpp"
#include "agon/optim.hpp"

/// Small players for the tests of games.
namespace agon_test {

using namespace agon;

struct Point {
  Linear hidden{2, 16};
  Linear out{16, 2};
  Var operator()(const Var& z) const { return out(relu(hidden(z))); }
};

struct Judge {
  Linear hidden{2, 16};
  Linear out{16, 1};
  Var operator()(const Var& x) const { return out(leaky_relu(hidden(x), 0.2f)); }
};

/// Networks that start the same every time.
template <class Net>
Net fresh(std::uint64_t seed) {
  Random random(seed, "fresh");
  const RandomGuard guard(random);
  return Net{};
}

/// Batches of normal points around (2, -1).
inline std::vector<Tensor> clouds(int count, std::int64_t size = 16) {
  Random random(7, "clouds");
  std::vector<Tensor> batches;
  for (int i = 0; i < count; ++i)
    batches.push_back((Var(random.normal({size, 2}, 0.0f, 0.3f)) + Var(Tensor({2}, {2, -1}))).value());
  return batches;
}

template <class Objective = NonSaturating>
auto toy_game(std::uint64_t seed = 1, Objective objective = {}) {
  return Minimax(Player(fresh<Point>(1), Adam{{.lr = 1e-2, .beta1 = 0.5}}),
                 Player(fresh<Judge>(2), Adam{{.lr = 1e-2, .beta1 = 0.5}}), objective, Latent{2},
                 {.seed = seed});
}

}  // namespace agon_test
