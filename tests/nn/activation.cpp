#include "agon/nn/layers/activation.hpp"

#include <limits>

#include "agon/autograd/ops/activation.hpp"
#include "agon/core/random.hpp"
#include "agon/nn/init.hpp"
#include "agon/nn/module.hpp"
#include "agon_test.hpp"

using namespace agon;

namespace {
constexpr double inf = std::numeric_limits<double>::infinity();
}

TEST_CASE("activation layers are the operations of their names", "[nn][layers]") {
  const Tensor x = Random(3).normal({5, 6});
  CHECK(equal(ELU{0.5}(x).value(), elu(x, 0.5f).value()));
  CHECK(equal(SELU{}(x).value(), selu(x).value()));
  CHECK(equal(GELU{}(x).value(), gelu(x).value()));
  CHECK(equal(GELU{GeluForm::tanh}(x).value(), gelu(x, GeluForm::tanh).value()));
  CHECK(equal(SiLU{}(x).value(), silu(x).value()));
  CHECK(equal(Mish{}(x).value(), mish(x).value()));
  CHECK(equal(Hardtanh{-0.5, 2}(x).value(), hardtanh(x, -0.5f, 2).value()));
  CHECK(equal(Maxout{3}(x).value(), maxout(x, 3).value()));
  CHECK(equal(GLU{}(x).value(), glu(x).value()));
  CHECK(equal(Softmax{}(x).value(), softmax(x).value()));
  CHECK(equal(LogSoftmax{}(x).value(), log_softmax(x).value()));
}

TEST_CASE("PReLU begins with one slope for all channels, or one each", "[nn][layers]") {
  const Tensor x({1, 2}, {-4, 2});
  CHECK(equal(PReLU{}(x).value(), Tensor({1, 2}, {-1, 2})));
  PReLU layer{2, 0.5};
  CHECK(equal(layer(x).value(), Tensor({1, 2}, {-2, 2})));
  CHECK(parameters(layer).names() == std::vector<std::string>{"slope"});
  init(layer, normal(0, 1));
  CHECK(equal(layer.slope.value(), Tensor({2}, 0.5f)));
}

TEST_CASE("activation layers refuse bad options and bad input in their own name", "[nn][layers]") {
  REQUIRE_ERROR(PReLU{0}, "[PReLU] expected channels >= 1, got 0");
  REQUIRE_ERROR((PReLU{1, inf}), "[PReLU] expected a finite start, got inf");
  REQUIRE_ERROR(PReLU{3}(Tensor({2, 4}, 0.f)), "[PReLU] expected input [..., 3], got [2, 4]");
  REQUIRE_ERROR(ELU{inf}, "[ELU] expected a finite alpha, got inf");
  REQUIRE_ERROR((Hardtanh{1, -1}), "[Hardtanh] expected finite low < high, got 1.000000 and -1.000000");
  REQUIRE_ERROR((Hardtanh{-1, inf}), "[Hardtanh] expected finite low < high");
  REQUIRE_ERROR(Maxout{0}, "[Maxout] expected pieces >= 1, got 0");
  REQUIRE_ERROR(Maxout{4}(Tensor({2, 6}, 0.f)), "[Maxout] expected input [..., 4 * C], got [2, 6]");
  REQUIRE_ERROR(GLU{}(Tensor({2, 3}, 0.f)), "[GLU] expected input [..., 2 * C], got [2, 3]");
  REQUIRE_ERROR(Softmax{}(Tensor::scalar(1)), "[Softmax] expected input [..., C], got []");
  REQUIRE_ERROR(LogSoftmax{}(Tensor::scalar(1)), "[LogSoftmax] expected input [..., C], got []");
}
