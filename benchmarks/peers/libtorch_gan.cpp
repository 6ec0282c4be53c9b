// The workloads of agon_bench in libtorch, PyTorch's C++ library, reported in the same lines.
//
//     libtorch_gan [--threads N] [--seconds S] [--memory-format channels_last|contiguous] [workload ...]
//
// As pytorch_gan.py --tuned: fused Adam, and no gradients of D's weights in G's step.
#include <torch/torch.h>
#include <torch/version.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <fstream>
#include <functional>
#include <memory>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "../measure.hpp"

using namespace torch::nn;
using torch::Tensor;
using Iteration = std::function<void()>;

namespace {

ReLU relu() { return ReLU(ReLUOptions(true)); }
LeakyReLU leaky_relu() { return LeakyReLU(LeakyReLUOptions().negative_slope(0.2).inplace(true)); }
Linear linear(int64_t in, int64_t out, bool bias = true) { return Linear(LinearOptions(in, out).bias(bias)); }
Conv2d conv(int64_t in, int64_t out, int64_t stride, int64_t padding, bool bias = false) {
  return Conv2d(Conv2dOptions(in, out, 4).stride(stride).padding(padding).bias(bias));
}
ConvTranspose2d conv_transpose(int64_t in, int64_t out, int64_t stride, int64_t padding, bool bias = false) {
  return ConvTranspose2d(ConvTranspose2dOptions(in, out, 4).stride(stride).padding(padding).bias(bias));
}
Unflatten unflatten(std::vector<int64_t> shape) { return Unflatten(UnflattenOptions(1, std::move(shape))); }

/// A generator, a discriminator, and what they are given.
struct Networks {
  Sequential g, d;
  std::vector<int64_t> real;
  int64_t latents;
};

// Layers start in the order of braces, left to right; in parentheses they might not.
Networks toy2d() {
  Sequential g{linear(2, 128), relu(), linear(128, 128), relu(), linear(128, 2)};
  Sequential d{linear(2, 128), relu(), linear(128, 128), relu(), linear(128, 1)};
  return {g, d, {256, 2}, 2};
}

Networks mlp() {
  Sequential g{linear(100, 128), leaky_relu()};
  for (const int64_t size : {128, 256, 512}) {
    g->push_back(linear(size, 2 * size, false));
    g->push_back(BatchNorm1d(2 * size));
    g->push_back(leaky_relu());
  }
  g->push_back(linear(1024, 784));
  g->push_back(Tanh());
  Sequential d{linear(784, 512), leaky_relu(), linear(512, 256), leaky_relu(), linear(256, 1)};
  return {g, d, {64, 784}, 100};
}

Networks dcgan28() {
  Sequential g{linear(100, 7 * 7 * 128, false),
               unflatten({128, 7, 7}),
               BatchNorm2d(128),
               relu(),
               conv_transpose(128, 64, 2, 1),
               BatchNorm2d(64),
               relu(),
               conv_transpose(64, 1, 2, 1, true),
               Tanh()};
  Sequential d{conv(1, 64, 2, 1, true), leaky_relu(), conv(64, 128, 2, 1),
               BatchNorm2d(128),        leaky_relu(), Flatten(),
               linear(7 * 7 * 128, 1)};
  return {g, d, {64, 1, 28, 28}, 100};
}

Networks dcgan64() {
  Sequential g{unflatten({100, 1, 1}), conv_transpose(100, 512, 1, 0), BatchNorm2d(512), relu()};
  for (const int64_t size : {256, 128, 64}) {
    g->push_back(conv_transpose(2 * size, size, 2, 1));
    g->push_back(BatchNorm2d(size));
    g->push_back(relu());
  }
  g->push_back(conv_transpose(64, 3, 2, 1));
  g->push_back(Tanh());
  Sequential d{conv(3, 64, 2, 1), leaky_relu()};
  for (const int64_t size : {64, 128, 256}) {
    d->push_back(conv(size, 2 * size, 2, 1));
    d->push_back(BatchNorm2d(2 * size));
    d->push_back(leaky_relu());
  }
  d->push_back(conv(512, 1, 1, 0));
  d->push_back(Flatten());
  return {g, d, {64, 3, 64, 64}, 100};
}

Tensor in_format(const Tensor& x, torch::MemoryFormat format) {
  return x.dim() == 4 ? x.contiguous(format) : x;
}

Networks in_format(Networks networks, torch::MemoryFormat format) {
  for (const Sequential& network : {networks.g, networks.d})
    for (Tensor& p : network->parameters()) p.set_data(in_format(p.data(), format));
  return networks;
}

/// All of a network's parameters in one call; torch::optim::Adam goes through them in many.
class FusedAdam {
 public:
  explicit FusedAdam(const Sequential& network) : parameters_(network->parameters()) {
    for (const Tensor& p : parameters_) {
      m_.push_back(torch::zeros_like(p));
      v_.push_back(torch::zeros_like(p));
      steps_.push_back(torch::zeros({}));
    }
  }

  void step(const Tensor& loss) {
    loss.backward({}, {}, false, parameters_);
    std::vector<Tensor> gradients;
    for (Tensor& p : parameters_) gradients.push_back(std::exchange(p.mutable_grad(), Tensor()));
    const torch::NoGradGuard no_graph;
    torch::_foreach_add_(steps_, 1);
    torch::_fused_adam_(parameters_, gradients, m_, v_, {}, steps_, /*lr=*/2e-4, /*beta1=*/0.5,
                        /*beta2=*/0.999, /*weight_decay=*/0, /*eps=*/1e-8, /*amsgrad=*/false,
                        /*maximize=*/false);
  }

 private:
  std::vector<Tensor> parameters_, m_, v_, steps_;
};

struct Game {
  Game(Networks made, torch::MemoryFormat format)
      : networks(in_format(std::move(made), format)),
        real(in_format(torch::rand(networks.real) * 2 - 1, format)) {}

  Tensor g() { return networks.g->forward(torch::randn({real.size(0), networks.latents})); }
  Tensor d(const Tensor& x) { return networks.d->forward(x); }

  Networks networks;
  FusedAdam g_adam{networks.g}, d_adam{networks.d};
  Tensor real;
};

// One step of D on real and generated samples, one of G through D; the samples are generated once.
Iteration bce(std::shared_ptr<Game> game) {
  const Tensor ones = torch::ones({game->real.size(0), 1}), zeros = torch::zeros_like(ones);
  return [game = std::move(game), ones, zeros] {
    const auto loss = [](const Tensor& out, const Tensor& labels) {
      return torch::binary_cross_entropy_with_logits(out, labels);
    };
    const Tensor fake = game->g();
    game->d_adam.step(loss(game->d(game->real), ones) + loss(game->d(fake.detach()), zeros));
    game->g_adam.step(loss(game->d(fake), ones));
  };
}

// WGAN-GP, weight 10: one step of the critic on samples made without a graph, one of G on fresh latents.
Iteration gp(std::shared_ptr<Game> game) {
  return [game = std::move(game)] {
    const Tensor fake = [&] {
      const torch::NoGradGuard no_graph;
      return game->g();
    }();
    std::vector<int64_t> per_sample(static_cast<std::size_t>(fake.dim()), 1);
    per_sample[0] = fake.size(0);
    const Tensor xhat = torch::lerp(game->real, fake, torch::rand(per_sample)).requires_grad_();
    const Tensor g_x = torch::autograd::grad({game->d(xhat).sum()}, {xhat}, {}, true, true)[0];
    const Tensor penalty = (g_x.flatten(1).norm(2, 1) - 1).square().mean();
    game->d_adam.step(game->d(fake).mean() - game->d(game->real).mean() + 10 * penalty);
    game->g_adam.step(-game->d(game->g()).mean());
  };
}

// Samples in inference mode.
Iteration generation(std::shared_ptr<Game> game, int64_t count) {
  game->networks.g->eval();
  const Tensor z = torch::randn({count, game->networks.latents});
  return [game = std::move(game), z] {
    const torch::InferenceMode inference;
    game->networks.g->forward(z);
  };
}

struct Workload {
  const char* name;
  int64_t images;  // in an iteration
  double gflop;    // of matrix products in an iteration
  Networks (*networks)();
  std::function<Iteration(std::shared_ptr<Game>)> prepare;
};

Workload generated(const char* name, int64_t images, double gflop, Networks (*networks)()) {
  return {name, images, gflop, networks,
          [images](std::shared_ptr<Game> game) { return generation(std::move(game), images); }};
}

const std::vector<Workload> workloads{
    {"toy2d_bce", 256, 0.094, toy2d, bce},
    {"toy2d_gp", 256, 0.146, toy2d, gp},
    {"mlp_bce", 64, 1.02, mlp, bce},
    {"mlp_gp", 64, 1.55, mlp, gp},
    {"dcgan28_bce", 64, 9.44, dcgan28, bce},
    {"dcgan28_gp", 64, 14.6, dcgan28, gp},
    {"dcgan64_bce", 64, 145.6, dcgan64, bce},
    {"dcgan64_gp", 64, 225, dcgan64, gp},
    generated("mlp_gen1", 1, 0.003, mlp),
    generated("dcgan28_gen1", 1, 0.0145, dcgan28),
    generated("dcgan28_gen64", 64, 0.93, dcgan28),
    generated("dcgan64_gen1", 1, 0.21, dcgan64),
    generated("dcgan64_gen64", 64, 13.4, dcgan64),
};

// What follows the colon in the first line of a file that starts with the key.
std::string value_of(const char* path, const std::string& key) {
  std::ifstream file(path);
  for (std::string line; std::getline(file, line);)
    if (line.rfind(key, 0) == 0) return line.substr(line.find_first_not_of(" \t", line.find(':') + 1));
  throw std::runtime_error(std::string(path) + ": expected a line " + key);
}

struct Options {
  int threads = at::get_num_threads();
  double seconds = 10;
  std::string memory_format = "channels_last";
  std::vector<std::string> names;
};

Options parse(const std::vector<std::string>& arguments) {
  Options options;
  for (auto argument = arguments.begin(); argument != arguments.end(); ++argument) {
    const std::string& option = *argument;
    if (!option.starts_with("--")) {
      if (std::ranges::none_of(workloads, [&](const Workload& workload) { return workload.name == option; }))
        throw std::invalid_argument("workload: expected one of agon_bench --list, got " + option);
      options.names.push_back(option);
      continue;
    }
    if (option != "--threads" && option != "--seconds" && option != "--memory-format")
      throw std::invalid_argument("expected --threads, --seconds or --memory-format, got " + option);
    if (++argument == arguments.end()) throw std::invalid_argument(option + " expects a value");
    if (option == "--threads") options.threads = std::atoi(argument->c_str());
    if (option == "--seconds") options.seconds = std::atof(argument->c_str());
    if (option == "--memory-format") options.memory_format = *argument;
  }
  if (options.threads < 1) throw std::invalid_argument("--threads: expected a number >= 1");
  if (!(options.seconds > 0)) throw std::invalid_argument("--seconds: expected a number > 0");
  if (options.memory_format != "channels_last" && options.memory_format != "contiguous")
    throw std::invalid_argument("--memory-format: expected channels_last or contiguous, got " +
                                options.memory_format);
  return options;
}

void run(const Options& options) {
  at::set_num_threads(options.threads);
  torch::manual_seed(1);
  const torch::MemoryFormat format = options.memory_format == "contiguous"
                                         ? torch::MemoryFormat::Contiguous
                                         : torch::MemoryFormat::ChannelsLast;
  const Tensor a = torch::randn({1024, 1024}), b = torch::randn({1024, 1024});
  const double product_seconds =
      bench::measure(std::min(options.seconds, 1.0), [&] { torch::mm(a, b); }).median();
  const double matrix_product = 2e-9 * std::pow(1024, 3) / product_seconds;
  std::printf("libtorch %s, %s, tuned, %s, threads: %d, matrix product: %.0f GFLOP/s\n", TORCH_VERSION,
              options.memory_format.c_str(), value_of("/proc/cpuinfo", "model name").c_str(), options.threads,
              matrix_product);
  for (const Workload& workload : workloads) {
    if (!options.names.empty() && std::ranges::count(options.names, workload.name) == 0) continue;
    const Iteration iteration = workload.prepare(std::make_shared<Game>(workload.networks(), format));
    const double seconds = bench::measure(options.seconds, iteration).median();
    const double memory = std::stod(value_of("/proc/self/status", "VmHWM")) / 1024;
    std::printf("%-14s %8.3f ms/iter %8.0f img/s  rss %.0f MiB  %.0f %% of the matrix-product rate\n",
                workload.name, 1e3 * seconds, static_cast<double>(workload.images) / seconds, memory,
                100 * workload.gflop / seconds / matrix_product);
    std::fflush(stdout);
  }
}

}  // namespace

int main(int argc, char** argv) {
  try {
    run(parse({argv + 1, argv + argc}));
  } catch (const std::exception& error) {
    std::fprintf(stderr, "libtorch_gan: %s\n", error.what());
    return 1;
  }
}
