// Trains a network that tells digits apart, to more than 99 % of MNIST's test pictures, or on digits that it
// draws itself where no data is given. What it saves judges generated digits (digit_classifier.hpp).
//
//     classifier --data data/mnist --out out/classifier.safetensors
//
// Prints where the pictures come from, the network as a table, a line an epoch ("epoch 1/10: loss 0.2311,
// accuracy 92.71 %, 6.1 s", both over the epoch's augmented pictures), and last "wrote <file>: test accuracy
// <a> %, <s> s". The test pictures are looked at once, at the end. --help lists the options.
#include <agon/agon.hpp>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <filesystem>
#include <optional>

#include "classifier_options.hpp"
#include "digit_classifier.hpp"

using namespace agon;
using digits::DigitClassifier;

namespace {

struct Data {
  ImageDataset train, test;
};

Data read_data(const Options& options) {
  if (options.data) return {load_mnist(*options.data), load_mnist(*options.data, Split::test)};
  return {draw_digits(options.images, options.seed), draw_digits((options.images + 5) / 6, options.seed + 1)};
}

// Every picture moved by up to two pixels either way; what comes in is black.
Tensor shifted(const Tensor& pictures, Random& random) {
  const std::int64_t height = pictures.dim(1), width = pictures.dim(2);
  Tensor result(pictures.shape(), -1.0f);
  float* out = result.mutable_data();
  const float* in = pictures.data();
  for (std::int64_t n = 0; n < pictures.dim(0); ++n) {
    const std::int64_t down = random.integer(-2, 3), right = random.integer(-2, 3);
    for (std::int64_t r = std::max<std::int64_t>(0, -down); r < height - std::max<std::int64_t>(0, down); ++r)
      std::copy_n(in + (n * height + r) * width + std::max<std::int64_t>(0, -right), width - std::abs(right),
                  out + (n * height + r + down) * width + std::max<std::int64_t>(0, right));
  }
  return result;
}

double seconds_since(std::chrono::steady_clock::time_point start) {
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

// Adam whose learning rate falls to 0 in a straight line.
void train(DigitClassifier& net, const ImageDataset& data, const Options& options) {
  constexpr double first_rate = 2e-3;
  Loader loader(data, {.batch = options.batch, .seed = options.seed});
  Adam adam{{.lr = first_rate}};
  Random moves(options.seed, "augment");
  const double steps = static_cast<double>(options.epochs * loader.batches_per_epoch());
  double step = 0;
  for (std::int64_t epoch = 1; epoch <= options.epochs; ++epoch) {
    const auto start = std::chrono::steady_clock::now();
    double loss_sum = 0;
    std::int64_t right = 0, seen = 0;
    for (const LabelledBatch& batch : loader) {
      adam.set_lr(first_rate * (1 - step++ / steps));
      const Var logits = net(shifted(batch.x, moves));
      Var loss = cross_entropy(logits, batch.y);
      loss_sum += static_cast<double>(loss.item()) * static_cast<double>(batch.size());
      right += digits::count_right(logits.value(), batch.y);
      seen += batch.size();
      adam.step(net, grad(std::move(loss), parameters(net)));
    }
    std::printf("epoch %lld/%lld: loss %.4f, accuracy %.2f %%, %.1f s\n", static_cast<long long>(epoch),
                static_cast<long long>(options.epochs), loss_sum / static_cast<double>(seen),
                100 * static_cast<double>(right) / static_cast<double>(seen), seconds_since(start));
    std::fflush(stdout);
  }
}

void run(const Options& options) {
  const auto start = std::chrono::steady_clock::now();
  const std::filesystem::path folder = std::filesystem::path(options.out).parent_path();
  if (!folder.empty()) make_output_folder(folder.string());
  if (std::filesystem::is_directory(options.out))
    throw IoError("--out: expected the name of a file, got the folder " + options.out);
  if (options.threads) set_threads(*options.threads);
  const Data data = read_data(options);
  std::printf("data: %s, %lld images to learn from, %lld to be tested on\n", data.train.source.c_str(),
              static_cast<long long>(data.train.size()), static_cast<long long>(data.test.size()));

  Random stream(options.seed, "init");
  const RandomGuard guard(stream);  // of the first weights, and of the dropout
  DigitClassifier net;
  init(net, he_normal());
  std::printf("%s\n", summary(net).c_str());
  train(net, data.train, options);
  const double accuracy = digits::accuracy(net, data.test);
  save(net, options.out);
  std::printf("wrote %s: test accuracy %.2f %%, %.1f s\n", options.out.c_str(), 100 * accuracy,
              seconds_since(start));
}

}  // namespace

int main(int argc, char** argv) {
  try {
    if (const std::optional<Options> options = read_options(argc, argv)) run(*options);
  } catch (const std::exception& error) {
    std::fprintf(stderr, "classifier: %s\n", error.what());
    return 1;
  }
}
