#pragma once

#include <cmath>
#include <string>

#include "agon/autograd/grad.hpp"
#include "agon/autograd/ops/arithmetic.hpp"
#include "agon/autograd/ops/finish.hpp"
#include "agon/autograd/ops/norm.hpp"
#include "agon/autograd/ops/reduce.hpp"
#include "agon/autograd/record.hpp"
#include "agon/core/error.hpp"
#include "agon/kernels/norm.hpp"

namespace agon {
namespace ops {

inline void check_batch_norm(const Shape& x, const Shape& gamma, const Shape& beta, double eps) {
  if ((x.rank() != 2 && x.rank() != 4) || x.size() == 0)
    fail("batch_norm", "expected input [N, C] or [N, H, W, C] of at least one sample, got " + to_string(x));
  const Shape channels{x[-1]};
  if (gamma != channels || beta != channels)
    fail("batch_norm", "expected gamma and beta " + to_string(channels) + " for input " + to_string(x) +
                           ", got " + to_string(gamma) + " and " + to_string(beta));
  if (!(eps > 0) || !std::isfinite(eps))
    fail("batch_norm", "expected a finite eps > 0, got " + std::to_string(eps));
}

inline Axes all_but_channels(int rank) { return rank == 2 ? Axes{0} : Axes{0, 1, 2}; }

/// (x - mean) / sqrt(variance + eps), and the divisor's inverse.
template <class T>
struct Normalised {
  BasicVar<T> x, inv_std;

  Normalised(const BasicVar<T>& input, T eps) {
    const Axes axes = all_but_channels(input.rank());
    const BasicVar<T> centred = input - agon::mean(input, axes);
    inv_std = T{1} / agon::sqrt(agon::mean(agon::square(centred), axes) + eps);
    x = centred * inv_std;
  }
};

template <class T>
BasicVar<T> batch_norm_composed(const BasicVar<T>& x, const BasicVar<T>& gamma, const BasicVar<T>& beta,
                                T eps) {
  check_batch_norm(x.shape(), gamma.shape(), beta.shape(), eps);
  return Normalised<T>(x, eps).x * gamma + beta;
}

template <class T>
void differentiate_composed_grad(Rule<T>& r, T eps);

/// How a gradient gy passes batch norm to its input, in plain operations.
template <class T>
BasicVar<T> batch_norm_grad_composed(const BasicVar<T>& gy, const BasicVar<T>& x, const BasicVar<T>& gamma,
                                     T eps) {
  const Axes axes = all_but_channels(gy.rank());
  const Normalised<T> normalised(x, eps);
  return gamma * normalised.inv_std *
         (gy - agon::mean(gy, axes) - normalised.x * agon::mean(gy * normalised.x, axes));
}

/// The same in one kernel, from the statistics that the forward kernel left.
template <class T>
BasicVar<T> batch_norm_grad(const BasicVar<T>& gy, const BasicVar<T>& x, const BasicVar<T>& gamma,
                            const BasicVar<T>& mean, const BasicVar<T>& inv_std, T eps) {
  const auto gx =
      kernels::batch_norm_grad(gy.value(), x.value(), gamma.value(), mean.value(), inv_std.value()).gx;
  return record<T>(
      "batch_norm_grad", gx, {keep(gy), keep(x), keep(gamma), keep(mean), keep(inv_std)}, [eps](Rule<T>& r) {
        if (recording()) return differentiate_composed_grad(r, eps);
        const auto g =
            kernels::batch_norm_grad_grad(r.grad().value(), r.input(0).value(), r.input(1).value(),
                                          r.input(2).value(), r.input(3).value(), r.input(4).value());
        r.give(0, BasicVar<T>(g.ggy));
        r.give(1, BasicVar<T>(g.ggx));
        r.give(2, BasicVar<T>(g.ggamma));
      });
}

// With a graph, the plain operations are differentiated.
template <class T>
void differentiate_composed_grad(Rule<T>& r, T eps) {
  BasicVarList<T> inputs;
  for (std::size_t i = 0; i < 3; ++i)
    if (r.wants(i)) inputs.push_back(r.input(i));
  const BasicVar<T> gx = batch_norm_grad_composed(r.input(0), r.input(1), r.input(2), eps);
  const auto gradients = agon::grad(std::vector{gx}, {r.grad()}, inputs, {.create_graph = true});
  for (std::size_t i = 0, next = 0; i < 3; ++i)
    if (r.wants(i)) r.give(i, gradients[next++]);
}

// With a graph: gx as an operation with a fused gradient of its own, the others in plain operations.
template <class T>
void recorded_batch_norm_rule(Rule<T>& r, T eps, const Activation& then) {
  const BasicVar<T> gy = before_activation(r, then);
  const Axes axes = all_but_channels(gy.rank());
  if (r.wants(0)) r.give(0, batch_norm_grad(gy, r.input(0), r.input(1), r.input(3), r.input(4), eps));
  if (r.wants(1)) r.give(1, agon::sum(gy * Normalised<T>(r.input(0), eps).x, axes));
  if (r.wants(2)) r.give(2, agon::sum(gy, axes));
}

// Without: one kernel, from the statistics that the forward kernel left.
template <class T>
void fused_batch_norm_rule(Rule<T>& r, const Activation& then) {
  const BasicTensor<T> y = then.none() ? BasicTensor<T>() : r.output().value();
  const auto gradients =
      kernels::batch_norm_grad(r.grad().value(), r.input(0).value(), r.input(1).value(), r.input(3).value(),
                               r.input(4).value(), y, static_cast<T>(then.slope));
  r.give(0, BasicVar<T>(gradients.gx));
  r.give(1, BasicVar<T>(gradients.ggamma));
  r.give(2, BasicVar<T>(gradients.gbeta));
}

template <class T>
BatchNormResult<T> batch_norm(const BasicVar<T>& x, const BasicVar<T>& gamma, const BasicVar<T>& beta, T eps,
                              const Activation& then) {
  check_batch_norm(x.shape(), gamma.shape(), beta.shape(), eps);
  check_slope("batch_norm", then.slope);
  const auto result =
      kernels::batch_norm(x.value(), gamma.value(), beta.value(), eps, static_cast<T>(then.slope));
  if (!then.none()) observe_signs(result.y);
  const BasicVar<T> mean = result.mean, inv_std = result.inv_std;
  const BasicVar<T> y = record<T>(
      "batch_norm", result.y, {keep(x), keep(gamma), keep(beta), keep(mean), keep(inv_std)},
      [eps, then](Rule<T>& r) {
        if (recording()) return recorded_batch_norm_rule(r, eps, then);
        fused_batch_norm_rule(r, then);
      },
      then.none() ? Output::dropped : Output::kept);
  return {y, result.mean, result.variance};
}

}  // namespace ops

AGON_INLINE BatchNormResult<float> batch_norm(const Var& x, const Var& gamma, const Var& beta, float eps,
                                              Activation then) {
  return ops::batch_norm<float>(x, gamma, beta, eps, then);
}
AGON_INLINE BatchNormResult<double> batch_norm(const f64::Var& x, const f64::Var& gamma, const f64::Var& beta,
                                               double eps, Activation then) {
  return ops::batch_norm<double>(x, gamma, beta, eps, then);
}
AGON_INLINE Var batch_norm_composed(const Var& x, const Var& gamma, const Var& beta, float eps) {
  return ops::batch_norm_composed<float>(x, gamma, beta, eps);
}
AGON_INLINE f64::Var batch_norm_composed(const f64::Var& x, const f64::Var& gamma, const f64::Var& beta,
                                         double eps) {
  return ops::batch_norm_composed<double>(x, gamma, beta, eps);
}

}  // namespace agon
