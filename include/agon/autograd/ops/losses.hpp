#pragma once

#include <cstdint>

#include "agon/autograd/variable.hpp"

/// Supervised losses, for networks that restore, classify and judge. All are differentiable to order 3 at
/// least, with respect to both inputs and to the weights; where a loss has a kink, at a derivative of either
/// side. Shapes do not broadcast: a target of another shape than the prediction throws Error, naming both.
namespace agon {

/// What becomes of the losses of single elements or samples.
enum class Reduction : std::uint8_t {
  mean,  ///< with weights w, sum(w * losses) / sum(w) over all losses
  sum,   ///< sum(w * losses)
  none   ///< w * losses, in the shape of the losses
};

/// `weights` [N] has a number for each sample (the first axis), which counts for all losses of that sample;
/// undefined: 1 for each. Other shapes throw Error. The mean under weights that sum to 0 is NaN.
template <class T>
struct BasicLossOptions {
  Reduction reduction = Reduction::mean;
  BasicVar<T> weights = {};
};

template <class T>
struct BasicCrossEntropyOptions {
  Reduction reduction = Reduction::mean;
  BasicVar<T> weights = {};
  double smoothing = 0;  ///< targets become (1 - smoothing) * target + smoothing / C; in [0, 1]
};

using LossOptions = BasicLossOptions<float>;
using CrossEntropyOptions = BasicCrossEntropyOptions<float>;
namespace f64 {
using LossOptions = BasicLossOptions<double>;
using CrossEntropyOptions = BasicCrossEntropyOptions<double>;
}  // namespace f64

/// The cross entropy -sum_c target_c log(softmax(logits)_c) of logits [..., C] (a sample [N, C], or a pixel
/// [N, H, W, C]) and targets of the same shape, distributions over the classes of the last axis. Losses have
/// the shape [...]. Stable for logits of any size. Differentiable to any order. Smoothing is that of Szegedy
/// et al. 2016. Throws Error on a smoothing outside [0, 1].
Var cross_entropy(const Var& logits, const Var& targets, const CrossEntropyOptions& options = {});
f64::Var cross_entropy(const f64::Var& logits, const f64::Var& targets,
                       const f64::CrossEntropyOptions& options = {});

/// The same with the number of the true class, labels [...]. Throws Error on a label outside [0, C).
Var cross_entropy(const Var& logits, const LabelTensor& labels, const CrossEntropyOptions& options = {});
f64::Var cross_entropy(const f64::Var& logits, const LabelTensor& labels,
                       const f64::CrossEntropyOptions& options = {});

/// -(t log(sigmoid(s)) + (1 - t) log(1 - sigmoid(s))) for logits s and targets t in [0, 1], element by
/// element, exact in both tails.
Var binary_cross_entropy(const Var& logits, const Var& targets, const LossOptions& options = {});
f64::Var binary_cross_entropy(const f64::Var& logits, const f64::Var& targets,
                              const f64::LossOptions& options = {});

/// (x - target)^2.
Var mse_loss(const Var& x, const Var& target, const LossOptions& options = {});
f64::Var mse_loss(const f64::Var& x, const f64::Var& target, const f64::LossOptions& options = {});

/// |x - target|, with derivative 0 where they are equal.
Var l1_loss(const Var& x, const Var& target, const LossOptions& options = {});
f64::Var l1_loss(const f64::Var& x, const f64::Var& target, const f64::LossOptions& options = {});

/// Huber 1964: d^2 / 2 where |d| <= delta, delta (|d| - delta / 2) elsewhere, for d = x - target. Throws
/// Error unless delta > 0 and finite.
Var huber_loss(const Var& x, const Var& target, float delta = 1, const LossOptions& options = {});
f64::Var huber_loss(const f64::Var& x, const f64::Var& target, double delta = 1,
                    const f64::LossOptions& options = {});

/// sqrt(d^2 + eps^2) for d = x - target, a smooth |d| (Charbonnier et al. 1994; Lai et al. 2017 restore
/// pictures with it). Throws Error unless eps > 0 and finite.
Var charbonnier_loss(const Var& x, const Var& target, float eps = 1e-3f, const LossOptions& options = {});
f64::Var charbonnier_loss(const f64::Var& x, const f64::Var& target, double eps = 1e-3,
                          const f64::LossOptions& options = {});

/// The divergence KL(N(mean, exp(log_variance)) || N(0, 1)) of Gaussians with independent elements, as in the
/// variational autoencoder (Kingma and Welling 2014): summed over each sample, [N, ...] -> losses [N].
Var kl_gaussian(const Var& mean, const Var& log_variance, const LossOptions& options = {});
f64::Var kl_gaussian(const f64::Var& mean, const f64::Var& log_variance,
                     const f64::LossOptions& options = {});

/// The divergence KL(p || q) of two such Gaussians, all four of one shape [N, ...] -> losses [N].
Var kl_gaussian(const Var& p_mean, const Var& p_log_variance, const Var& q_mean, const Var& q_log_variance,
                const LossOptions& options = {});
f64::Var kl_gaussian(const f64::Var& p_mean, const f64::Var& p_log_variance, const f64::Var& q_mean,
                     const f64::Var& q_log_variance, const f64::LossOptions& options = {});

/// a . b / (|a| |b|) along the last axis, [..., C] -> [...]; 0, with derivative 0, where either is zero.
/// Throws Error where the shapes differ or are those of scalars.
Var cosine_similarity(const Var& a, const Var& b);
f64::Var cosine_similarity(const f64::Var& a, const f64::Var& b);

/// 1 - cosine_similarity: losses [...] of two inputs [..., C].
Var cosine_loss(const Var& x, const Var& target, const LossOptions& options = {});
f64::Var cosine_loss(const f64::Var& x, const f64::Var& target, const f64::LossOptions& options = {});

}  // namespace agon

#ifdef AGON_HEADER_ONLY
#include "agon/autograd/ops/losses-inl.h"
#endif
