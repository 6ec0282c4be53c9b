#pragma once

#include <algorithm>
#include <string>

#include "agon/autograd/ops/conv.hpp"
#include "agon/core/error.hpp"
#include "agon/nn/init.hpp"
#include "agon/nn/layers/check.hpp"
#include "agon/nn/layers/conv_spec.hpp"

namespace agon::detail {

// "4x3", or "4" along one axis.
AGON_INLINE std::string sizes_text(const Shape& sizes) {
  std::string text;
  for (const std::int64_t size : sizes) text.append(text.empty() ? "" : "x").append(std::to_string(size));
  return text;
}

AGON_INLINE void check_sizes(const char* layer, const char* name, const Shape& sizes, std::int64_t least) {
  if (*std::min_element(sizes.begin(), sizes.end()) < least)
    fail(layer,
         "expected " + std::string(name) + " >= " + std::to_string(least) + ", got " + sizes_text(sizes));
}

AGON_INLINE void ConvSpec::check() const {
  check_at_least(layer, "in", in, 1);
  check_at_least(layer, "out", out, 1);
  check_sizes(layer, "kernel", kernel, 1);
  check_sizes(layer, "stride", stride, 1);
  check_sizes(layer, "padding", padding, 0);
  check_sizes(layer, "dilation", dilation, 1);
  if (groups < 1 || in % groups != 0 || out % groups != 0)
    fail(layer, "expected groups that divide in and out channels, got groups " + std::to_string(groups) +
                    ", in " + std::to_string(in) + ", out " + std::to_string(out));
  if (output_padding.empty()) return;
  check_sizes(layer, "output_padding", output_padding, 0);
  for (int i = 0; i < stride.rank(); ++i)
    if (output_padding[i] >= stride[i])
      fail(layer,
           "expected output_padding < stride " + sizes_text(stride) + ", got " + sizes_text(output_padding));
}

// The least size of an input along an axis: what a kernel reaches over, and what a padding copies.
AGON_INLINE std::int64_t least_size(const ConvSpec& s, int axis) {
  const std::int64_t reach = (s.kernel[axis] - 1) * s.dilation[axis] + 1, padding = s.padding[axis];
  const std::int64_t copied = s.mode == Padding::reflect && padding > 0 ? padding + 1
                              : s.mode == Padding::circular             ? padding
                                                                        : 1;
  return std::max(std::max<std::int64_t>(1, copied), reach - 2 * padding);
}

// "[N, H >= 4, W >= 4, 64]", or without the least sizes.
AGON_INLINE std::string input_text(const ConvSpec& s, bool sizes) {
  const char* names = s.kernel.rank() == 1 ? "L" : s.kernel.rank() == 2 ? "HW" : "DHW";
  std::string text = "[N, ";
  for (int i = 0; i < s.kernel.rank(); ++i) {
    text += names[i];
    if (sizes) text += " >= " + std::to_string(least_size(s, i));
    text += ", ";
  }
  return text + std::to_string(s.in) + "]";
}

AGON_INLINE void ConvSpec::check_input(const Shape& x) const {
  const int axes = kernel.rank();
  if (x.rank() != axes + 2 || x[-1] != in) fail_input(layer, input_text(*this, false), x);
  bool fits = true;
  for (int i = 0; i < axes && !transposed; ++i) fits = fits && x[i + 1] >= least_size(*this, i);
  if (!fits) {
    std::string text = input_text(*this, true) + " for kernel " + sizes_text(kernel);
    const bool dilated = dilation != Shape::filled(axes, 1);
    text.append(" with ");
    if (dilated) text.append("dilation ").append(sizes_text(dilation)).append(" and ");
    if (mode != Padding::zeros) text.append(name_of(mode)).append(" ");
    text.append("padding ");
    fail_input(layer, text + sizes_text(padding), x);
  }
  for (int i = 0; i < axes && transposed; ++i)
    fits = fits && x[i + 1] >= 1 &&
           transposed_size(x[i + 1], kernel[i], stride[i], padding[i], output_padding[i], dilation[i]) >= 1;
  if (!fits)
    fail_input(layer,
               input_text(*this, false) + " large enough for an output of at least " +
                   sizes_text(Shape::filled(axes, 1)),
               x);
}

template <class T>
BasicParameter<T> ConvSpec::weight() const {
  const std::int64_t first = transposed ? in : out, last = (transposed ? out : in) / groups;
  Shape shape{first};
  // Seen from the side that the stride thins out, a place meets one in `stride` of a kernel's taps.
  double window = 1, thinned = 1;
  for (int i = 0; i < kernel.rank(); ++i) {
    shape.push_back(kernel[i]);
    window *= static_cast<double>(kernel[i]);
    thinned *= static_cast<double>(std::min(kernel[i], stride[i]));
  }
  shape.push_back(last);
  const double last_fan = window * static_cast<double>(last),
               first_fan = window * static_cast<double>(first / groups) / thinned;
  const double fan_in = transposed ? first_fan : last_fan, fan_out = transposed ? last_fan : first_fan;
  return {layer_default().draw<T>(shape, fan_in, fan_out), {ParameterRole::weight, fan_in, fan_out}};
}

AGON_INLINE Shape kernel_sizes(const Shape& weight) { return Shape(weight.begin() + 1, weight.end() - 1); }

}  // namespace agon::detail
