#pragma once

#include <cmath>
#include <string>

#include "agon/autograd/ops/activation.hpp"
#include "agon/autograd/ops/arithmetic.hpp"
#include "agon/autograd/ops/losses.hpp"
#include "agon/autograd/ops/map.hpp"
#include "agon/autograd/ops/reduce.hpp"
#include "agon/autograd/ops/shape.hpp"
#include "agon/autograd/record.hpp"
#include "agon/core/error.hpp"
#include "agon/kernels/index.hpp"
#include "agon/kernels/map.hpp"
#include "agon/kernels/reduce.hpp"
#include "agon/kernels/softmax.hpp"

namespace agon {
namespace ops {

AGON_INLINE void check_loss_target(const char* name, const Shape& x, const Shape& target) {
  if (x != target) fail(name, "expected a target " + to_string(x) + ", got " + to_string(target));
}

AGON_INLINE void check_loss_parameter(const char* name, const char* what, double value) {
  if (!(value > 0) || !std::isfinite(value))
    fail(name, std::string("expected a finite ") + what + " > 0, got " + std::to_string(value));
}

/// Reduces losses [...] whose first axis, where they have one, is the batch.
template <class T>
BasicVar<T> reduce_losses(const char* name, const BasicVar<T>& losses, Reduction reduction,
                          const BasicVar<T>& weights) {
  if (!weights.defined()) {
    if (reduction == Reduction::none) return losses;
    return reduction == Reduction::sum ? agon::sum(losses) : agon::mean(losses);
  }
  const Shape batch = losses.rank() == 0 ? Shape{} : Shape{losses.dim(0)};
  if (weights.shape() != batch)
    fail(name, "expected weights " + to_string(batch) + ", got " + to_string(weights.shape()));
  Shape column = Shape::filled(losses.rank(), 1);
  if (losses.rank() > 0) column[0] = losses.dim(0);
  const BasicVar<T> weighted = losses * agon::reshape(weights, column);
  if (reduction == Reduction::none) return weighted;
  if (reduction == Reduction::sum) return agon::sum(weighted);
  const T each = static_cast<T>(losses.size()) / static_cast<T>(weights.size());
  return agon::sum(weighted) / (agon::sum(weights) * each);
}

template <class T>
BasicVar<T> reduce_losses(const char* name, const BasicVar<T>& losses, const BasicLossOptions<T>& options) {
  return reduce_losses(name, losses, options.reduction, options.weights);
}

/// f of the elements of two inputs of one shape, reduced.
template <class T, class F>
BasicVar<T> pairwise_loss(const char* name, const F& f, const BasicVar<T>& x, const BasicVar<T>& target,
                          const BasicLossOptions<T>& options) {
  check_loss_target(name, x.shape(), target.shape());
  return reduce_losses(name, agon::map(name, f, x, target), options);
}

/// The cross entropy of rows, [..., C] -> [...]. `unit` says that every row of the targets sums to 1.
template <class T>
BasicVar<T> row_cross_entropy(const BasicVar<T>& logits, const BasicVar<T>& targets, bool unit) {
  const BasicTensor<T> losses = kernels::map(
      "cross_entropy", [](auto log_p, auto t) { return -(t * log_p); }, kernels::log_softmax(logits.value()),
      targets.value());
  const int last[] = {-1};
  return record<T>("cross_entropy", kernels::sum<T>(losses, last), {keep(logits), keep(targets)},
                   [unit](Rule<T>& r) {
                     const BasicVar<T> x = r.input(0), t = r.input(1);
                     Shape column = x.shape();
                     column[-1] = 1;
                     const BasicVar<T> g = reshape(r.grad(), column);
                     if (r.wants(1)) r.give(1, -(g * log_softmax(x)));
                     if (!r.wants(0)) return;
                     const BasicVar<T> mass = unit ? g : g * sum(t, {-1}, true);
                     r.give(0, softmax(x) * mass - t * g);
                   });
}

template <class T>
void check_cross_entropy(const BasicVar<T>& logits, double smoothing) {
  if (logits.rank() == 0 || logits.dim(-1) == 0)
    fail("cross_entropy", "expected logits [..., C], got " + to_string(logits.shape()));
  if (!(smoothing >= 0 && smoothing <= 1))
    fail("cross_entropy", "expected a smoothing in [0, 1], got " + std::to_string(smoothing));
}

/// (1 - smoothing) targets + smoothing / C.
template <class T>
BasicVar<T> smoothed(const BasicVar<T>& targets, double smoothing) {
  if (smoothing == 0) return targets;
  return agon::affine(targets, static_cast<T>(1 - smoothing),
                      static_cast<T>(smoothing / static_cast<double>(targets.dim(-1))));
}

template <class T>
BasicVar<T> cross_entropy(const BasicVar<T>& logits, const BasicVar<T>& targets,
                          const BasicCrossEntropyOptions<T>& options) {
  check_cross_entropy(logits, options.smoothing);
  if (targets.shape() != logits.shape())
    fail("cross_entropy", "expected targets " + to_string(logits.shape()) + " or labels, got targets " +
                              to_string(targets.shape()));
  return reduce_losses("cross_entropy",
                       row_cross_entropy(logits, smoothed(targets, options.smoothing), false),
                       options.reduction, options.weights);
}

template <class T>
BasicVar<T> cross_entropy(const BasicVar<T>& logits, const LabelTensor& labels,
                          const BasicCrossEntropyOptions<T>& options) {
  check_cross_entropy(logits, options.smoothing);
  const Shape expected(logits.shape().begin(), logits.shape().end() - 1);
  if (labels.shape() != expected)
    fail("cross_entropy", "expected labels " + to_string(expected) + " for logits " +
                              to_string(logits.shape()) + ", got " + to_string(labels.shape()));
  kernels::check_labels("cross_entropy", "labels", labels, logits.dim(-1));
  const BasicVar<T> targets = smoothed<T>(kernels::one_hot<T>(labels, logits.dim(-1)), options.smoothing);
  return reduce_losses("cross_entropy", row_cross_entropy(logits, targets, true), options.reduction,
                       options.weights);
}

// On each side of 0 the one of two equal forms that does not take a difference of large numbers.
template <class T>
BasicVar<T> binary_cross_entropy(const BasicVar<T>& logits, const BasicVar<T>& targets,
                                 const BasicLossOptions<T>& options) {
  const auto f = [](auto s, auto t) {
    return softplus(select(s > 0, -s, s)) + select(s > 0, (1 - t) * s, -(t * s));
  };
  return pairwise_loss("binary_cross_entropy", f, logits, targets, options);
}

template <class T>
BasicVar<T> mse_loss(const BasicVar<T>& x, const BasicVar<T>& target, const BasicLossOptions<T>& options) {
  return pairwise_loss(
      "mse_loss", [](auto a, auto b) { return square(a - b); }, x, target, options);
}

template <class T>
BasicVar<T> l1_loss(const BasicVar<T>& x, const BasicVar<T>& target, const BasicLossOptions<T>& options) {
  return pairwise_loss(
      "l1_loss", [](auto a, auto b) { return abs(a - b); }, x, target, options);
}

template <class T>
BasicVar<T> huber_loss(const BasicVar<T>& x, const BasicVar<T>& target, T delta,
                       const BasicLossOptions<T>& options) {
  check_loss_parameter("huber_loss", "delta", static_cast<double>(delta));
  const auto f = [delta](auto a, auto b) {
    const auto d = abs(a - b);
    return select(d <= delta, 0.5 * d * d, delta * (d - 0.5 * delta));
  };
  return pairwise_loss("huber_loss", f, x, target, options);
}

template <class T>
BasicVar<T> charbonnier_loss(const BasicVar<T>& x, const BasicVar<T>& target, T eps,
                             const BasicLossOptions<T>& options) {
  check_loss_parameter("charbonnier_loss", "eps", static_cast<double>(eps));
  const auto f = [eps](auto a, auto b) { return sqrt(square(a - b) + eps * eps); };
  return pairwise_loss("charbonnier_loss", f, x, target, options);
}

template <class T>
BasicVar<T> reduce_divergence(const BasicVar<T>& divergence, const BasicLossOptions<T>& options) {
  if (divergence.rank() == 0) fail("kl_gaussian", "expected a mean [N, ...], got []");
  return reduce_losses("kl_gaussian", agon::sum(agon::flatten(divergence), {1}), options);
}

AGON_INLINE void check_gaussian(const Shape& mean, const char* what, const Shape& other) {
  if (other != mean)
    fail("kl_gaussian",
         std::string("expected a ") + what + " " + to_string(mean) + ", got " + to_string(other));
}

template <class T>
BasicVar<T> kl_gaussian(const BasicVar<T>& mean, const BasicVar<T>& log_variance,
                        const BasicLossOptions<T>& options) {
  check_gaussian(mean.shape(), "log variance", log_variance.shape());
  const auto f = [](auto m, auto v) { return 0.5 * (m * m + (exp(v) - 1 - v)); };
  return reduce_divergence(agon::map("kl_gaussian", f, mean, log_variance), options);
}

template <class T>
BasicVar<T> kl_gaussian(const BasicVar<T>& p_mean, const BasicVar<T>& p_log_variance,
                        const BasicVar<T>& q_mean, const BasicVar<T>& q_log_variance,
                        const BasicLossOptions<T>& options) {
  check_gaussian(p_mean.shape(), "log variance", p_log_variance.shape());
  check_gaussian(p_mean.shape(), "second mean", q_mean.shape());
  check_gaussian(p_mean.shape(), "second log variance", q_log_variance.shape());
  const auto f = [](auto m, auto v, auto n, auto w) {
    return 0.5 * ((exp(v - w) - 1 - (v - w)) + square(m - n) * exp(-w));
  };
  return reduce_divergence(agon::map("kl_gaussian", f, p_mean, p_log_variance, q_mean, q_log_variance),
                           options);
}

template <class T>
BasicVar<T> cosine_of_rows(const char* name, const BasicVar<T>& a, const BasicVar<T>& b) {
  if (a.rank() == 0) fail(name, "expected inputs [..., C], got []");
  check_loss_target(name, a.shape(), b.shape());
  const auto f = [](auto dot, auto aa, auto bb) { return dot * reciprocal_or_zero(sqrt(aa) * sqrt(bb)); };
  return agon::map(name, f, agon::sum(a * b, {-1}), agon::sum(agon::square(a), {-1}),
                   agon::sum(agon::square(b), {-1}));
}

template <class T>
BasicVar<T> cosine_similarity(const BasicVar<T>& a, const BasicVar<T>& b) {
  return cosine_of_rows("cosine_similarity", a, b);
}

template <class T>
BasicVar<T> cosine_loss(const BasicVar<T>& x, const BasicVar<T>& target, const BasicLossOptions<T>& options) {
  return reduce_losses("cosine_loss", 1 - cosine_of_rows("cosine_loss", x, target), options);
}

}  // namespace ops

#define AGON_PAIR_LOSS(name)                                                                         \
  AGON_INLINE Var name(const Var& a, const Var& b, const LossOptions& options) {                     \
    return ops::name<float>(a, b, options);                                                          \
  }                                                                                                  \
  AGON_INLINE f64::Var name(const f64::Var& a, const f64::Var& b, const f64::LossOptions& options) { \
    return ops::name<double>(a, b, options);                                                         \
  }
AGON_PAIR_LOSS(binary_cross_entropy)
AGON_PAIR_LOSS(mse_loss)
AGON_PAIR_LOSS(l1_loss)
AGON_PAIR_LOSS(kl_gaussian)
AGON_PAIR_LOSS(cosine_loss)
#undef AGON_PAIR_LOSS

AGON_INLINE Var cross_entropy(const Var& logits, const Var& targets, const CrossEntropyOptions& options) {
  return ops::cross_entropy<float>(logits, targets, options);
}
AGON_INLINE f64::Var cross_entropy(const f64::Var& logits, const f64::Var& targets,
                                   const f64::CrossEntropyOptions& options) {
  return ops::cross_entropy<double>(logits, targets, options);
}
AGON_INLINE Var cross_entropy(const Var& logits, const LabelTensor& labels,
                              const CrossEntropyOptions& options) {
  return ops::cross_entropy<float>(logits, labels, options);
}
AGON_INLINE f64::Var cross_entropy(const f64::Var& logits, const LabelTensor& labels,
                                   const f64::CrossEntropyOptions& options) {
  return ops::cross_entropy<double>(logits, labels, options);
}
AGON_INLINE Var huber_loss(const Var& x, const Var& target, float delta, const LossOptions& options) {
  return ops::huber_loss<float>(x, target, delta, options);
}
AGON_INLINE f64::Var huber_loss(const f64::Var& x, const f64::Var& target, double delta,
                                const f64::LossOptions& options) {
  return ops::huber_loss<double>(x, target, delta, options);
}
AGON_INLINE Var charbonnier_loss(const Var& x, const Var& target, float eps, const LossOptions& options) {
  return ops::charbonnier_loss<float>(x, target, eps, options);
}
AGON_INLINE f64::Var charbonnier_loss(const f64::Var& x, const f64::Var& target, double eps,
                                      const f64::LossOptions& options) {
  return ops::charbonnier_loss<double>(x, target, eps, options);
}
AGON_INLINE Var kl_gaussian(const Var& p_mean, const Var& p_log_variance, const Var& q_mean,
                            const Var& q_log_variance, const LossOptions& options) {
  return ops::kl_gaussian<float>(p_mean, p_log_variance, q_mean, q_log_variance, options);
}
AGON_INLINE f64::Var kl_gaussian(const f64::Var& p_mean, const f64::Var& p_log_variance,
                                 const f64::Var& q_mean, const f64::Var& q_log_variance,
                                 const f64::LossOptions& options) {
  return ops::kl_gaussian<double>(p_mean, p_log_variance, q_mean, q_log_variance, options);
}
AGON_INLINE Var cosine_similarity(const Var& a, const Var& b) { return ops::cosine_similarity<float>(a, b); }
AGON_INLINE f64::Var cosine_similarity(const f64::Var& a, const f64::Var& b) {
  return ops::cosine_similarity<double>(a, b);
}

}  // namespace agon
