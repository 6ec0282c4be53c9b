// Trains a network that tells digits apart, to more than 99 % of MNIST's test pictures, or on digits that it
// draws itself where no data is given. What it saves judges generated digits (digit_classifier.hpp).
//
//     classifier --data data/mnist --out out/classifier.safetensors
//
// Prints where the pictures come from, the network as a table, a line an epoch ("epoch 1/10: loss 0.2311,
// accuracy 92.71 %, 6.1 s", both over the epoch's augmented pictures), and last "wrote <file>: test accuracy
// <a> %, <s> s". The test pictures are looked at once, at the end. --help lists the options.
#include <agon/agon.hpp>

#include <chrono>
#include <cstdio>
#include <exception>
#include <filesystem>
#include <optional>

#include "classifier_options.hpp"
#include "digit_classifier.hpp"
#include "digit_training.hpp"

using namespace agon;
using digits::DigitClassifier;
using digits::train_classifier;

namespace {

struct Data {
  ImageDataset train, test;
};

Data read_data(const Options& options) {
  if (options.data) return {load_mnist(*options.data), load_mnist(*options.data, Split::test)};
  return {draw_digits(options.images, options.seed), draw_digits((options.images + 5) / 6, options.seed + 1)};
}

double seconds_since(std::chrono::steady_clock::time_point start) {
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
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
  train_classifier(net, data.train, {.epochs = options.epochs, .batch = options.batch, .seed = options.seed});
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
