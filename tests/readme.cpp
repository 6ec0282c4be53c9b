// The programs of README.md, docs/gan.md and docs/recipes.md, which a script compares with this file line by
// line.
#include <agon/agon.hpp>
#include <cmath>

#include "../examples/dcgan28.hpp"
#include "agon_test.hpp"
#include "io/scratch.hpp"

using namespace agon;
using dcgan28::Discriminator;
using dcgan28::Generator;

namespace {

struct Margin {
  float wide = 2;
  Var discriminator(const Var& real, const Var& fake) const {
    return mean(relu(wide - real)) + mean(relu(wide + fake));
  }
  Var generator(const Var& fake) const { return -mean(fake); }
};

struct LabelledGenerator {
  Linear project{110, 7 * 7 * 32};
  ConvTranspose2d up1{{.in = 32, .out = 16, .kernel = 4, .stride = 2, .padding = 1}};
  ConvTranspose2d up2{{.in = 16, .out = 1, .kernel = 4, .stride = 2, .padding = 1}};

  Var operator()(const Var& z, const LabelTensor& y) const {
    const Tensor classes = one_hot(y, 10);  // [N, 10], a 1 in each row
    return tanh(up2(relu(up1(relu(reshape(project(concat({z, classes}, 1)), {-1, 7, 7, 32}))))));
  }
};

struct Translator {
  Linear out{2, 2};
  Var operator()(const Var& x) const { return out(x); }
};

}  // namespace

TEST_CASE("the README's programs run", "[readme]") {
  const agon_test::Scratch folder;
  const std::string out = folder / "out";
  const ImageDataset digits = draw_digits(32, 1);
  make_output_folder(out);
  Loader loader(digits, {.batch = 16});

  SECTION("level 1") {
    Minimax game{Player{Generator{}, Adam{{.lr = 2e-4f, .beta1 = 0.5f}}},
                 Player{Discriminator{}, Adam{{.lr = 2e-4f, .beta1 = 0.5f}}},
                 NonSaturating{.smooth = 0.1f},
                 Latent{100},
                 {.seed = 7}};
    game.on_step(progress_bar());
    game.on_epoch(sample_sheet(out));
    game.fit(loader, {.epochs = 5});
    Tensor pictures = sample(game.generator(), latent(64, 100));
    REQUIRE(pictures.shape() == Shape{64, 28, 28, 1});
  }

  SECTION("level 2") {
    const Adam adam{{.lr = 2e-4f, .beta1 = 0.5f}};
    Minimax game{Player{Generator{}, adam}, Player{Discriminator{}, adam}, NonSaturating{}, Latent{100}};
    double last = 0;
    for (const auto& batch : loader) {
      DiscriminatorStep d = game.step_discriminator(batch);
      GeneratorStep g = game.step_generator(batch);
      last = d.loss + g.loss;
    }
    REQUIRE(last > 0);

    game.on_gradients([](const std::string& player, Gradients& gradients) {
      if (player == "generator") clip_gradient_norm(gradients, 10);
    });
    game.step(loader.next());
  }

  SECTION("an objective of one's own") {
    const Adam adam{{.lr = 2e-4f, .beta1 = 0.5f}};
    Minimax game{Player{Generator{}, adam}, Player{Discriminator{}, adam}, Margin{}, Latent{100}};
    REQUIRE(std::isfinite(game.step(loader.next()).first.loss));
  }

  SECTION("labels") {
    const Adam adam{{.lr = 2e-4f, .beta1 = 0.5f}};
    Minimax game{Player{LabelledGenerator{}, adam}, Player{Discriminator{}, adam}, Margin{}, Latent{100}};
    game.step(loader.next());
    const LabelTensor sevens({8}, 7);
    Tensor pictures = sample(game.generator(), latent(8, 100), sevens);
    REQUIRE(pictures.shape() == Shape{8, 28, 28, 1});
  }

  SECTION("a game of other rules") {
    const std::vector<Tensor> pairs{uniform({8, 2})};
    Game game{Player{"there", Translator{}, Adam{}}, Player{"back", Translator{}, Adam{}}};
    game.fit(pairs, {.epochs = 5}, [](auto& self, const Tensor& x) {
      auto& [there, back] = self.players();
      self.update(there, mean(abs(back.net(there.net(x)) - x)));
    });
    REQUIRE(game.iteration() == 5);
  }

  SECTION("elementwise") {
    const Var h = uniform({4, 3}, -1, 1);
    const float t = 0.25f;
    Var swish = map([](auto x) { return x * sigmoid(x); }, h);
    Var mixed = map([t](auto a, auto b) { return select(a > b, a, a + t * (b - a)); }, h, swish);
    REQUIRE(mixed.shape() == Shape{4, 3});
  }

  SECTION("level 3") {
    Generator generator;
    Discriminator critic;
    Adam generator_opt{{.lr = 1e-4f, .beta1 = 0}}, critic_opt{{.lr = 1e-4f, .beta1 = 0}};
    const std::int64_t batch = 8;
    const Tensor real = uniform({batch, 28, 28, 1});
    const Tensor before = critic.out.weight.value();

    Var fake = detach(generator(latent(batch, 100)));
    Var d_loss = mean(softplus(-critic(real))) + mean(softplus(critic(fake)));
    Var xhat = variable(lerp(real, fake, uniform({batch, 1, 1, 1})).value());
    Var g_x = grad(sum(critic(xhat)), {xhat}, {.create_graph = true})[0];
    Var penalty = mean(square(norm_per_sample(g_x) - 1.0f));
    critic_opt.step(critic, grad(d_loss + 10.0f * penalty, parameters(critic)));

    Var g_loss = mean(softplus(-critic(generator(latent(batch, 100)))));
    generator_opt.step(generator, grad(g_loss, parameters(generator)));
    REQUIRE_FALSE(equal(before, critic.out.weight.value()));
  }
}

TEST_CASE("the program of docs/recipes.md runs", "[readme]") {
  const ImageDataset digits = draw_digits(64, 1);
  auto [game, batch, fit] = recipe::dcgan({.size = 28, .channels = 1});
  Loader loader(digits, {.batch = batch});
  fit.epochs = 5;
  game.on_step(progress_bar());
  game.fit(loader, fit);
  Tensor pictures = sample(game.shown_generator(), game.draw_latent(64));
  REQUIRE(pictures.shape() == Shape{64, 28, 28, 1});
  REQUIRE(game.iteration() == 5);
}
