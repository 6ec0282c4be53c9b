#include "agon/nn/layers/modulated_conv.hpp"

#include <cmath>

#include "agon/autograd/ops/arithmetic.hpp"
#include "agon/autograd/ops/modulated_conv.hpp"
#include "agon/core/random.hpp"
#include "agon/nn/init.hpp"
#include "agon/nn/layers/minibatch_stddev.hpp"
#include "agon/nn/layers/pack.hpp"
#include "agon/nn/module.hpp"
#include "agon_test.hpp"

using namespace agon;

TEST_CASE("ModulatedConv2d scales its weights by their fan and a dense layer of the style",
          "[nn][modulated_conv]") {
  Random random(2);
  const RandomGuard guard(random);
  const f64::ModulatedConv2d conv{{.in = 2, .out = 3, .padding = 1, .style = 5}},
      picture{{.in = 2, .out = 3, .kernel = 1, .style = 5, .demodulate = false}},
      up{{.in = 2, .out = 3, .style = 5, .up = 2, .bias = false}};
  const f64::Tensor x = random.normal<double>({2, 4, 5, 2}), w = random.normal<double>({2, 5});
  const auto check = [&](const f64::Tensor& y, const f64::Tensor& expected) {
    REQUIRE(y.shape() == expected.shape());
    for (std::int64_t i = 0; i < y.size(); ++i)
      REQUIRE(y.data()[i] == Approx(expected.data()[i]).margin(1e-12));
  };
  const auto scaled = [](const auto& layer, double fan) { return layer.weight * (1 / std::sqrt(fan)); };
  check(conv(x, w).value(),
        modulated_conv2d(x, scaled(conv, 18), conv.affine(w), *conv.bias, {.padding = 1}).value());
  check(picture(x, w).value(),
        modulated_conv2d(x, scaled(picture, 2), picture.affine(w), *picture.bias, {.demodulate = false})
            .value());
  check(up(x, w).value(),
        modulated_conv_transpose2d(x, scaled(up, 18), up.affine(w), {}, {.stride = 2}).value());
  REQUIRE(up(x, w).shape() == Shape{2, 9, 11, 3});
}

TEST_CASE("ModulatedConv2d starts with styles of 1, and keeps its weights at an init",
          "[nn][modulated_conv]") {
  ModulatedConv2d conv{{.in = 2, .out = 3, .style = 4}};
  REQUIRE(parameters(conv).names() ==
          std::vector<std::string>{"affine.weight", "affine.bias", "weight", "bias"});
  const ModulatedConv2d before = conv;
  init(conv, zeros());
  REQUIRE(equal(conv, before));
  REQUIRE(equal(conv.affine(Tensor({1, 4}, 0.0f)).value(), Tensor({1, 2}, 1.0f)));
}

TEST_CASE("ModulatedConv2d and the layers across the batch refuse what does not fit",
          "[nn][modulated_conv]") {
  const ModulatedConv2d conv{{.in = 2, .out = 3, .style = 4}};
  const Tensor x({2, 4, 4, 2}, 0.0f), w({2, 4}, 0.0f);
  REQUIRE_ERROR(conv(Tensor({2, 4, 4, 3}, 0.0f), w),
                "[ModulatedConv2d] expected input [N, H, W, 2], got [2, 4, 4, 3]");
  REQUIRE_ERROR(conv(x, Tensor({3, 4}, 0.0f)),
                "[ModulatedConv2d] expected styles [N, 4] for input [2, 4, 4, 2], got [3, 4]");
  REQUIRE_ERROR(
      conv(Tensor({2, 2, 4, 2}, 0.0f), w),
      "[ModulatedConv2d] expected input large enough for kernel 3x3 with padding 0x0, got [2, 2, 4, 2]");
  REQUIRE_ERROR((ModulatedConv2d{{.in = 0, .out = 3}}), "[ModulatedConv2d] expected in >= 1, got 0");
  REQUIRE_ERROR((ModulatedConv2d{{.in = 1, .out = 3, .up = 0}}), "[ModulatedConv2d] expected up >= 1, got 0");
  REQUIRE_ERROR((MinibatchStdDev{{.group = 0}}), "[MinibatchStdDev] expected group >= 1, got 0");
  REQUIRE_ERROR(
      MinibatchStdDev{}(Tensor({6, 2}, 0.0f)),
      "[MinibatchStdDev] expected input [N, ..., C] with N >= 1 a multiple of the group of 4 or less "
      "than it, and C a multiple of 1, got [6, 2]");
  REQUIRE_ERROR(Pack{0}, "[Pack] expected m >= 1, got 0");
  REQUIRE_ERROR(Pack{2}(Tensor({3, 2}, 0.0f)),
                "[Pack] expected input [N, ..., C] with N a multiple of 2, got [3, 2]");
}
