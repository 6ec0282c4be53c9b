#include "workloads.hpp"

#include <agon/agon.hpp>
#include <memory>
#include <utility>

using namespace agon;

namespace bench {
namespace {

namespace dcgan28 {  // the networks of examples/mnist.cpp

struct Generator {
  Linear project{100, 7 * 7 * 128, {.bias = false}};
  BatchNorm norm1{128};
  ConvTranspose2d up1{{.in = 128, .out = 64, .kernel = 4, .stride = 2, .padding = 1, .bias = false}};
  BatchNorm norm2{64};
  ConvTranspose2d up2{{.in = 64, .out = 1, .kernel = 4, .stride = 2, .padding = 1}};

  Var operator()(const Var& z) const {
    const Var h = relu(norm1(reshape(project(z), {-1, 7, 7, 128})));
    return tanh(up2(relu(norm2(up1(h)))));
  }
};

struct Discriminator {
  Conv2d down1{{.in = 1, .out = 64, .kernel = 4, .stride = 2, .padding = 1}};
  Conv2d down2{{.in = 64, .out = 128, .kernel = 4, .stride = 2, .padding = 1, .bias = false}};
  BatchNorm norm{128};
  Linear out{7 * 7 * 128, 1};

  Var operator()(const Var& x) const {
    return out(flatten(leaky_relu(norm(down2(leaky_relu(down1(x), 0.2f))), 0.2f)));
  }
};

}  // namespace dcgan28

// One step of D on real and generated samples, one of G through D; the samples are generated once.
template <class G, class D>
std::function<void()> bce(const Shape& real_shape, std::int64_t latent) {
  Random init_stream(1, "init");
  const RandomGuard guard(init_stream);
  const Adam adam{{.lr = 2e-4, .beta1 = 0.5}};
  using Game = Minimax<Player<G, Adam>, Player<D, Adam>, NonSaturating>;
  const auto game = std::make_shared<Game>(Player{G{}, adam}, Player{D{}, adam}, NonSaturating{},
                                           Latent{latent}, GameOptions{.seed = 1});
  return [game, real = uniform(real_shape, -1.0f, 1.0f)] { game->step(real); };
}

}  // namespace

const std::vector<Workload>& workloads() {
  static const std::vector<Workload> all{
      {"dcgan28_bce", 64, 9.44,
       [] {
         return bce<dcgan28::Generator, dcgan28::Discriminator>({64, 28, 28, 1}, 100);
       }},
  };
  return all;
}

}  // namespace bench
