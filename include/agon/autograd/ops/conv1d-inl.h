#pragma once

#include <string>

#include "agon/autograd/ops/conv.hpp"
#include "agon/autograd/ops/conv1d.hpp"
#include "agon/autograd/ops/shape.hpp"
#include "agon/core/error.hpp"

namespace agon {
namespace ops {

inline Size2 across(std::int64_t row, std::int64_t along) { return {row, along}; }

/// [A, L, C] as [A, 1, L, C].
template <class T>
BasicVar<T> as_pictures(const char* name, const char* what, const BasicVar<T>& x) {
  if (x.rank() != 3) fail(name, std::string("expected ") + what + " of rank 3, got " + to_string(x.shape()));
  return agon::reshape(x, {x.dim(0), 1, x.dim(1), x.dim(2)});
}
template <class T>
BasicVar<T> as_sequences(const BasicVar<T>& x) {
  return agon::reshape(x, {x.dim(0), x.dim(2), x.dim(3)});
}

inline void check_channels(const char* name, const Shape& x, const Shape& kernels, std::int64_t channels) {
  if (x[-1] != channels)
    fail(name, "expected input [N, L, " + std::to_string(channels) + "] for kernels " + to_string(kernels) +
                   ", got " + to_string(x));
}

template <class T>
BasicVar<T> conv1d(const BasicVar<T>& x, const BasicVar<T>& kernels, const BasicVar<T>& bias,
                   const ConvOptions1d& o, const Activation& then) {
  const BasicVar<T> rows = as_pictures("conv1d", "input [N, L, in]", x),
                    weights = as_pictures("conv1d", "kernels [out, k, in / groups]", kernels);
  check_channels("conv1d", x.shape(), kernels.shape(), kernels.dim(2) * o.groups);
  return as_sequences(agon::conv2d(rows, weights, bias,
                                   {.stride = across(1, o.stride),
                                    .padding = across(0, o.padding),
                                    .dilation = across(1, o.dilation),
                                    .groups = o.groups},
                                   then));
}

template <class T>
BasicVar<T> conv_transpose1d(const BasicVar<T>& x, const BasicVar<T>& kernels, const BasicVar<T>& bias,
                             const ConvTransposeOptions1d& o, const Activation& then) {
  const BasicVar<T> rows = as_pictures("conv_transpose1d", "input [N, L, in]", x),
                    weights = as_pictures("conv_transpose1d", "kernels [in, k, out / groups]", kernels);
  check_channels("conv_transpose1d", x.shape(), kernels.shape(), kernels.dim(0));
  return as_sequences(agon::conv_transpose2d(rows, weights, bias,
                                             {.stride = across(1, o.stride),
                                              .padding = across(0, o.padding),
                                              .output_padding = across(0, o.output_padding),
                                              .dilation = across(1, o.dilation),
                                              .groups = o.groups},
                                             then));
}

}  // namespace ops

AGON_INLINE Var conv1d(const Var& x, const Var& kernels, const ConvOptions1d& options) {
  return ops::conv1d<float>(x, kernels, {}, options, {});
}
AGON_INLINE f64::Var conv1d(const f64::Var& x, const f64::Var& kernels, const ConvOptions1d& options) {
  return ops::conv1d<double>(x, kernels, {}, options, {});
}
AGON_INLINE Var conv1d(const Var& x, const Var& kernels, const Var& bias, const ConvOptions1d& options,
                       Activation then) {
  return ops::conv1d<float>(x, kernels, bias, options, then);
}
AGON_INLINE f64::Var conv1d(const f64::Var& x, const f64::Var& kernels, const f64::Var& bias,
                            const ConvOptions1d& options, Activation then) {
  return ops::conv1d<double>(x, kernels, bias, options, then);
}
AGON_INLINE Var conv_transpose1d(const Var& x, const Var& kernels, const ConvTransposeOptions1d& options) {
  return ops::conv_transpose1d<float>(x, kernels, {}, options, {});
}
AGON_INLINE f64::Var conv_transpose1d(const f64::Var& x, const f64::Var& kernels,
                                      const ConvTransposeOptions1d& options) {
  return ops::conv_transpose1d<double>(x, kernels, {}, options, {});
}
AGON_INLINE Var conv_transpose1d(const Var& x, const Var& kernels, const Var& bias,
                                 const ConvTransposeOptions1d& options, Activation then) {
  return ops::conv_transpose1d<float>(x, kernels, bias, options, then);
}
AGON_INLINE f64::Var conv_transpose1d(const f64::Var& x, const f64::Var& kernels, const f64::Var& bias,
                                      const ConvTransposeOptions1d& options, Activation then) {
  return ops::conv_transpose1d<double>(x, kernels, bias, options, then);
}

}  // namespace agon
