#include "stacked_score.hpp"

#include <agon/autograd/ops/activation.hpp>
#include <agon/core/error.hpp>

#include <algorithm>
#include <cmath>
#include <numeric>

#include "stacked_digits.hpp"

namespace stacked {

ModeScore score_of(std::vector<std::int64_t> counts) {
  ModeScore score;
  score.samples = std::accumulate(counts.begin(), counts.end(), std::int64_t{0});
  if (score.samples == 0) fail("score_of", "expected at least one sample, got none");
  for (const std::int64_t count : counts) {
    if (count == 0) continue;
    const double share = static_cast<double>(count) / static_cast<double>(score.samples);
    ++score.modes;
    score.kl += share * std::log(share * static_cast<double>(counts.size()));
  }
  score.counts = std::move(counts);
  return score;
}

ModeScore count_modes(std::int64_t samples, const MakePictures& make, const JudgeDigits& judge) {
  constexpr std::int64_t at_once = 500;
  std::vector<std::int64_t> counts(modes);
  double sure = 0;
  for (std::int64_t begin = 0; begin < samples; begin += at_once) {
    const Tensor pictures = channels_apart(make(std::min(at_once, samples - begin)));
    const Tensor chances = softmax(judge(pictures)).value();
    std::int64_t kind = 0;
    for (std::int64_t i = 0; i < chances.dim(0); ++i) {
      const float* row = chances.data() + i * 10;
      const float* best = std::max_element(row, row + 10);
      sure += static_cast<double>(*best);
      kind = 10 * kind + (best - row);
      if (i % channels < channels - 1) continue;
      ++counts[static_cast<std::size_t>(kind)];
      kind = 0;
    }
  }
  ModeScore score = score_of(std::move(counts));
  score.confidence = sure / static_cast<double>(samples * channels);
  return score;
}

}  // namespace stacked
