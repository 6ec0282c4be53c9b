// A Wasserstein GAN with gradient penalty (Gulrajani et al. 2017), written out by hand (level 3): no game, no
// objective, only networks, gradients and steps. It learns points on a circle of radius 1.
//
//     custom_gan [iterations]
//
// Prints the critic's estimate of the distance ten times, and last "mean distance from the circle: <d>".
#include <agon/agon.hpp>

#include <cstdio>
#include <cstdlib>

using namespace agon;

namespace {

struct Generator {
  Linear first{4, 64}, second{64, 64}, out{64, 2};
  Var operator()(const Var& z) const { return out(relu(second(relu(first(z))))); }
};

struct Critic {
  Linear first{2, 64}, second{64, 64}, out{64, 1};
  Var operator()(const Var& x) const { return out(leaky_relu(second(leaky_relu(first(x), 0.2f)), 0.2f)); }
};

Var radii(const Var& points) { return reshape(norm_per_sample(points), {-1, 1}); }

Tensor circle(std::int64_t count) {
  const Var points = normal({count, 2});
  return (points / radii(points)).value();
}

}  // namespace

int main(int argc, char** argv) {
  const int iterations = argc > 1 ? std::atoi(argv[1]) : 1000, batch = 128;
  if (iterations < 1 || (argc > 1 && std::to_string(iterations) != argv[1]))
    return std::fprintf(stderr, "custom_gan: expected iterations >= 1, got %s\n", argv[1]), 1;
  set_threads(1);  // networks this small gain nothing from more
  set_seed(1);
  Generator generator;
  Critic critic;
  Adam generator_opt{{.lr = 1e-3f, .beta1 = 0, .beta2 = 0.9f}}, critic_opt = generator_opt;
  for (int i = 0; i < iterations; ++i) {
    Var distance;
    for (int k = 0; k < 5; ++k) {
      const Tensor real = circle(batch), fake = generator(latent(batch, 4)).value();
      distance = mean(critic(real)) - mean(critic(fake));
      const Var between = variable(lerp(real, fake, uniform({batch, 1})).value());
      const Var slope = grad(sum(critic(between)), {between}, {.create_graph = true})[0];
      const Var penalty = mean(square(norm_per_sample(slope) - 1.0f));  // weighs 1: the points are close
      critic_opt.step(critic, grad(penalty - distance, parameters(critic)));
    }
    generator_opt.step(generator, grad(-mean(critic(generator(latent(batch, 4)))), parameters(generator)));
    if ((i + 1) * 10 % iterations < 10) std::printf("%5d  distance %.4f\n", i + 1, distance.item());
  }
  const Tensor points = sample(generator, latent(2000, 4));
  std::printf("mean distance from the circle: %.4f\n", mean(abs(radii(points) - 1.0f)).item());
}
