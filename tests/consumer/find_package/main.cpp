#include <agon/agon.hpp>

#include <cstdio>
#include <exception>
#include <string>

using namespace agon;

struct Generator {
  Linear project{100, 7 * 7 * 32};
  BatchNorm norm1{32};
  ConvTranspose2d up1{{.in = 32, .out = 16, .kernel = 4, .stride = 2, .padding = 1}};
  BatchNorm norm2{16};
  ConvTranspose2d up2{{.in = 16, .out = 1, .kernel = 4, .stride = 2, .padding = 1}};

  Var operator()(const Var& z) const {  // [N, 100] -> [N, 28, 28, 1] in [-1, 1]
    Var h = relu(norm1(reshape(project(z), {-1, 7, 7, 32})));
    return tanh(up2(relu(norm2(up1(h)))));
  }
};

struct Discriminator {
  Conv2d down1{{.in = 1, .out = 16, .kernel = 4, .stride = 2, .padding = 1}};
  Conv2d down2{{.in = 16, .out = 32, .kernel = 4, .stride = 2, .padding = 1}};
  Linear out{7 * 7 * 32, 1};

  Var operator()(const Var& x) const {  // [N, 28, 28, 1] -> [N, 1], a logit
    return out(flatten(leaky_relu(down2(leaky_relu(down1(x), 0.2f)), 0.2f)));
  }
};

int main(int argc, char** argv) try {
  // Digits drawn by the library, as many as the argument says; load_mnist("data/mnist") reads MNIST's files
  // instead.
  const ImageDataset digits = draw_digits(argc > 1 ? std::stoll(argv[1]) : 20000);
  Loader loader(digits, {.batch = 64});  // of {x, y}: pictures [64, 28, 28, 1] in [-1, 1] and labels [64]
  Minimax game{Player{Generator{}, Adam{{.lr = 2e-4f, .beta1 = 0.5f}}},
               Player{Discriminator{}, Adam{{.lr = 2e-4f, .beta1 = 0.5f}}}, NonSaturating{.smooth = 0.1f},
               Latent{100}};
  game.on_step(progress_bar());
  game.on_epoch(sample_sheet("out"));  // out/epoch_01.png and so on
  game.fit(loader, {.epochs = 5});
  save(game.generator(), "out/generator.safetensors");
} catch (const std::exception& error) {  // "[Conv2d] expected input [N, H, W, 3], got [64, 28, 28, 1]"
  std::fprintf(stderr, "my_gan: %s\n", error.what());
  return 1;
}
