#include "workloads.hpp"

#include <agon/agon.hpp>
#include <memory>
#include <utility>

#include "networks.hpp"
#include "resnet32.hpp"
#include "style64.hpp"

using namespace agon;

namespace bench {
namespace {

const Adam adam{{.lr = 2e-4, .beta1 = 0.5}};

// One step of D on real and generated samples, one of G through D; the samples are generated once.
template <class G, class D, class Objective = NonSaturating>
std::function<void()> minimax(const Shape& real_shape, std::int64_t latents) {
  Random stream(1, "init");
  const RandomGuard guard(stream);
  using Game = Minimax<Player<G, Adam>, Player<D, Adam>, Objective>;
  const auto game = std::make_shared<Game>(Player{G{}, adam}, Player{D{}, adam}, Objective{}, Latent{latents},
                                           GameOptions{.seed = 1});
  return [game, real = uniform(real_shape, -1.0f, 1.0f)] { game->step(real); };
}

template <class G, class D>
struct Penalised {
  G generator;
  D critic;
  Adam generator_adam = adam, critic_adam = adam;
  Random stream{1, "draws"};
};

// WGAN-GP (Gulrajani et al. 2017), weight 10: one step of the critic on samples made without a graph, with
// the penalty on interpolates, and one of G on fresh latents.
template <class G, class D>
std::function<void()> gp(const Shape& real_shape, std::int64_t latents) {
  Random init_stream(1, "init");
  const RandomGuard init_guard(init_stream);
  const auto state = std::make_shared<Penalised<G, D>>();
  return [state, latents, real = uniform(real_shape, -1.0f, 1.0f)] {
    auto& [generator, critic, generator_adam, critic_adam, stream] = *state;
    const RandomGuard guard(stream);
    const std::int64_t batch = real.dim(0);
    const Var fake = [&, &maker = generator] {
      const NoRecord no_graph;
      return maker(latent(batch, latents));
    }();
    Shape per_sample = Shape::filled(real.rank(), 1);
    per_sample[0] = batch;
    const Var xhat = variable(lerp(real, fake, uniform(per_sample)).value());
    const Var g_x = grad(sum(critic(xhat)), {xhat}, {.create_graph = true})[0];
    const Var penalty = mean(square(norm_per_sample(g_x) - 1.0f));
    const auto [of_real, of_fake] = judge_both(critic, Var(real), fake);
    const Var loss = mean(of_fake) - mean(of_real) + 10.0f * penalty;
    critic_adam.step(critic, grad(loss, parameters(critic)));

    const Var g_loss = -mean(critic(generator(latent(batch, latents))));
    generator_adam.step(generator, grad(g_loss, parameters(generator)));
  };
}

// A cycle of 16 steps of the non-saturating game, the first with R1, weight 10, made up for the other 15
// (Karras et al. 2020).
std::function<void()> style(std::int64_t batch) {
  Random init_stream(1, "init");
  const RandomGuard init_guard(init_stream);
  const auto state = std::make_shared<Penalised<style64::Generator, style64::Discriminator>>();
  return [state, batch, real = uniform({batch, 64, 64, 3}, -1.0f, 1.0f)] {
    auto& [generator, critic, generator_adam, critic_adam, stream] = *state;
    const RandomGuard guard(stream);
    constexpr int lazy = 16;
    for (int step = 0; step < lazy; ++step) {
      const Var fake = generator(latent(batch, style64::latents));
      Var loss = mean(softplus(-critic(real))) + mean(softplus(critic(fake.value())));
      if (step == 0) {
        const Var x = variable(real);
        const Var g_x = grad(sum(critic(x)), {x}, {.create_graph = true})[0];
        loss = loss + (lazy * 10.0f / 2) * mean(sum(square(g_x), {1, 2, 3}));
      }
      critic_adam.step(critic, grad(loss, parameters(critic)));
      generator_adam.step(generator, grad(mean(softplus(-critic(fake))), parameters(generator)));
    }
  };
}

template <class G>
std::function<void()> generation(std::int64_t count, std::int64_t latents) {
  Random stream(1, "init");
  const RandomGuard guard(stream);
  return [generator = std::make_shared<G>(), z = latent(count, latents)] { sample(*generator, z); };
}

}  // namespace

const std::vector<Workload>& workloads() {
  static const std::vector<Workload> all{
      {"toy2d_bce", 256, 0.094,
       [] {
         return minimax<toy2d::Generator, toy2d::Discriminator>({256, 2}, 2);
       }},
      {"toy2d_gp", 256, 0.146,
       [] {
         return gp<toy2d::Generator, toy2d::Discriminator>({256, 2}, 2);
       }},
      {"mlp_bce", 64, 1.02,
       [] {
         return minimax<mlp::Generator, mlp::Discriminator>({64, 784}, 100);
       }},
      {"mlp_gp", 64, 1.55,
       [] {
         return gp<mlp::Generator, mlp::Discriminator>({64, 784}, 100);
       }},
      {"dcgan28_bce", 64, 9.44,
       [] {
         return minimax<dcgan28::Generator, dcgan28::Discriminator>({64, 28, 28, 1}, 100);
       }},
      {"dcgan28_gp", 64, 14.6,
       [] {
         return gp<dcgan28::Generator, dcgan28::Discriminator>({64, 28, 28, 1}, 100);
       }},
      {"dcgan64_bce", 64, 145.6,
       [] {
         return minimax<dcgan64::Generator, dcgan64::Discriminator>({64, 64, 64, 3}, 100);
       }},
      {"dcgan64_gp", 64, 225,
       [] {
         return gp<dcgan64::Generator, dcgan64::Discriminator>({64, 64, 64, 3}, 100);
       }},
      {"resnet32_hinge", 64, 430,
       [] {
         return minimax<resnet32::Generator<false>, resnet32::Discriminator<false>, Hinge>({64, 32, 32, 3},
                                                                                           128);
       }},
      {"sagan32_hinge", 64, 446,
       [] {
         return minimax<resnet32::Generator<true>, resnet32::Discriminator<true>, Hinge>({64, 32, 32, 3},
                                                                                         128);
       }},
      {"style64_ns", 256, 1359, [] { return style(16); }},
      {"mlp_gen1", 1, 0.003, [] { return generation<mlp::Generator>(1, 100); }},
      {"dcgan28_gen1", 1, 0.0145, [] { return generation<dcgan28::Generator>(1, 100); }},
      {"dcgan28_gen64", 64, 0.93, [] { return generation<dcgan28::Generator>(64, 100); }},
      {"dcgan64_gen1", 1, 0.21, [] { return generation<dcgan64::Generator>(1, 100); }},
      {"dcgan64_gen64", 64, 13.4, [] { return generation<dcgan64::Generator>(64, 100); }},
  };
  return all;
}

}  // namespace bench
