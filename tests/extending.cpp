// The code of docs/extending.md and docs/layers.md, which a script compares with this file line by line.
#include <agon/agon.hpp>
#include <algorithm>
#include <cmath>

#include "agon_test.hpp"
#include "io/scratch.hpp"

using namespace agon;

namespace {

/// log(sum(exp(x))) along the last axis: [N, C] -> [N]. Differentiable to any order.
template <class T>
BasicVar<T> log_sum_exp(const BasicVar<T>& x) {
  if (x.rank() != 2) fail("log_sum_exp", "expected input [N, C], got " + to_string(x.shape()));
  BasicTensor<T> y({x.dim(0)});
  const T* row = x.value().data();
  for (T& result : y.mutable_values()) {
    const T largest = *std::max_element(row, row + x.dim(1));
    T total = 0;
    for (std::int64_t i = 0; i < x.dim(1); ++i) total += std::exp(row[i] - largest);
    result = largest + std::log(total);
    row += x.dim(1);
  }
  return record<T>("log_sum_exp", y, {keep(x)}, [](Rule<T>& r) {
    r.give(0, softmax(r.input(0)) * reshape(r.grad(), {-1, 1}));
  });
}

/// Radial basis functions: x [N, in] -> [N, count], exp(-|x - centre|^2 / width^2) for each centre.
template <class T>
struct BasicRadialBasis {
  BasicRadialBasis(std::int64_t in, std::int64_t count)
      : centres(current_random().normal<T>({count, in})), width(BasicTensor<T>({count}, T{1})) {}

  BasicVar<T> operator()(const BasicVar<T>& x) const {
    const BasicVar<T> away = reshape(x, {x.dim(0), 1, x.dim(1)}) - centres;  // [N, count, in]
    return map([](auto d, auto w) { return exp(-d / (w * w)); }, sum(square(away), {2}), width);
  }

  BasicParameter<T> centres;  ///< [count, in]
  BasicParameter<T> width;    ///< [count]

  using Scalar = T;
  static constexpr std::size_t agon_members = 2;
};
using RadialBasis = BasicRadialBasis<float>;

/// Total variation of pictures [N, H, W, C]: the mean absolute difference between neighbours.
Var total_variation(const Var& x) {
  const std::int64_t h = x.dim(1), w = x.dim(2);
  return mean(abs(slice(x, 1, 1, h) - slice(x, 1, 0, h - 1))) +
         mean(abs(slice(x, 2, 1, w) - slice(x, 2, 0, w - 1)));
}

struct Encoder {
  SpectralNorm<Conv2d> in{Conv2d{{.in = 3, .out = 16, .kernel = 3, .padding = 1}}};
  Residual<Sequential<GroupNorm, Conv2d>> block{
      Sequential{GroupNorm{4, 16}, Conv2d{{.in = 16, .out = 16, .kernel = 3, .padding = 1}}}};
  SelfAttention<> attention{{.channels = 16}};
  Var operator()(const Var& x) const { return attention(block(in(x, Activation::leaky_relu(0.2f)))); }
};

}  // namespace

TEST_CASE("layers around others are members", "[extending]") {
  const Var y = Encoder{}(Tensor({2, 5, 4, 3}, 0.5f));
  CHECK(y.shape() == Shape{2, 5, 4, 16});
}

TEST_CASE("an operation, a layer and a loss of one's own work as the library's do", "[extending]") {
  SECTION("the operation") {
    const auto f = [](const std::vector<f64::Var>& x) { return log_sum_exp(x[0]); };
    const GradcheckResult result = gradcheck(f, {f64::Tensor({2, 3}, {0.1, -2, 3, 700, 701, 699})});
    CHECK(result.passed);
    CHECK(log_sum_exp(Var(Tensor({1, 2}, {0, 0}))).value().at({0}) == agon_test::Approx(std::log(2.0)));
    REQUIRE_ERROR(log_sum_exp(Var(Tensor({2}, 0.0f))), "[log_sum_exp] expected input [N, C], got [2]");
  }
  SECTION("the layer") {
    Sequential net{Linear{3, 4}, RadialBasis{4, 5}, Linear{5, 1}};
    CHECK(summary(net).find("centres [5, 4], width [5]") != std::string::npos);
    CHECK(gradcheck(BasicRadialBasis<double>{3, 2}, {Random(1).normal<double>({4, 3})}).passed);
    const auto copy = net;
    Adam{}.step(net, grad(sum(net(Tensor({2, 3}, 0.5f))), parameters(net)));
    CHECK_FALSE(equal(net, copy));
  }
  SECTION("the loss") {
    const Var x = variable(Random(2).normal({2, 4, 5, 3}));
    CHECK(total_variation(Tensor({1, 2, 2, 1}, {0, 1, 3, 6})).value().at({}) == agon_test::Approx(4 + 2));
    CHECK(grad(total_variation(x), {x})[0].shape() == x.shape());
  }
}

TEST_CASE("a network comes from a configuration", "[extending]") {
  Chain net = build(R"({"layers": [
    {"type": "Linear", "in": 3, "out": 8},
    {"type": "LeakyReLU", "slope": 0.2},
    {"type": "Linear", "in": 8, "out": 1}
  ]})");
  CHECK(net(Tensor({2, 3}, 0.5f)).shape() == Shape{2, 1});
  REQUIRE_ERROR(
      build(
          R"({"layers": [{"type": "ReLU"}, {"type": "ReLU"}, {"type": "Linear", "in": 1, "out": "many"}]})"),
      R"([build] layers.2: expected "out" to be a whole number, got "many")");
}

TEST_CASE("a network takes weights from PyTorch", "[extending]") {
  struct Critic {
    Conv2d down{{.in = 1, .out = 2, .kernel = 3, .padding = 1}};
    Linear out{12, 1};
  } critic;
  const agon_test::Scratch scratch;
  const std::string path = scratch / "critic.safetensors";
  write_safetensors(path, {{"main.0.weight", Tensor({2, 1, 3, 3}, 1.0f)},
                           {"main.0.bias", Tensor({2}, 2.0f)},
                           {"main.3.weight", Tensor({1, 12}, 3.0f)},
                           {"main.3.bias", Tensor({1}, 4.0f)}});
  load_pytorch(critic, path,
               {.renamed = {{"down", "main.0"}, {"out", "main.3"}}, .flattened = {{"out", {2, 3, 2}}}});
  CHECK(critic.out.bias->value().at({0}) == 4);
}
