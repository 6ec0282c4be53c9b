// Trains a DCGAN (Radford et al. 2016) on MNIST, or on digits that it draws itself where no data is given.
//
//     mnist --data data/mnist --epochs 5 --out out/mnist
//
// Prints where the pictures come from, the two networks as tables, progress (on stderr), and last the line
// "wrote <folder>: <n> iterations in <s> s, <r> images/s". The folder then holds samples.png (64 digits), a
// sheet an epoch, latent.png (each row leads from one random point to another), losses.svg, history.csv,
// summary.json and generator.safetensors; what an earlier run left under these names is removed first. --help
// lists the options.
#include <agon/agon.hpp>

#include <unistd.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <exception>
#include <filesystem>

#include "mnist_options.hpp"

using namespace agon;

namespace {

struct Generator {
  Linear project{100, 7 * 7 * 128, {.bias = false}};
  BatchNorm norm1{128};
  ConvTranspose2d up1{{.in = 128, .out = 64, .kernel = 4, .stride = 2, .padding = 1, .bias = false}};
  BatchNorm norm2{64};
  ConvTranspose2d up2{{.in = 64, .out = 1, .kernel = 4, .stride = 2, .padding = 1}};

  Var operator()(const Var& z) const {  // [N, 100] -> [N, 28, 28, 1] in [-1, 1]
    const Var h = relu(norm1(reshape(project(z), {-1, 7, 7, 128})));
    return tanh(up2(relu(norm2(up1(h)))));
  }
};

struct Discriminator {
  Conv2d down1{{.in = 1, .out = 64, .kernel = 4, .stride = 2, .padding = 1}};
  Conv2d down2{{.in = 64, .out = 128, .kernel = 4, .stride = 2, .padding = 1, .bias = false}};
  BatchNorm norm{128};
  Linear out{7 * 7 * 128, 1};
  std::optional<MinibatchDiscrimination> others = {};

  Var operator()(const Var& x) const {  // [N, 28, 28, 1] -> [N, 1], a logit
    const Var h = flatten(leaky_relu(norm(down2(leaky_relu(down1(x), 0.2f))), 0.2f));
    return out(others ? (*others)(h) : h);
  }
};

// Every row leads from one random point to another.
Tensor interpolations(const Generator& generator, Random& random) {
  const Tensor from = random.normal({8, 1, 100}), to = random.normal({8, 1, 100});
  const Tensor t({1, 8, 1}, {0, 1 / 7.f, 2 / 7.f, 3 / 7.f, 4 / 7.f, 5 / 7.f, 6 / 7.f, 1});
  return sample(generator, lerp(from, to, t).value().reshape({64, 100}));
}

// The mean of a column over its last iterations.
double at_the_end(const History& history, const char* column) {
  const std::vector<double> values = history[column];
  const std::size_t count = std::min<std::size_t>(values.size(), 100);
  double total = 0;
  for (std::size_t i = values.size() - count; i < values.size(); ++i) total += values[i];
  return total / static_cast<double>(count);
}

void write_summary(const Options& options, const ImageDataset& data, const History& history,
                   double images_per_second) {
  JsonObject final_values;
  for (const char* column : {"discriminator.loss", "generator.loss", "real", "fake", "accuracy"})
    if (std::ranges::count(history.columns(), column) > 0)
      final_values.add(column, at_the_end(history, column));
  write_file(options.out + "/summary.json",
             JsonObject()
                 .add("data", data.source)
                 .add("images", data.size())
                 .add("objective", options.objective)
                 .add("batch", options.batch)
                 .add("epochs", static_cast<std::int64_t>(history["epoch"].back()))
                 .add("iterations", static_cast<std::int64_t>(history.rows().size()))
                 .add("seconds", history["seconds"].back())
                 .add("images_per_second", images_per_second)
                 .add("mean_of_last_100_iterations", final_values)
                 .add("seed", options.seed)
                 .add("threads", threads())
                 .add("version", AGON_VERSION)
                 .text());
}

void write_results(const Options& options, const ImageDataset& data, const Generator& generator,
                   const History& history, double images_per_second) {
  if (history.rows().empty())
    throw Error("expected data for at least one generator step; add images or epochs");
  Random points(options.seed, "points");
  save_sheet(options.out + "/samples.png", sample(generator, points.normal({64, 100})));
  save_sheet(options.out + "/latent.png", interpolations(generator, points));
  write_file(options.out + "/losses.svg",
             line_plot({.title = "Losses", .x_label = "iteration", .smoothing = 0.9},
                       {{"discriminator", history["discriminator.loss"]},
                        {"generator", history["generator.loss"]}}));
  write_file(options.out + "/history.csv", csv(history.columns(), history.rows()));
  save(generator, options.out + "/generator.safetensors");
  write_summary(options, data, history, images_per_second);
  std::printf("wrote %s: %zu iterations in %.1f s, %.0f images/s\n", options.out.c_str(),
              history.rows().size(), history["seconds"].back(), images_per_second);
}

// Left in the folder, an earlier run's results would pass for this one's.
void remove_results(const std::string& folder) {
  constexpr std::array<std::string_view, 6> names{"samples.png", "latent.png",   "losses.svg",
                                                  "history.csv", "summary.json", "generator.safetensors"};
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    const std::string name = entry.path().filename().string();
    const bool sheet = name.starts_with("epoch_") && name.ends_with(".png") &&
                       name.find_first_not_of("0123456789", 6) == name.size() - 4;
    const bool result = sheet || std::ranges::count(names, name) > 0;
    if (result && entry.is_regular_file()) std::filesystem::remove(entry.path());
  }
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
  return nets;
}

template <class Objective, class Optimiser>
void train(const Options& options, const ImageDataset& data, Objective objective, Optimiser optimiser,
           std::int64_t n_critic) {
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
  Loader loader(data, {.batch = options.batch, .seed = options.seed});
  try {
    game.fit(loader, {.epochs = options.epochs, .minutes = options.minutes, .n_critic = n_critic});
  } catch (...) {
    if (isatty(STDERR_FILENO)) std::fputc('\n', stderr);  // the bar's line is still open
    throw;
  }
  write_results(options, data, game.generator(), game.history(), images_per_second);
}

void run(const Options& options) {
  make_output_folder(options.out);
  remove_results(options.out);
  if (options.threads) set_threads(*options.threads);
  const ImageDataset data =
      options.data ? load_mnist(*options.data) : draw_digits(options.images, options.seed);
  std::printf("data: %s, %lld images\n", data.source.c_str(), static_cast<long long>(data.size()));
  std::fflush(stdout);

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
