#include "agon/autograd/ops/modulated_conv.hpp"

#include <cmath>

#include "agon/autograd/ops/activation.hpp"
#include "agon/autograd/ops/arithmetic.hpp"
#include "agon/autograd/ops/conv.hpp"
#include "agon/core/random.hpp"
#include "agon_test.hpp"

using namespace agon;

namespace {

/// The paper's definition: kernels scaled and normalised for one sample, an axis of which is `in`.
f64::Tensor kernels_of_sample(const f64::Tensor& kernels, const f64::Tensor& style, std::int64_t sample,
                              bool transposed, bool demodulate) {
  f64::Tensor scaled = kernels;
  const std::int64_t taps = kernels.dim(1) * kernels.dim(2), in = kernels.dim(transposed ? 0 : 3),
                     out = kernels.dim(transposed ? 3 : 0);
  double* w = scaled.mutable_data();
  const auto at = [&](std::int64_t o, std::int64_t tap, std::int64_t i) {
    return transposed ? (i * taps + tap) * out + o : (o * taps + tap) * in + i;
  };
  for (std::int64_t o = 0; o < out; ++o) {
    double squares = 0;
    for (std::int64_t tap = 0; tap < taps; ++tap)
      for (std::int64_t i = 0; i < in; ++i) {
        w[at(o, tap, i)] *= style.at({sample, i});
        squares += std::pow(w[at(o, tap, i)], 2);
      }
    for (std::int64_t tap = 0; tap < taps && demodulate; ++tap)
      for (std::int64_t i = 0; i < in; ++i) w[at(o, tap, i)] /= std::sqrt(squares + 1e-8);
  }
  return scaled;
}

}  // namespace

TEST_CASE("a modulated convolution has kernels of each sample's own", "[autograd][modulated_conv]") {
  Random random(1);
  const f64::Tensor x = random.normal<double>({3, 5, 4, 2}), style = random.normal<double>({3, 2}),
                    kernels = random.normal<double>({4, 3, 2, 2}), bias = random.normal<double>({4}),
                    up_kernels = random.normal<double>({2, 3, 2, 4});
  for (const bool demodulate : {true, false}) {
    const ModulatedConvOptions options{.stride = 2, .padding = 1, .demodulate = demodulate};
    const f64::Tensor y = modulated_conv2d(x, kernels, style, bias, options).value(),
                      up = modulated_conv_transpose2d(x, up_kernels, style, bias, options,
                                                      Activation::leaky_relu(0.2))
                               .value();
    for (std::int64_t sample = 0; sample < 3; ++sample) {
      const f64::Var one = rows(x, sample, sample + 1);
      const f64::Tensor expected = conv2d(one, kernels_of_sample(kernels, style, sample, false, demodulate),
                                          bias, {.stride = 2, .padding = 1})
                                       .value();
      for (std::int64_t i = 0; i < expected.size(); ++i)
        REQUIRE(rows(y, sample, sample + 1).data()[i] == Approx(expected.data()[i]).margin(1e-12));
      const f64::Tensor expected_up =
          leaky_relu(conv_transpose2d(one, kernels_of_sample(up_kernels, style, sample, true, demodulate),
                                      bias, {.stride = 2, .padding = 1}),
                     0.2)
              .value();
      for (std::int64_t i = 0; i < expected_up.size(); ++i)
        REQUIRE(rows(up, sample, sample + 1).data()[i] == Approx(expected_up.data()[i]).margin(1e-12));
    }
  }
}

TEST_CASE("modulated convolutions refuse what does not fit", "[autograd][modulated_conv]") {
  const Var x = Tensor({2, 4, 4, 3}, 0.0f), kernels = Tensor({5, 3, 3, 3}, 0.0f),
            style = Tensor({2, 3}, 1.0f);
  REQUIRE_ERROR(modulated_conv2d(x, kernels, Tensor({2, 4}, 1.0f)),
                "[modulated_conv2d] expected input [N, H, W, in], kernels of rank 4 and style [N, in], got "
                "[2, 4, 4, 3], [5, 3, 3, 3] and [2, 4]");
  REQUIRE_ERROR(modulated_conv_transpose2d(x, kernels, Tensor({3, 3}, 1.0f)),
                "[modulated_conv_transpose2d] expected input [N, H, W, in]");
  REQUIRE_ERROR(modulated_conv2d(x, kernels, style, {}, {.eps = 0}),
                "[modulated_conv2d] expected a finite eps > 0, got 0");
  REQUIRE_ERROR(modulated_conv2d(x, kernels, style, Tensor({4}, 0.0f)),
                "[modulated_conv2d] expected a bias [5], got [4]");
  REQUIRE_ERROR(modulated_conv2d(x, kernels, style, {}, {}, Activation::leaky_relu(-1)),
                "[modulated_conv2d] expected a finite slope >= 0, got -1");
}
