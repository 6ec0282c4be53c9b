// Trains a DCGAN (Radford et al. 2016) on MNIST, or on digits that it draws itself where no data is given.
//
//     mnist --data data/mnist --epochs 5 --out out/mnist
//
// Prints where the pictures come from, the two networks as tables, progress (on stderr), and last the line
// "wrote <folder>: <n> iterations in <s> s, <r> images/s". The folder then holds samples.png (64 digits), a
// sheet an epoch, latent.png (each row leads from one random point to another), losses.svg, history.csv,
// summary.json and generator.safetensors; what an earlier run left under these names is removed once training
// begins. --help lists the options.
#include <agon/agon.hpp>

#include <cstdio>
#include <exception>
#include <optional>
#include <utility>

#include "dcgan28.hpp"
#include "mnist_options.hpp"
#include "mnist_results.hpp"

using namespace agon;
using dcgan28::Discriminator;
using dcgan28::Generator;

namespace {

// Every row leads from one random point to another.
Tensor interpolations(const Generator& generator, Random& random) {
  const Tensor from = random.normal({8, 1, 100}), to = random.normal({8, 1, 100});
  const Tensor t({1, 8, 1}, {0, 1 / 7.f, 2 / 7.f, 3 / 7.f, 4 / 7.f, 5 / 7.f, 6 / 7.f, 1});
  return sample(generator, lerp(from, to, t).value().reshape({64, 100}));
}

struct Networks {
  Generator generator;
  Discriminator discriminator;
};

Networks make_networks(const Options& options) {
  Random stream(options.seed, "init");
  const RandomGuard guard(stream);
  Networks nets;
  if (options.minibatch_discrimination) {
    nets.discriminator.others.emplace(7 * 7 * 128, 100, 5);
    nets.discriminator.out = Linear(7 * 7 * 128 + 100, 1);
  }
  init(nets, normal(0, 0.02f));
  std::printf("generator\n%s\ndiscriminator\n%s\n", summary(nets.generator).c_str(),
              summary(nets.discriminator).c_str());
  std::fflush(stdout);  // before the progress, also in a pipe
  return nets;
}

template <class Objective, class Optimiser>
void train(const Options& options, const ImageDataset& data, Objective objective, Optimiser optimiser,
           std::int64_t n_critic) {
  Loader loader(data, {.batch = options.batch, .seed = options.seed});
  Networks nets = make_networks(options);
  Minimax game{Player{std::move(nets.generator), optimiser},
               Player{std::move(nets.discriminator), optimiser},
               objective,
               Latent{100},
               {.seed = options.seed}};
  double images_per_second = 0;
  game.on_step(progress_bar());
  game.on_step([&](const StepReport& report) {
    images_per_second = static_cast<double>(report.samples) / report.seconds;
  });
  game.on_epoch(sample_sheet(options.out));
  remove_results(options.out);
  game.fit(loader, {.epochs = options.epochs, .minutes = options.minutes, .n_critic = n_critic});

  Random points(options.seed, "points");
  const Tensor samples = sample(game.generator(), points.normal({64, 100}));
  save(game.generator(), options.out + "/generator.safetensors");
  write_results(options, data,
                {samples, interpolations(game.generator(), points), game.history(), images_per_second});
}

void run(const Options& options) {
  make_output_folder(options.out);
  if (options.threads) set_threads(*options.threads);
  const ImageDataset data =
      options.data ? load_mnist(*options.data) : draw_digits(options.images, options.seed);
  std::printf("data: %s, %lld images\n", data.source.c_str(), static_cast<long long>(data.size()));

  const Adam adam{{.lr = 2e-4f, .beta1 = 0.5f}};
  if (options.objective == "wgan") {
    train(options, data, Wasserstein{.clip = 0.01}, RMSProp{{.lr = 5e-5}}, 5);
  } else if (options.objective == "saturating") {
    train(options, data, Saturating{.smooth = options.smooth}, adam, 1);
  } else {
    train(options, data, NonSaturating{.smooth = options.smooth}, adam, 1);
  }
}

}  // namespace

int main(int argc, char** argv) {
  try {
    if (const std::optional<Options> options = read_options(argc, argv)) run(*options);
  } catch (const std::exception& error) {
    std::fprintf(stderr, "mnist: %s\n", error.what());
    return 1;
  }
}
