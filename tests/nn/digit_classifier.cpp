// The network of examples/classifier.cpp, which judges generated digits.
#include "../examples/digit_classifier.hpp"

#include <agon/optim.hpp>

#include "agon/core/random.hpp"
#include "agon/data/drawn_digits.hpp"
#include "agon/data/loader.hpp"
#include "agon_test.hpp"
#include "io/scratch.hpp"

using namespace agon;
using digits::DigitClassifier;

TEST_CASE("the digit classifier learns, judges, and comes back from its file", "[digit_classifier]") {
  Random stream(1);
  const RandomGuard guard(stream);
  DigitClassifier net;
  init(net, he_normal());
  const ImageDataset train = draw_digits(600, 1), test = draw_digits(120, 2);
  Adam adam{{.lr = 2e-3}};
  Loader loader(train, {.batch = 50});
  for (int epoch = 0; epoch < 3; ++epoch)
    for (const auto& batch : loader)
      adam.step(net, grad(cross_entropy(net(batch.x), batch.y), parameters(net)));
  const double share = digits::accuracy(net, test);
  REQUIRE(share > 0.6);
  REQUIRE(share <= 1);

  const agon_test::Scratch scratch;
  save(net, scratch / "net.safetensors");
  const DigitClassifier loaded = digits::load_classifier(scratch / "net.safetensors");
  REQUIRE(equal(loaded, net));
  const Inference inference;
  const Tensor x = from_bytes(test.images);
  REQUIRE(loaded(x).shape() == Shape{120, 10});
  REQUIRE(loaded.features(x).shape() == Shape{120, 128});
  REQUIRE(equal(loaded.out(loaded.features(x)).value(), loaded(x).value()));
  save(Linear(2, 3), scratch / "other.safetensors");
  REQUIRE_IO_ERROR(digits::load_classifier(scratch / "other.safetensors"),
                   "expected the tensors of the network, got others");
}

TEST_CASE("the digit classifier's answers are counted", "[digit_classifier]") {
  const Tensor logits({3, 3}, {1, 5, 2, 0, -1, -2, 3, 4, 9});
  REQUIRE(digits::count_right(logits, LabelTensor({3}, {1, 0, 2})) == 3);
  REQUIRE(digits::count_right(logits, LabelTensor({3}, {0, 0, 1})) == 1);
}
