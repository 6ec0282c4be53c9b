#include "pacgan.hpp"

#include <agon/core/error.hpp>
#include <agon/gan.hpp>
#include <agon/nn.hpp>
#include <agon/optim.hpp>

namespace modes {
namespace {

constexpr std::int64_t points = 100'000, epochs = 400, batch = 100;

struct PacganGenerator {
  static constexpr std::int64_t width = 400;
  Linear first{2, width, {.bias = false}};
  BatchNorm norm1{width};
  Linear second{width, width, {.bias = false}};
  BatchNorm norm2{width};
  Linear third{width, width, {.bias = false}};
  BatchNorm norm3{width};
  Linear fourth{width, width, {.bias = false}};
  BatchNorm norm4{width};
  Linear out{width, 2};

  Var operator()(const Var& z) const {
    constexpr Activation then = Activation::relu();
    const Var h = norm2(second(norm1(first(z), then)), then);
    return out(norm4(fourth(norm3(third(h), then)), then));
  }
};

struct PacganDiscriminator {
  static constexpr bool samples_apart = true;
  static constexpr std::int64_t width = 200, pieces = 5;
  std::int64_t together = 1;
  Linear first{2 * together, pieces* width};
  Linear second{width, pieces*width}, third{width, pieces*width}, out{width, 1};

  Var operator()(const Var& x) const {
    return out(maxout(third(maxout(second(maxout(first(x), pieces)), pieces)), pieces));
  }
};

void check(const Row& row) {
  if (row.name == "plain" || row.together > 1) return;
  fail("pacgan", "expected the row plain, packed-2, packed-3 or packed-4, got " + row.name);
}

}  // namespace

Protocol pacgan_protocol(const Row& row) {
  check(row);
  return {.name = "PacGAN's",
          .iterations = epochs * points / batch,
          .batch = batch * row.together,
          .lr = 1e-4,
          .beta1 = 0.8,
          .beta2 = 0.999,
          .half_life = 0};
}

Tensor train_pacgan(const Row& row, const Setup& setup) {
  check(row);
  const Protocol& protocol = setup.protocol;
  Random first(setup.seed, "init"), data(setup.seed, "data");
  const RandomGuard guard(first);
  PacganGenerator generator;
  Packed discriminator{PacganDiscriminator{.together = row.together}, row.together};
  init(generator, normal(0, 0.02f));
  init(discriminator, normal(0, 0.02f));
  const Adam adam{{.lr = protocol.lr, .beta1 = protocol.beta1, .beta2 = protocol.beta2}};
  Minimax game{Player{std::move(generator), adam},
               Player{std::move(discriminator), adam},
               NonSaturating{},
               Latent{2},
               {.seed = setup.seed}};
  const Tensor seen = draw(setup.mixture, points, data);
  for (std::int64_t i = 0; i < protocol.iterations; ++i) {
    const LabelTensor chosen = data.integers({protocol.batch}, 0, points);
    game.step(take_rows(seen, chosen.values()));
  }
  return sample(game.generator(), game.draw_latent(protocol.scored));
}

}  // namespace modes
