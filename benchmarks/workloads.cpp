#include "workloads.hpp"

#include <agon/agon.hpp>
#include <memory>
#include <utility>

#include "../examples/dcgan28.hpp"

using namespace agon;

namespace bench {
namespace {

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
