#include "digit_training.hpp"

#include <agon/autograd/grad.hpp>
#include <agon/autograd/ops.hpp>
#include <agon/data/loader.hpp>
#include <agon/optim.hpp>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>

namespace digits {

namespace {

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

}  // namespace

void train_classifier(DigitClassifier& net, const ImageDataset& data, const TrainingOptions& options) {
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
      right += count_right(logits.value(), batch.y);
      seen += batch.size();
      adam.step(net, grad(std::move(loss), parameters(net)));
    }
    std::printf("epoch %lld/%lld: loss %.4f, accuracy %.2f %%, %.1f s\n", static_cast<long long>(epoch),
                static_cast<long long>(options.epochs), loss_sum / static_cast<double>(seen),
                100 * static_cast<double>(right) / static_cast<double>(seen), seconds_since(start));
    std::fflush(stdout);
  }
}

}  // namespace digits
