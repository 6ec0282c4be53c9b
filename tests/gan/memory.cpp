#include <fstream>

#include "agon/core/allocator.hpp"
#include "agon/core/parallel.hpp"
#include "agon_test.hpp"
#include "gan/toy.hpp"

using namespace agon;
using namespace agon_test;

namespace {

struct Critic {
  Conv2d down{{.in = 1, .out = 8, .kernel = 4, .stride = 2, .padding = 1}};
  BatchNorm norm{8};
  Linear out{8 * 4 * 4, 1};
  Var operator()(const Var& x) const { return out(flatten(leaky_relu(norm(down(x)), 0.2f))); }
};

/// A critic's step with a gradient penalty.
struct PenaltyStep {
  Critic critic = fresh<Critic>(3);
  Adam adam;
  Random stream{4, "penalty"};

  void operator()() {
    const Tensor real = stream.normal({16, 8, 8, 1});
    const Var x = variable(real);
    const Var g = grad(sum(critic(x)), {x}, {.create_graph = true})[0];
    const Var loss = mean(critic(real)) + 10.0f * mean(square(norm_per_sample(g) - 1.0f));
    adam.step(critic, grad(loss, parameters(critic)));
  }
};

/// In bytes; 0 where the system does not tell.
std::size_t resident_memory() {
  std::size_t pages = 0, resident = 0;
  std::ifstream("/proc/self/statm") >> pages >> resident;
  return resident * 4096;
}

}  // namespace

TEST_CASE("after a first few, training steps ask the system for no memory", "[memory]") {
  if (memory_use().cached == 0) {
    Tensor({1000}, 1.0f);
    if (memory_use().cached == 0) {
      WARN("skipped: this build recycles no memory");
      return;
    }
  }
  const int before = threads();
  set_threads(1);  // how many blocks several threads hold at once depends on the system
  auto game = toy_game();
  const std::vector<Tensor> batches = clouds(1);
  PenaltyStep penalty;
  const auto step = [&] {
    game.step(batches[0]);
    penalty();
  };
  for (int i = 0; i < 3; ++i) step();
  const std::size_t requests = memory_use().requests;
  for (int i = 0; i < 50; ++i) step();
  CHECK(memory_use().requests == requests);
  release_cached_memory();
  step();
  CHECK(memory_use().requests > requests);
  set_threads(before);
}

TEST_CASE("resident memory stays flat over a thousand steps", "[memory]") {
  PenaltyStep step;
  for (int i = 0; i < 100; ++i) step();
  const std::size_t before = resident_memory();
  if (before == 0) {
    WARN("skipped: the system does not tell how much memory is resident");
    return;
  }
  for (int i = 0; i < 1000; ++i) step();
  CHECK(resident_memory() <= before + (std::size_t{1} << 20));
}
