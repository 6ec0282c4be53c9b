#pragma once

#include "agon/gan/round.hpp"

/// Penalties on how steep the discriminator is, by its gradients at samples. Each sample counts with the
/// gradient and the norm of its own, whatever its rank; a D that looks across the batch (batch norm) mixes
/// them, and does not go with these. All return weight times a mean over samples, with the graph to D's
/// parameters. They throw Error where the step has no discriminator or lacks the samples that they look at.
namespace agon {

/// The gradient penalty of Gulrajani et al. 2017 (WGAN-GP): weight * mean((|grad D(x)| - target)^2) at points
/// x = u real + (1 - u) fake, with a u for each sample, uniform on [0, 1). One-sided, only slopes above the
/// target count: with target 1 the penalty of Petzka et al. 2018 (WGAN-LP).
struct GradientPenalty {
  static constexpr const char* name = "gradient_penalty";
  double weight = 10;
  double target = 1;
  bool one_sided = false;

  static GradientPenalty lipschitz(double weight = 10) { return {.weight = weight, .one_sided = true}; }
  /// Throws Error unless weight > 0 and target >= 0, both finite.
  void check() const;
  template <class T>
  BasicVar<T> operator()(const BasicRound<T>& round) const;
};

/// The penalty of Kodali et al. 2017 (DRAGAN): weight * mean((|grad D(x)| - target)^2) around real samples,
/// as the authors' program has it: x = real + u * spread * s * v, where s is the standard deviation of all
/// numbers of the batch, u is drawn for each sample and v for each number, both uniform on [0, 1). (Their
/// paper adds normal noise instead.)
struct Dragan {
  static constexpr const char* name = "dragan";
  double weight = 10;
  double target = 1;
  double spread = 0.5;

  /// Throws Error unless weight > 0, target >= 0 and spread > 0, all finite.
  void check() const;
  template <class T>
  BasicVar<T> operator()(const BasicRound<T>& round) const;
};

/// The penalty of Mescheder, Geiger and Nowozin 2018 at real samples: weight / 2 * mean(|grad D(x)|^2). Their
/// gamma is the weight.
struct R1 {
  static constexpr const char* name = "r1";
  double weight = 10;

  /// Throws Error unless weight > 0 and finite.
  void check() const;
  template <class T>
  BasicVar<T> operator()(const BasicRound<T>& round) const;
};

/// The same at generated samples.
struct R2 {
  static constexpr const char* name = "r2";
  double weight = 10;

  /// Throws Error unless weight > 0 and finite.
  void check() const;
  template <class T>
  BasicVar<T> operator()(const BasicRound<T>& round) const;
};

/// The zero-centred penalty of Thanh-Tung, Tran and Venkatesh 2019: weight * mean(|grad D(x)|^2) at the
/// points of GradientPenalty.
struct ZeroCentred {
  static constexpr const char* name = "zero_centred";
  double weight = 10;

  /// Throws Error unless weight > 0 and finite.
  void check() const;
  template <class T>
  BasicVar<T> operator()(const BasicRound<T>& round) const;
};

/// The Wasserstein divergence of Wu et al. 2018 (WGAN-div): weight * mean(|grad D(x)|^power) at the points of
/// GradientPenalty, as in the paper's algorithm. Their k is the weight.
struct WassersteinDivergence {
  static constexpr const char* name = "wasserstein_divergence";
  double weight = 2;
  double power = 6;

  /// Throws Error unless weight > 0 and power >= 1, both finite.
  void check() const;
  template <class T>
  BasicVar<T> operator()(const BasicRound<T>& round) const;
};

}  // namespace agon

#ifdef AGON_HEADER_ONLY
#include "agon/gan/penalties/gradient-inl.h"
#endif
