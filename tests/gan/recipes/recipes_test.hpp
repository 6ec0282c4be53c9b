#pragma once

#include <cmath>
#include <string>
#include <vector>

#include "agon/autograd/ops.hpp"
#include "agon/gan/recipes.hpp"
#include "agon/gan/sample.hpp"
#include "agon/nn/module.hpp"
#include "agon_test.hpp"

/// What holds for every recipe.
namespace agon_test {

using namespace agon;

/// Batches of pictures that are noise.
inline std::vector<Tensor> noise_pictures(const recipe::Pictures& pictures, int count,
                                          std::int64_t size = 8) {
  Random random(11, "pictures");
  std::vector<Tensor> batches;
  for (int i = 0; i < count; ++i)
    batches.push_back(random.uniform({size, pictures.size, pictures.size, pictures.channels}, -1.0f, 1.0f));
  return batches;
}

/// A pass over `iterations` iterations' batches.
template <class Game>
void play(recipe::Recipe<Game>& made, const recipe::Pictures& pictures, int iterations) {
  made.fit.epochs = 1;
  made.game.fit(noise_pictures(pictures, iterations * static_cast<int>(made.fit.n_critic)), made.fit);
}

/// Whether a network has normalisation by batches, which mixes the gradients of samples.
template <class Net>
bool has_batch_norm(const Net& net) {
  for (const auto& buffer : named_buffers(net))
    if (buffer.name.ends_with("running_mean")) return true;
  return false;
}

/// Whether each sample's score is its own: those of a batch are those of its samples alone.
template <class Net>
bool judges_apart(const Net& net, const recipe::Pictures& pictures) {
  const Tensor x = noise_pictures(pictures, 1, 4).front();
  const Tensor together = net(x).value();
  for (std::int64_t i = 0; i < 4; ++i) {
    const float alone = net(rows(x, i, i + 1)).value().data()[0];
    if (std::abs(together.data()[i] - alone) > 1e-4f * (1 + std::abs(alone))) return false;
  }
  return true;
}

/// Makes pictures, learns on two sizes, moves both players, and does all of it again from the same seed.
template <class Make>
void check_recipe(const Make& make, bool within_one) {
  for (const recipe::Pictures pictures :
       {recipe::Pictures{.size = 16, .channels = 3, .width = 4, .seed = 5},
        recipe::Pictures{.size = 28, .channels = 1, .width = 4, .seed = 5}}) {
    auto made = make(pictures);
    REQUIRE(made.batch == 64);
    const auto generator = made.game.generator();
    const auto discriminator = made.game.discriminator();
    const Tensor before = sample(generator, made.game.draw_latent(3));
    REQUIRE(before.shape() == Shape{3, pictures.size, pictures.size, pictures.channels});
    if (within_one) {
      REQUIRE(max(abs(Var(before))).item() <= 1.0f);
    }

    play(made, pictures, 2);
    REQUIRE(made.game.iteration() == 2);
    for (const char* loss : {"discriminator.loss", "generator.loss"})
      for (const double value : made.game.history()[loss]) REQUIRE(std::isfinite(value));
    REQUIRE_FALSE(equal(generator, made.game.generator()));
    REQUIRE_FALSE(equal(discriminator, made.game.discriminator()));

    auto again = make(pictures);
    REQUIRE(equal(discriminator, again.game.discriminator()));
    again.game.draw_latent(3);
    play(again, pictures, 2);
    REQUIRE(equal(made.game.generator(), again.game.generator()));
    REQUIRE(equal(made.game.discriminator(), again.game.discriminator()));

    recipe::Pictures other = pictures;
    other.seed = 6;
    REQUIRE_FALSE(equal(generator, make(other).game.generator()));
  }
}

}  // namespace agon_test
