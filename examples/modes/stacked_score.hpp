#pragma once

#include <agon/core/tensor.hpp>

#include <functional>
#include <vector>

namespace stacked {

using namespace agon;

/// How well a generator covers the 1,000 kinds of stacked digits, as PacGAN (Lin et al. 2018) counts it.
struct ModeScore {
  std::int64_t samples = 0;
  std::int64_t modes = 0;            ///< kinds that at least one sample is of
  double kl = 0;                     ///< of the samples' kinds from the uniform distribution, in nats
  double confidence = 0;             ///< the mean probability that the judge gives to the digit it names
  std::vector<std::int64_t> counts;  ///< of each kind, [1000]; kind 100 a + 10 b + c has the digits a, b, c
};

/// Pictures [count, 28, 28, 3] in [-1, 1] that a generator makes.
using MakePictures = std::function<Tensor(std::int64_t count)>;
/// The logits [N, 10] of the digits that pictures [N, 28, 28, 1] may show.
using JudgeDigits = std::function<Tensor(const Tensor& pictures)>;

/// Lets a judge name the digit in every channel of so many pictures.
ModeScore count_modes(std::int64_t samples, const MakePictures& make, const JudgeDigits& judge);

/// The score of a histogram over kinds; its confidence stays 0. Throws Error where it is empty.
ModeScore score_of(std::vector<std::int64_t> counts);

}  // namespace stacked
