#pragma once

#include <cmath>
#include <string>

#include "agon/autograd/ops/arithmetic.hpp"
#include "agon/autograd/ops/composed.hpp"
#include "agon/autograd/ops/finish.hpp"
#include "agon/autograd/ops/group_norm.hpp"
#include "agon/autograd/ops/reduce.hpp"
#include "agon/autograd/ops/scale_shift.hpp"
#include "agon/autograd/ops/shape.hpp"
#include "agon/autograd/record.hpp"
#include "agon/core/error.hpp"
#include "agon/kernels/group_norm.hpp"

namespace agon {
namespace ops {

/// How x is cut into what has one mean: [samples, rows, groups, channels of a group].
struct NormView {
  kernels::GroupNormShape shape;
  double eps;
  bool by_rows;         // each row by itself: samples are rows
  bool centred = true;  // or about 0

  Shape split() const { return {shape.samples, shape.rows, shape.groups, shape.channels / shape.groups}; }
  Shape channels() const { return {shape.groups, shape.channels / shape.groups}; }
};

/// (x - mean) / sqrt(variance + eps) in plain operations, as [samples, rows, groups, channels of a group],
/// and the divisor's inverse.
template <class T>
struct NormalisedGroups {
  BasicVar<T> x, inv_std;

  NormalisedGroups(const BasicVar<T>& input, const NormView& view) {
    const BasicVar<T> split = agon::reshape(input, view.split());
    const BasicVar<T> centred = view.centred ? split - agon::mean(split, {1, 3}, true) : split;
    const BasicVar<T> variance = agon::mean(agon::square(centred), {1, 3}, true);
    inv_std = T{1} / agon::sqrt(variance + static_cast<T>(view.eps));
    x = centred * inv_std;
  }
};

template <class T>
BasicVar<T> norm_composed(const BasicVar<T>& x, const BasicVar<T>& gamma, const BasicVar<T>& beta,
                          const NormView& view) {
  const BasicVar<T> scale = agon::reshape(gamma, view.channels()),
                    shift = agon::reshape(beta, view.channels());
  return agon::reshape(NormalisedGroups<T>(x, view).x * scale + shift, x.shape());
}

/// How a gradient gy passes to x, in plain operations.
template <class T>
BasicVar<T> norm_grad_composed(const BasicVar<T>& gy, const BasicVar<T>& x, const BasicVar<T>& gamma,
                               const NormView& view) {
  const NormalisedGroups<T> normalised(x, view);
  const BasicVar<T> g = agon::reshape(gy, view.split()) * agon::reshape(gamma, view.channels());
  const BasicVar<T> along = normalised.x * agon::mean(g * normalised.x, {1, 3}, true);
  const BasicVar<T> level = view.centred ? agon::mean(g, {1, 3}, true) + along : along;
  return agon::reshape(normalised.inv_std * (g - level), x.shape());
}

template <class T>
kernels::GroupNormGrad<T> norm_kernel_grad(const NormView& view, const BasicTensor<T>& gy,
                                           const BasicTensor<T>& x, const BasicTensor<T>& gamma,
                                           const BasicTensor<T>& mean, const BasicTensor<T>& inv_std,
                                           bool affine, const BasicTensor<T>& y = {}, T slope = 1) {
  return view.by_rows ? kernels::row_norm_grad(gy, x, gamma, mean, inv_std, view.centred, affine, y, slope)
                      : kernels::group_norm_grad(view.shape, gy, x, gamma, mean, inv_std, y, slope);
}

template <class T>
kernels::GroupNormGradGrad<T> norm_kernel_grad_grad(const NormView& view, const Rule<T>& r) {
  const auto value = [&r](std::size_t i) { return r.input(i).value(); };
  return view.by_rows ? kernels::row_norm_grad_grad(r.grad().value(), value(0), value(1), value(2), value(3),
                                                    value(4), view.centred)
                      : kernels::group_norm_grad_grad(view.shape, r.grad().value(), value(0), value(1),
                                                      value(2), value(3), value(4));
}

/// The same in one kernel, from the statistics that the forward kernel left. So is its gradient, where none
/// of its own is asked for.
template <class T>
BasicVar<T> norm_grad(const char* name, const BasicVar<T>& gy, const BasicVar<T>& x, const BasicVar<T>& gamma,
                      const BasicVar<T>& mean, const BasicVar<T>& inv_std, const NormView& view) {
  const auto gx =
      norm_kernel_grad(view, gy.value(), x.value(), gamma.value(), mean.value(), inv_std.value(), false).gx;
  return record<T>(name, gx, {keep(gy), keep(x), keep(gamma), keep(mean), keep(inv_std)}, [view](Rule<T>& r) {
    if (recording())
      return differentiate_composed<3>(
          r, [&view](const auto& at) { return norm_grad_composed(at[0], at[1], at[2], view); });
    const auto g = norm_kernel_grad_grad(view, r);
    r.give(0, BasicVar<T>(g.ggy));
    r.give(1, BasicVar<T>(g.ggx));
    r.give(2, BasicVar<T>(g.ggamma));
  });
}

// With a graph: gx as an operation of its own, the others in plain operations.
template <class T>
void recorded_norm_rule(const char* name, Rule<T>& r, const NormView& view, const Activation& then) {
  const BasicVar<T> gy = before_activation(r, then);
  if (r.wants(0)) r.give(0, norm_grad(name, gy, r.input(0), r.input(1), r.input(3), r.input(4), view));
  const BasicVar<T> split = agon::reshape(gy, view.split());
  if (r.wants(1))
    r.give(1, agon::reshape(agon::sum(split * NormalisedGroups<T>(r.input(0), view).x, {0, 1}),
                            r.input_shape(1)));
  if (r.wants(2)) r.give(2, agon::reshape(agon::sum(split, {0, 1}), r.input_shape(2)));
}

// Without: one kernel, from the statistics that the forward kernel left.
template <class T>
void fused_norm_rule(Rule<T>& r, const NormView& view, const Activation& then) {
  const BasicTensor<T> y = then.none() ? BasicTensor<T>() : r.output().value();
  const auto gradients =
      norm_kernel_grad(view, r.grad().value(), r.input(0).value(), r.input(1).value(), r.input(3).value(),
                       r.input(4).value(), r.wants(1) || r.wants(2), y, static_cast<T>(then.slope));
  r.give(0, BasicVar<T>(gradients.gx));
  if (r.wants(1)) r.give(1, BasicVar<T>(gradients.ggamma));
  if (r.wants(2)) r.give(2, BasicVar<T>(gradients.gbeta));
}

template <class T>
BasicVar<T> norm(const char* name, const BasicVar<T>& x, const BasicVar<T>& gamma, const BasicVar<T>& beta,
                 const NormView& view, const Activation& then) {
  check_slope(name, then.slope);
  const T slope = static_cast<T>(then.slope);
  const auto result =
      view.by_rows ? kernels::row_norm(x.value(), gamma.value(), beta.value(), view.centred, view.eps, slope)
                   : kernels::group_norm(view.shape, x.value(), gamma.value(), beta.value(), view.eps, slope);
  if (!then.none()) observe_signs(result.y);
  const BasicVar<T> mean = result.mean, inv_std = result.inv_std;
  return record<T>(
      name, result.y, {keep(x), keep(gamma), link(beta), keep(mean), keep(inv_std)},
      [name, view, slope = then.slope](Rule<T>& r) {
        if (recording()) return recorded_norm_rule(name, r, view, {slope});
        fused_norm_rule(r, view, {slope});
      },
      then.none() ? Output::dropped : Output::kept);
}

inline void check_norm_eps(const char* name, double eps) {
  if (!(eps > 0) || !std::isfinite(eps)) fail(name, "expected a finite eps > 0, got " + std::to_string(eps));
}

/// gamma or beta as given, or all 1 or 0 where it is not.
template <class T>
BasicVar<T> affine_or(const char* name, const BasicVar<T>& given, const Shape& shape, T otherwise) {
  if (!given.defined()) return BasicTensor<T>(shape, otherwise);
  if (given.shape() != shape)
    fail(name, "expected gamma and beta " + to_string(shape) + ", got " + to_string(given.shape()));
  return given;
}

template <class T>
NormView layer_view(const BasicVar<T>& x, const BasicVar<T>& gamma, double eps) {
  check_norm_eps("layer_norm", eps);
  const Shape shape = gamma.defined() ? gamma.shape() : Shape{};
  bool fits = x.size() > 0 && shape.rank() > 0 && shape.rank() <= x.rank();
  for (int axis = 1; fits && axis <= shape.rank(); ++axis) fits = shape[-axis] == x.dim(-axis);
  if (!fits)
    fail("layer_norm", "expected input of at least one sample and gamma of its last axes, got " +
                           to_string(x.shape()) + " and " + to_string(shape));
  return {{x.size() / gamma.size(), 1, gamma.size(), 1}, eps, true};
}

inline NormView group_view(const char* name, const Shape& x, std::int64_t groups, double eps) {
  check_norm_eps(name, eps);
  if (x.rank() < 2 || x.size() == 0)
    fail(name, "expected input [N, ..., C] of at least one sample, got " + to_string(x));
  if (groups < 1 || x[-1] % groups != 0)
    fail(name, "expected groups >= 1 that divide the channels of " + to_string(x) + ", got " +
                   std::to_string(groups));
  return {{x[0], x.size() / (x[0] * x[-1]), x[-1], groups}, eps, false};
}

inline NormView pixel_view(const Shape& x, double eps) {
  check_norm_eps("pixel_norm", eps);
  if (x.rank() < 1 || x.size() == 0)
    fail("pixel_norm", "expected input [..., C] that is not empty, got " + to_string(x));
  return {{x.size() / x[-1], 1, x[-1], 1}, eps, true, false};
}

template <class T>
BasicVar<T> layer_norm(const BasicVar<T>& x, const BasicVar<T>& gamma, const BasicVar<T>& beta, T eps,
                       const Activation& then) {
  const NormView view = layer_view(x, gamma, eps);
  return norm("layer_norm", x, gamma, affine_or("layer_norm", beta, gamma.shape(), T{0}), view, then);
}

template <class T>
BasicVar<T> group_norm(const char* name, const BasicVar<T>& x, std::int64_t groups, const BasicVar<T>& gamma,
                       const BasicVar<T>& beta, T eps, const Activation& then) {
  const NormView view = group_view(name, x.shape(), groups, eps);
  const Shape channels{x.dim(-1)};
  return norm(name, x, affine_or(name, gamma, channels, T{1}), affine_or(name, beta, channels, T{0}), view,
              then);
}

template <class T>
BasicVar<T> instance_norm(const BasicVar<T>& x, const BasicVar<T>& gamma, const BasicVar<T>& beta, T eps,
                          const Activation& then) {
  return group_norm<T>("instance_norm", x, x.rank() > 0 ? x.dim(-1) : 1, gamma, beta, eps, then);
}

template <class T>
BasicVar<T> adaptive_instance_norm(const BasicVar<T>& x, const BasicVar<T>& scale, const BasicVar<T>& shift,
                                   T eps) {
  const char* name = "adaptive_instance_norm";
  const NormView view = group_view(name, x.shape(), x.rank() > 0 ? x.dim(-1) : 1, eps);
  const Shape styles{x.dim(0), x.dim(-1)};
  if (scale.shape() != styles || shift.shape() != styles)
    fail(name, "expected scale and shift " + to_string(styles) + " for input " + to_string(x.shape()) +
                   ", got " + to_string(scale.shape()) + " and " + to_string(shift.shape()));
  const BasicVar<T> one = BasicTensor<T>(Shape{x.dim(-1)}, T{1}),
                    zero = BasicTensor<T>(Shape{x.dim(-1)}, T{0});
  return scale_shift(name, norm(name, x, one, zero, view, {}), over_places(scale, x.rank()),
                     over_places(shift, x.rank()));
}

template <class T>
BasicVar<T> pixel_norm(const BasicVar<T>& x, T eps) {
  const NormView view = pixel_view(x.shape(), eps);
  const BasicVar<T> one = BasicTensor<T>(Shape{x.dim(-1)}, T{1}),
                    zero = BasicTensor<T>(Shape{x.dim(-1)}, T{0});
  return norm("pixel_norm", x, one, zero, view, {});
}

template <class T>
BasicVar<T> layer_norm_composed(const BasicVar<T>& x, const BasicVar<T>& gamma, const BasicVar<T>& beta,
                                T eps) {
  const NormView view = layer_view(x, gamma, eps);
  return norm_composed(x, gamma, affine_or("layer_norm", beta, gamma.shape(), T{0}), view);
}

template <class T>
BasicVar<T> group_norm_composed(const BasicVar<T>& x, std::int64_t groups, const BasicVar<T>& gamma,
                                const BasicVar<T>& beta, T eps) {
  const NormView view = group_view("group_norm", x.shape(), groups, eps);
  const Shape channels{x.dim(-1)};
  return norm_composed(x, affine_or("group_norm", gamma, channels, T{1}),
                       affine_or("group_norm", beta, channels, T{0}), view);
}

template <class T>
BasicVar<T> pixel_norm_composed(const BasicVar<T>& x, T eps) {
  const NormView view = pixel_view(x.shape(), eps);
  return agon::reshape(NormalisedGroups<T>(x, view).x, x.shape());
}

}  // namespace ops

AGON_INLINE Var layer_norm(const Var& x, const Var& gamma, const Var& beta, float eps, Activation then) {
  return ops::layer_norm<float>(x, gamma, beta, eps, then);
}
AGON_INLINE f64::Var layer_norm(const f64::Var& x, const f64::Var& gamma, const f64::Var& beta, double eps,
                                Activation then) {
  return ops::layer_norm<double>(x, gamma, beta, eps, then);
}
AGON_INLINE Var group_norm(const Var& x, std::int64_t groups, const Var& gamma, const Var& beta, float eps,
                           Activation then) {
  return ops::group_norm<float>("group_norm", x, groups, gamma, beta, eps, then);
}
AGON_INLINE f64::Var group_norm(const f64::Var& x, std::int64_t groups, const f64::Var& gamma,
                                const f64::Var& beta, double eps, Activation then) {
  return ops::group_norm<double>("group_norm", x, groups, gamma, beta, eps, then);
}
AGON_INLINE Var instance_norm(const Var& x, const Var& gamma, const Var& beta, float eps, Activation then) {
  return ops::instance_norm<float>(x, gamma, beta, eps, then);
}
AGON_INLINE f64::Var instance_norm(const f64::Var& x, const f64::Var& gamma, const f64::Var& beta, double eps,
                                   Activation then) {
  return ops::instance_norm<double>(x, gamma, beta, eps, then);
}
AGON_INLINE Var adaptive_instance_norm(const Var& x, const Var& scale, const Var& shift, float eps) {
  return ops::adaptive_instance_norm<float>(x, scale, shift, eps);
}
AGON_INLINE f64::Var adaptive_instance_norm(const f64::Var& x, const f64::Var& scale, const f64::Var& shift,
                                            double eps) {
  return ops::adaptive_instance_norm<double>(x, scale, shift, eps);
}
AGON_INLINE Var pixel_norm(const Var& x, float eps) { return ops::pixel_norm<float>(x, eps); }
AGON_INLINE f64::Var pixel_norm(const f64::Var& x, double eps) { return ops::pixel_norm<double>(x, eps); }
AGON_INLINE Var layer_norm_composed(const Var& x, const Var& gamma, const Var& beta, float eps) {
  return ops::layer_norm_composed<float>(x, gamma, beta, eps);
}
AGON_INLINE f64::Var layer_norm_composed(const f64::Var& x, const f64::Var& gamma, const f64::Var& beta,
                                         double eps) {
  return ops::layer_norm_composed<double>(x, gamma, beta, eps);
}
AGON_INLINE Var group_norm_composed(const Var& x, std::int64_t groups, const Var& gamma, const Var& beta,
                                    float eps) {
  return ops::group_norm_composed<float>(x, groups, gamma, beta, eps);
}
AGON_INLINE f64::Var group_norm_composed(const f64::Var& x, std::int64_t groups, const f64::Var& gamma,
                                         const f64::Var& beta, double eps) {
  return ops::group_norm_composed<double>(x, groups, gamma, beta, eps);
}
AGON_INLINE Var pixel_norm_composed(const Var& x, float eps) {
  return ops::pixel_norm_composed<float>(x, eps);
}
AGON_INLINE f64::Var pixel_norm_composed(const f64::Var& x, double eps) {
  return ops::pixel_norm_composed<double>(x, eps);
}

}  // namespace agon
