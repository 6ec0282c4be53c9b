#include "agon/nn/layers/conv.hpp"

#include <cmath>

#include "agon/core/random.hpp"
#include "agon/nn/layers/conv1d.hpp"
#include "agon/nn/layers/conv3d.hpp"
#include "agon_test.hpp"

using namespace agon;

namespace {

using Sizes = std::vector<std::int64_t>;

double largest_difference(const f64::Tensor& a, const f64::Tensor& b) {
  REQUIRE(a.shape() == b.shape());
  double worst = 0;
  for (std::int64_t i = 0; i < a.size(); ++i) worst = std::max(worst, std::abs(a.data()[i] - b.data()[i]));
  return worst;
}

f64::Tensor draw(const Shape& shape, std::uint64_t seed) { return Random(seed).normal<double>(shape); }

Sizes along(std::int64_t length) { return {length}; }
Sizes along(const Size2& s) { return {s.height, s.width}; }
Sizes along(const Size3& s) { return {s.depth, s.height, s.width}; }

/// Calls visit(place) on every place of a grid, the last axis first.
template <class Visit>
void for_each_place(const Sizes& grid, const Visit& visit) {
  Sizes place(grid.size(), 0);
  for (;;) {
    visit(place);
    std::size_t axis = grid.size();
    while (axis > 0 && ++place[axis - 1] == grid[axis - 1]) place[--axis] = 0;
    if (axis == 0) return;
  }
}

std::int64_t index(const Sizes& place, const Sizes& grid) {
  std::int64_t at = 0;
  for (std::size_t i = 0; i < grid.size(); ++i) at = at * grid[i] + place[i];
  return at;
}

/// The axes of a picture, without batch and channels.
Sizes grid_of(const Shape& shape) { return {shape.begin() + 1, shape.end() - 1}; }

/// The place that a padded axis copies, or -1 for a zero; by stepping back from the ends.
std::int64_t copied(std::int64_t at, std::int64_t size, Padding mode) {
  if (mode == Padding::zeros) return at >= 0 && at < size ? at : -1;
  if (mode == Padding::replicate) return std::min(std::max<std::int64_t>(at, 0), size - 1);
  while (at < 0 || at >= size) {
    if (mode == Padding::circular)
      at += at < 0 ? size : -size;
    else
      at = at < 0 ? -at : 2 * (size - 1) - at;
  }
  return at;
}

/// A convolution by its meaning, along any number of axes: the sum over the taps of each window.
template <class Layer>
f64::Tensor convolved(const Layer& layer, const f64::Tensor& x) {
  const f64::Tensor weight = layer.weight.value();
  const Sizes in = grid_of(x.shape()), kernel = grid_of(weight.shape()), stride = along(layer.stride),
              padding = along(layer.padding), dilation = along(layer.dilation);
  Sizes out;
  Shape shape{x.dim(0)};
  for (std::size_t i = 0; i < in.size(); ++i) {
    out.push_back((in[i] + 2 * padding[i] - dilation[i] * (kernel[i] - 1) - 1) / stride[i] + 1);
    shape.push_back(out.back());
  }
  shape.push_back(weight.dim(0));
  f64::Tensor y(shape, 0.0);
  const std::int64_t channels = x.dim(-1), outs = weight.dim(0), group_in = weight.dim(-1),
                     group_out = outs / layer.groups;
  const std::int64_t in_size = x.size() / x.dim(0) / channels, out_size = y.size() / x.dim(0) / outs,
                     taps = weight.size() / outs / group_in;
  double* to = y.mutable_data();
  for (std::int64_t n = 0; n < x.dim(0); ++n)
    for_each_place(out, [&](const Sizes& place) {
      for (std::int64_t o = 0; o < outs; ++o) {
        double sum = layer.bias ? layer.bias->value().data()[o] : 0;
        for_each_place(kernel, [&](const Sizes& tap) {
          Sizes from(place);
          for (std::size_t i = 0; i < from.size(); ++i) {
            from[i] =
                copied(place[i] * stride[i] - padding[i] + tap[i] * dilation[i], in[i], layer.padding_mode);
            if (from[i] < 0) return;
          }
          for (std::int64_t c = 0; c < group_in; ++c)
            sum += x.data()[(n * in_size + index(from, in)) * channels + o / group_out * group_in + c] *
                   weight.data()[(o * taps + index(tap, kernel)) * group_in + c];
        });
        to[(n * out_size + index(place, out)) * outs + o] = sum;
      }
    });
  return y;
}

/// The transposed convolution by its meaning: each input adds its kernel to the output.
template <class Layer>
f64::Tensor scattered(const Layer& layer, const f64::Tensor& x) {
  const f64::Tensor weight = layer.weight.value();
  const Sizes in = grid_of(x.shape()), kernel = grid_of(weight.shape()), stride = along(layer.stride),
              padding = along(layer.padding), dilation = along(layer.dilation),
              more = along(layer.output_padding);
  const std::int64_t channels = x.dim(-1), group_out = weight.dim(-1), outs = group_out * layer.groups,
                     group_in = channels / layer.groups, taps = weight.size() / channels / group_out;
  Sizes out;
  Shape shape{x.dim(0)};
  for (std::size_t i = 0; i < in.size(); ++i) {
    out.push_back((in[i] - 1) * stride[i] - 2 * padding[i] + dilation[i] * (kernel[i] - 1) + 1 + more[i]);
    shape.push_back(out.back());
  }
  shape.push_back(outs);
  f64::Tensor y(shape);
  double* to = y.mutable_data();
  for (std::int64_t i = 0; i < y.size(); ++i) to[i] = layer.bias ? layer.bias->value().data()[i % outs] : 0;
  const std::int64_t in_size = x.size() / x.dim(0) / channels, out_size = y.size() / x.dim(0) / outs;
  for (std::int64_t n = 0; n < x.dim(0); ++n)
    for_each_place(in, [&](const Sizes& place) {
      for_each_place(kernel, [&](const Sizes& tap) {
        Sizes at(place);
        for (std::size_t i = 0; i < at.size(); ++i) {
          at[i] = place[i] * stride[i] - padding[i] + tap[i] * dilation[i];
          if (at[i] < 0 || at[i] >= out[i]) return;
        }
        for (std::int64_t c = 0; c < channels; ++c)
          for (std::int64_t o = 0; o < group_out; ++o)
            to[(n * out_size + index(at, out)) * outs + c / group_in * group_out + o] +=
                x.data()[(n * in_size + index(place, in)) * channels + c] *
                weight.data()[(c * taps + index(tap, kernel)) * group_out + o];
      });
    });
  return y;
}

/// The layer of these options, with a bias that is not zero.
template <class Layer, class Options>
Layer biased(const Options& options) {
  Layer layer{options};
  if (layer.bias) layer.bias = draw({options.out}, 3);
  return layer;
}

}  // namespace

TEST_CASE("Conv2d with groups, dilation and each padding is the sum over its window", "[nn][layers]") {
  for (const Padding mode : {Padding::zeros, Padding::reflect, Padding::replicate, Padding::circular}) {
    INFO(name_of(mode));
    const Conv2dOptions all[] = {
        {.in = 4, .out = 6, .kernel = 3, .stride = 2, .padding = {1, 2}, .groups = 2, .padding_mode = mode},
        {.in = 2, .out = 3, .kernel = {3, 2}, .padding = 3, .dilation = {2, 3}, .padding_mode = mode},
        {.in = 5, .out = 5, .kernel = 3, .padding = 1, .groups = 5, .padding_mode = mode},
        {.in = 3,
         .out = 9,
         .kernel = {1, 4},
         .padding = {0, 4},
         .dilation = 2,
         .groups = 3,
         .padding_mode = mode},
        {.in = 6, .out = 3, .kernel = 2, .stride = 3, .groups = 3, .padding_mode = mode, .bias = false}};
    for (const Conv2dOptions& options : all) {
      const auto layer = biased<f64::Conv2d>(options);
      const f64::Tensor x = draw({2, 7, 5, options.in}, 2);
      REQUIRE(largest_difference(layer(x).value(), convolved(layer, x)) < 1e-12);
    }
  }
}

TEST_CASE("Conv1d and Conv3d are the sum over their windows", "[nn][layers]") {
  for (const Padding mode : {Padding::zeros, Padding::reflect, Padding::replicate, Padding::circular}) {
    INFO(name_of(mode));
    const Conv1dOptions lines[] = {
        {.in = 3, .out = 2, .kernel = 4, .stride = 2, .padding = 1, .padding_mode = mode},
        {.in = 4, .out = 6, .kernel = 3, .padding = 4, .dilation = 3, .groups = 2, .padding_mode = mode}};
    for (const Conv1dOptions& options : lines) {
      const auto layer = biased<f64::Conv1d>(options);
      const f64::Tensor x = draw({2, 9, options.in}, 2);
      REQUIRE(largest_difference(layer(x).value(), convolved(layer, x)) < 1e-12);
    }
    const Conv3dOptions volumes[] = {
        {.in = 3, .out = 2, .kernel = 3, .stride = 2, .padding = 1, .padding_mode = mode},
        {.in = 4,
         .out = 6,
         .kernel = {2, 1, 3},
         .padding = {2, 0, 1},
         .dilation = {3, 1, 2},
         .groups = 2,
         .padding_mode = mode},
        {.in = 3, .out = 3, .kernel = {3, 2, 2}, .padding = {1, 0, 0}, .groups = 3, .padding_mode = mode},
        {.in = 2, .out = 3, .kernel = {1, 3, 2}, .padding = {0, 1, 1}, .padding_mode = mode, .bias = false}};
    for (const Conv3dOptions& options : volumes) {
      const auto layer = biased<f64::Conv3d>(options);
      const f64::Tensor x = draw({2, 4, 5, 3, options.in}, 2);
      REQUIRE(largest_difference(layer(x).value(), convolved(layer, x)) < 1e-12);
    }
  }
}

TEST_CASE("transposed convolutions scatter their kernels", "[nn][layers]") {
  const ConvTranspose2dOptions pictures[] = {
      {.in = 4, .out = 6, .kernel = 4, .stride = 2, .padding = 1, .groups = 2},
      {.in = 3,
       .out = 3,
       .kernel = 3,
       .stride = {2, 3},
       .output_padding = {1, 2},
       .dilation = {3, 2},
       .groups = 3},
      {.in = 2, .out = 3, .kernel = {2, 3}, .stride = 4, .dilation = {2, 4}, .bias = false}};
  for (const auto& options : pictures) {
    const auto layer = biased<f64::ConvTranspose2d>(options);
    const f64::Tensor x = draw({2, 4, 3, options.in}, 2);
    REQUIRE(largest_difference(layer(x).value(), scattered(layer, x)) < 1e-12);
  }
  const ConvTranspose1dOptions lines[] = {
      {.in = 3, .out = 2, .kernel = 4, .stride = 2, .padding = 1},
      {.in = 4, .out = 2, .kernel = 3, .stride = 3, .output_padding = 2, .dilation = 2, .groups = 2}};
  for (const auto& options : lines) {
    const auto layer = biased<f64::ConvTranspose1d>(options);
    const f64::Tensor x = draw({2, 5, options.in}, 2);
    REQUIRE(largest_difference(layer(x).value(), scattered(layer, x)) < 1e-12);
  }
  const ConvTranspose3dOptions volumes[] = {{.in = 3, .out = 2, .kernel = 4, .stride = 2, .padding = 1},
                                            {.in = 4,
                                             .out = 2,
                                             .kernel = {3, 1, 2},
                                             .stride = {2, 1, 3},
                                             .output_padding = {1, 0, 2},
                                             .dilation = {2, 1, 1},
                                             .groups = 2}};
  for (const auto& options : volumes) {
    const auto layer = biased<f64::ConvTranspose3d>(options);
    const f64::Tensor x = draw({2, 3, 2, 3, options.in}, 2);
    REQUIRE(largest_difference(layer(x).value(), scattered(layer, x)) < 1e-12);
  }
}

TEST_CASE("fans of grouped convolutions count what meets", "[nn][layers]") {
  const Conv2d conv{{.in = 8, .out = 12, .kernel = {3, 2}, .groups = 4}};
  CHECK(conv.weight.shape() == Shape{12, 3, 2, 2});
  CHECK(conv.weight.info().fan_in == 12);
  CHECK(conv.weight.info().fan_out == 18);
  const ConvTranspose2d up{{.in = 8, .out = 12, .kernel = 4, .stride = 2, .groups = 4}};
  CHECK(up.weight.shape() == Shape{8, 4, 4, 3});
  CHECK(up.weight.info().fan_in == 8);
  CHECK(up.weight.info().fan_out == 48);
  const Conv1d line{{.in = 4, .out = 6, .kernel = 5, .groups = 2}};
  CHECK(line.weight.shape() == Shape{6, 5, 2});
  CHECK(line.weight.info().fan_in == 10);
  const Conv3d volume{{.in = 4, .out = 6, .kernel = {2, 3, 4}}};
  CHECK(volume.weight.shape() == Shape{6, 2, 3, 4, 4});
  CHECK(volume.weight.info().fan_in == 96);
}

TEST_CASE("convolution layers refuse impossible options", "[nn][layers]") {
  REQUIRE_ERROR((Conv2d{{.in = 6, .out = 4, .kernel = 3, .groups = 4}}),
                "[Conv2d] expected groups that divide in and out channels, got groups 4, in 6, out 4");
  REQUIRE_ERROR((Conv2d{{.in = 6, .out = 4, .kernel = 3, .groups = 0}}),
                "[Conv2d] expected groups that divide in and out channels, got groups 0, in 6, out 4");
  REQUIRE_ERROR((Conv2d{{.in = 1, .out = 1, .kernel = 3, .dilation = {1, 0}}}),
                "[Conv2d] expected dilation >= 1, got 1x0");
  REQUIRE_ERROR(
      (ConvTranspose2d{{.in = 6, .out = 4, .kernel = 3, .groups = 3}}),
      "[ConvTranspose2d] expected groups that divide in and out channels, got groups 3, in 6, out 4");
  REQUIRE_ERROR((ConvTranspose2d{{.in = 1, .out = 1, .kernel = 3, .dilation = -1}}),
                "[ConvTranspose2d] expected dilation >= 1, got -1x-1");
  REQUIRE_ERROR((Conv1d{{.in = 1, .out = 1}}), "[Conv1d] expected kernel >= 1, got 0");
  REQUIRE_ERROR((ConvTranspose1d{{.in = 1, .out = 1, .kernel = 3, .stride = 2, .output_padding = 2}}),
                "[ConvTranspose1d] expected output_padding < stride 2, got 2");
  REQUIRE_ERROR((Conv3d{{.in = 1, .out = 1, .kernel = {3, 0, 3}}}),
                "[Conv3d] expected kernel >= 1, got 3x0x3");
  REQUIRE_ERROR((ConvTranspose3d{{.in = 1, .out = 1, .kernel = 3, .padding = {0, -1, 0}}}),
                "[ConvTranspose3d] expected padding >= 0, got 0x-1x0");
}

TEST_CASE("convolution layers refuse input that does not fit", "[nn][layers]") {
  const Conv2d groups{{.in = 6, .out = 4, .kernel = 3, .dilation = {2, 1}, .groups = 2}};
  REQUIRE_ERROR(groups(Tensor({1, 9, 9, 3}, 0.0f)), "[Conv2d] expected input [N, H, W, 6], got [1, 9, 9, 3]");
  REQUIRE_ERROR(groups(Tensor({1, 4, 9, 6}, 0.0f)),
                "[Conv2d] expected input [N, H >= 5, W >= 3, 6] for kernel 3x3 with dilation 2x1 and "
                "padding 0x0, got [1, 4, 9, 6]");
  const Conv2d mirrored{{.in = 1, .out = 1, .kernel = 3, .padding = 3, .padding_mode = Padding::reflect}};
  REQUIRE_ERROR(mirrored(Tensor({1, 3, 9, 1}, 0.0f)),
                "[Conv2d] expected input [N, H >= 4, W >= 4, 1] for kernel 3x3 with reflect padding 3x3, got "
                "[1, 3, 9, 1]");
  REQUIRE_ERROR((Conv1d{{.in = 2, .out = 1, .kernel = 4}}(Tensor({1, 3, 2}, 0.0f))),
                "[Conv1d] expected input [N, L >= 4, 2] for kernel 4 with padding 0, got [1, 3, 2]");
  REQUIRE_ERROR((Conv1d{{.in = 2, .out = 1, .kernel = 4}}(Tensor({1, 1, 3, 2}, 0.0f))),
                "[Conv1d] expected input [N, L, 2], got [1, 1, 3, 2]");
  REQUIRE_ERROR((Conv3d{{.in = 2, .out = 1, .kernel = 2}}(Tensor({1, 3, 1, 2, 2}, 0.0f))),
                "[Conv3d] expected input [N, D >= 2, H >= 2, W >= 2, 2] for kernel 2x2x2 with padding 0x0x0, "
                "got [1, 3, 1, 2, 2]");
  REQUIRE_ERROR((ConvTranspose1d{{.in = 2, .out = 1, .kernel = 2, .padding = 2}}(Tensor({1, 3, 2}, 0.0f))),
                "[ConvTranspose1d] expected input [N, L, 2] large enough for an output of at least 1, got "
                "[1, 3, 2]");
  REQUIRE_ERROR((ConvTranspose3d{{.in = 2, .out = 1, .kernel = 2}}(Tensor({1, 3, 3, 2}, 0.0f))),
                "[ConvTranspose3d] expected input [N, D, H, W, 2], got [1, 3, 3, 2]");
}
