#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string_view>
#include <vector>

#include "agon/core/tensor.hpp"
#include "agon/gan/tricks/adaptive_ratio.hpp"
#include "agon/nn/walk.hpp"

namespace agon {

/// How long `fit` trains: until all epochs are done or the minutes are up, whichever comes first. One of both
/// must be given.
struct FitOptions {
  std::optional<std::int64_t> epochs = {};  ///< passes over the loader, >= 1
  std::optional<double> minutes = {};       ///< > 0
  std::int64_t n_critic = 1;    ///< discriminator steps, each on a batch, for one generator step; >= 1
  std::int64_t accumulate = 1;  ///< batches that make one step together; >= 1, divides those of an epoch
  std::optional<AdaptiveRatio> ratio = {};  ///< steps of D and G that follow D's accuracy, for n_critic
};

/// What the discriminator's step found. For an objective with labels `real` and `fake` are the mean
/// probabilities that D gives to "real" (the sigmoid of its score); for others they are the mean scores.
struct DiscriminatorStep {
  double loss = 0;
  double real = 0;
  double fake = 0;
  std::optional<double> accuracy;  ///< the share of samples on the right side; where the objective has labels
  double gradient_norm = 0;        ///< before any hook
};

struct GeneratorStep {
  double loss = 0;
  double gradient_norm = 0;  ///< before any hook
};

/// Where a game stands after an iteration, and what its players reported in it.
struct StepReport {
  std::int64_t iteration = 0;        ///< from 1, since the game began
  std::int64_t epoch = 0;            ///< from 1; 0 outside `fit`
  std::int64_t epochs = 0;           ///< 0 where not limited
  std::int64_t step = 0;             ///< from 1, in this epoch
  std::int64_t steps_per_epoch = 0;  ///< 0 where not known
  std::int64_t samples = 0;          ///< real ones that D was trained on, in this `fit`
  double seconds = 0;                ///< since `fit` began
  double done = 0;                   ///< the share of `fit` that is over, where it is known; 0 elsewhere
  bool last = false;                 ///< whether `fit` ends with it, where that is known

  /// "discriminator.loss", "generator.loss", "real", "fake", "accuracy", "discriminator.gradient_norm" and so
  /// on.
  std::vector<Named<double>> values;
  /// One of the values. Throws Error where there is none of this name.
  double operator[](std::string_view name) const;
};

/// Where a game stands after an epoch.
struct EpochReport {
  std::int64_t epoch = 0;
  std::int64_t epochs = 0;  ///< 0 where not limited
  std::int64_t iteration = 0;
  double seconds = 0;
  /// Samples of the generator as it now is, from latents that are the same every time; all modes off. A
  /// generator that needs a batch gets the newest one, and then there are at most as many samples as that
  /// has. Empty for a game that was given no sampler.
  std::function<Tensor(std::int64_t count)> sample;
};

}  // namespace agon

#ifdef AGON_HEADER_ONLY
#include "agon/gan/report-inl.h"
#endif
