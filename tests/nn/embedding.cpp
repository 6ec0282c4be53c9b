#include "agon/nn/layers/embedding.hpp"

#include "agon/autograd/grad.hpp"
#include "agon/autograd/ops/arithmetic.hpp"
#include "agon/autograd/ops/reduce.hpp"
#include "agon/core/random.hpp"
#include "agon/nn/layers/projection_head.hpp"
#include "agon/nn/module.hpp"
#include "agon_test.hpp"

using namespace agon;
using namespace agon_test;

TEST_CASE("Embedding gives each label its row", "[nn][blocks]") {
  Embedding layer{{.count = 3, .dim = 2}};
  layer.weight = Tensor({3, 2}, {1, 2, 3, 4, 5, 6});
  const LabelTensor labels({2, 2}, {2, 0, 2, 1});
  const Var y = layer(labels);
  REQUIRE(equal(y.value(), Tensor({2, 2, 2}, {5, 6, 1, 2, 5, 6, 3, 4})));
  REQUIRE(equal(grad(sum(y), {layer.weight})[0].value(), Tensor({3, 2}, {1, 1, 1, 1, 2, 2})));
  REQUIRE(layer(LabelTensor({0}, {})).shape() == Shape{0, 2});
  REQUIRE(layer(LabelTensor::scalar(1)).shape() == Shape{2});
}

TEST_CASE("Embedding starts normal, and refuses labels out of range", "[nn][blocks]") {
  Random random(1);
  const RandomGuard guard(random);
  const Embedding layer{{.count = 100, .dim = 50}};
  REQUIRE(sum(square(layer.weight)).item() == Approx(5000).epsilon(0.1));
  REQUIRE_ERROR(layer(LabelTensor({2}, {5, 100})), "[Embedding] expected labels in [0, 100), got 100 in [2]");
  REQUIRE_ERROR(layer(LabelTensor({1}, {-1})), "[Embedding] expected labels in [0, 100), got -1 in [1]");
  REQUIRE_ERROR(layer(LabelTensor{}), "[Embedding] expected labels, got an undefined tensor");
  REQUIRE_ERROR((Embedding{{.count = 0, .dim = 2}}), "[Embedding] expected count >= 1, got 0");
  REQUIRE_ERROR((Embedding{{.count = 2}}), "[Embedding] expected dim >= 1, got 0");
}

TEST_CASE("ProjectionHead adds the projection on a label's row", "[nn][blocks]") {
  ProjectionHead<> head{{.features = 2, .classes = 3}};
  head.score.weight = Tensor({1, 2}, {1, -1});
  head.score.bias = Tensor({1}, {0.5f});
  head.embedding.weight = Tensor({3, 2}, {1, 2, 3, 4, 5, 6});
  const Tensor h({2, 2}, {1, 2, 3, 5});
  REQUIRE(equal(head(h, LabelTensor({2}, {2, 0})).value(), Tensor({2, 1}, {0.5f - 1 + 17, 0.5f - 2 + 13})));
  REQUIRE(parameters(head).names() ==
          std::vector<std::string>{"score.weight", "score.bias", "embedding.weight"});
  REQUIRE_ERROR(head(h, LabelTensor({1}, {2})),
                "[ProjectionHead] expected features [N, F] and labels [N], got [2, 2] and [1]");
  REQUIRE_ERROR(head(Tensor({2, 1, 2}, 0.0f), LabelTensor({2}, {2, 0})),
                "[ProjectionHead] expected features [N, F] and labels [N], got [2, 1, 2] and [2]");
  REQUIRE_ERROR((ProjectionHead<>{{.classes = 2}}), "[ProjectionHead] expected features >= 1, got 0");
  REQUIRE_ERROR((ProjectionHead<>{{.features = 2}}), "[ProjectionHead] expected classes >= 1, got 0");
  const ProjectionHead<> other{Linear{2, 1}, Embedding{{.count = 3, .dim = 1}}};
  REQUIRE_ERROR(
      other(h, LabelTensor({2}, {2, 0})),
      "[ProjectionHead] expected a score [N, 1] and an embedding [N, F] for features [2, 2], got [2, 1] "
      "and [2, 1]");
}
