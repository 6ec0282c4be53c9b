// The network of the main job, trained for a minute's worth of iterations on drawn digits.
#include <agon/agon.hpp>
#include <algorithm>
#include <array>

#include "../examples/dcgan28.hpp"
#include "agon_test.hpp"

using namespace agon;

namespace {

struct Classifier {
  Linear hidden{28 * 28, 64}, out{64, 10};
  Var operator()(const Var& x) const { return out(relu(hidden(flatten(x)))); }  // logits
};

Tensor one_hot(const LabelTensor& labels) {
  Tensor result = Tensor::zeros({labels.size(), 10});
  for (std::int64_t i = 0; i < labels.size(); ++i) result.mutable_data()[i * 10 + labels.data()[i]] = 1;
  return result;
}

Classifier trained_classifier(const ImageDataset& digits) {
  Random stream(1, "classifier");
  const RandomGuard guard(stream);
  Classifier net;
  Adam adam{{.lr = 2e-3}};
  Loader loader(digits, {.batch = 64});
  for (int epoch = 0; epoch < 2; ++epoch)
    for (const auto& batch : loader) {
      const Var loss = -mean(sum(log_softmax(net(batch.x)) * one_hot(batch.y), {1}));
      adam.step(net, grad(loss, parameters(net)));
    }
  return net;
}

struct Verdict {
  int classes = 0;       // that have at least one sample in fifty
  double certainty = 0;  // the mean of the largest probability
};

Verdict verdict_on(const Classifier& net, const Tensor& pictures) {
  const Tensor p = softmax(Var(net(pictures))).value();
  std::array<int, 10> counts{};
  Verdict verdict;
  for (std::int64_t i = 0; i < p.dim(0); ++i) {
    const float* row = p.data() + 10 * i;
    const float* largest = std::max_element(row, row + 10);
    ++counts.at(static_cast<std::size_t>(largest - row));
    verdict.certainty += static_cast<double>(*largest) / static_cast<double>(p.dim(0));
  }
  verdict.classes =
      static_cast<int>(std::ranges::count_if(counts, [&](int n) { return 50 * n >= p.dim(0); }));
  return verdict;
}

}  // namespace

TEST_CASE("The main job's network learns to draw digits of all classes", "[slow]") {
  const ImageDataset digits = draw_digits(6400, 1);
  const Classifier classifier = trained_classifier(digits);
  const Verdict real = verdict_on(classifier, from_bytes(rows(digits.images, 0, 500)));
  REQUIRE(real.classes == 10);
  REQUIRE(real.certainty > 0.9);

  Random stream(3, "init");
  const RandomGuard guard(stream);
  dcgan28::Generator generator;
  dcgan28::Discriminator discriminator;
  init(generator, normal(0, 0.02f));
  init(discriminator, normal(0, 0.02f));
  const Adam adam{{.lr = 2e-4f, .beta1 = 0.5f}};
  Minimax game{Player{std::move(generator), adam}, Player{std::move(discriminator), adam}, NonSaturating{},
               Latent{100}};
  const Tensor latents = latent(500, 100);
  CHECK(verdict_on(classifier, sample(game.generator(), latents)).certainty < 0.4);

  Loader loader(digits, {.batch = 64});
  game.fit(loader, {.epochs = 4});
  const Verdict made = verdict_on(classifier, sample(game.generator(), latents));
  INFO("certainty " << made.certainty);
  CHECK(made.classes == 10);
  CHECK(made.certainty > 0.6);
}
