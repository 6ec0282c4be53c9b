#pragma once

#include <cmath>
#include <string>

#include "agon/autograd/ops/arithmetic.hpp"
#include "agon/autograd/ops/conv.hpp"
#include "agon/autograd/ops/linear.hpp"
#include "agon/autograd/ops/modulated_conv.hpp"
#include "agon/autograd/ops/scale_shift.hpp"
#include "agon/autograd/record.hpp"
#include "agon/core/error.hpp"
#include "agon/kernels/map.hpp"
#include "agon/kernels/reduce.hpp"

namespace agon {
namespace ops {

inline void check_modulated(const char* name, const Shape& x, const Shape& kernels, const Shape& style,
                            double eps) {
  if (x.rank() != 4 || kernels.rank() != 4 || style != Shape{x[0], x[3]})
    fail(name, "expected input [N, H, W, in], kernels of rank 4 and style [N, in], got " + to_string(x) +
                   ", " + to_string(kernels) + " and " + to_string(style));
  if (!(eps > 0) || !std::isfinite(eps)) fail(name, "expected a finite eps > 0, got " + std::to_string(eps));
}

/// The sums of squares over a kernel's taps, [first, last axis].
template <class T>
BasicVar<T> tap_squares(const BasicVar<T>& weights) {
  const BasicTensor<T> squares = kernels::map(
      "tap_squares", [](auto v) { return v * v; }, weights.value());
  return record<T>("tap_squares", kernels::sum(squares, Axes{1, 2}), {keep(weights)}, [](Rule<T>& r) {
    const Shape over{r.input_shape(0)[0], 1, 1, r.input_shape(0)[3]};
    r.give(0, agon::reshape(r.grad() * T{2}, over) * r.input(0));
  });
}

/// 1 / norm of each sample's kernels [N, out]. The sum over a kernel's taps does not depend on the sample.
template <class T>
BasicVar<T> demodulation(const BasicVar<T>& kernels, const BasicVar<T>& style, bool transposed, double eps) {
  const BasicVar<T> norms = agon::matmul(agon::square(style), tap_squares(kernels), false, !transposed);
  return agon::map(
      "demodulation", [eps = static_cast<T>(eps)](auto v) { return 1 / sqrt(v + eps); }, norms);
}

/// activation(y * factors + bias).
template <class T>
BasicVar<T> demodulated(const char* name, const BasicVar<T>& y, const BasicVar<T>& factors,
                        const BasicVar<T>& bias, const Activation& then) {
  const BasicVar<T> offset = bias.defined() ? bias : BasicVar<T>(BasicTensor<T>::zeros({y.dim(-1)}));
  if (offset.shape() != Shape{y.dim(-1)})
    fail(name, "expected a bias [" + std::to_string(y.dim(-1)) + "], got " + to_string(bias.shape()));
  return scale_shift(name, y, over_places(factors, 4), offset, then);
}

template <class T>
BasicVar<T> modulated_conv2d(const BasicVar<T>& x, const BasicVar<T>& kernels, const BasicVar<T>& style,
                             const BasicVar<T>& bias, const ModulatedConvOptions& o, const Activation& then) {
  check_modulated("modulated_conv2d", x.shape(), kernels.shape(), style.shape(), o.eps);
  const BasicVar<T> modulated = x * over_places(style, 4);
  const ConvOptions options{.stride = o.stride, .padding = o.padding};
  if (!o.demodulate) return agon::conv2d(modulated, kernels, bias, options, then);
  const BasicVar<T> y = agon::conv2d(modulated, kernels, options);
  const BasicVar<T> factors = demodulation(kernels, style, false, o.eps);
  return demodulated("modulated_conv2d", y, factors, bias, then);
}

template <class T>
BasicVar<T> modulated_conv_transpose2d(const BasicVar<T>& x, const BasicVar<T>& kernels,
                                       const BasicVar<T>& style, const BasicVar<T>& bias,
                                       const ModulatedConvOptions& o, const Activation& then) {
  check_modulated("modulated_conv_transpose2d", x.shape(), kernels.shape(), style.shape(), o.eps);
  const BasicVar<T> modulated = x * over_places(style, 4);
  const ConvTransposeOptions options{.stride = o.stride, .padding = o.padding};
  if (!o.demodulate) return agon::conv_transpose2d(modulated, kernels, bias, options, then);
  const BasicVar<T> y = agon::conv_transpose2d(modulated, kernels, options);
  const BasicVar<T> factors = demodulation(kernels, style, true, o.eps);
  return demodulated("modulated_conv_transpose2d", y, factors, bias, then);
}

}  // namespace ops

AGON_INLINE Var modulated_conv2d(const Var& x, const Var& kernels, const Var& style, const Var& bias,
                                 const ModulatedConvOptions& options, Activation then) {
  return ops::modulated_conv2d<float>(x, kernels, style, bias, options, then);
}
AGON_INLINE f64::Var modulated_conv2d(const f64::Var& x, const f64::Var& kernels, const f64::Var& style,
                                      const f64::Var& bias, const ModulatedConvOptions& options,
                                      Activation then) {
  return ops::modulated_conv2d<double>(x, kernels, style, bias, options, then);
}
AGON_INLINE Var modulated_conv_transpose2d(const Var& x, const Var& kernels, const Var& style,
                                           const Var& bias, const ModulatedConvOptions& options,
                                           Activation then) {
  return ops::modulated_conv_transpose2d<float>(x, kernels, style, bias, options, then);
}
AGON_INLINE f64::Var modulated_conv_transpose2d(const f64::Var& x, const f64::Var& kernels,
                                                const f64::Var& style, const f64::Var& bias,
                                                const ModulatedConvOptions& options, Activation then) {
  return ops::modulated_conv_transpose2d<double>(x, kernels, style, bias, options, then);
}

}  // namespace agon
