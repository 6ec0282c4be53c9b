#pragma once

#include <agon/core/random.hpp>

#include <string>
#include <vector>

namespace modes {

using namespace agon;

/// A mixture of equally likely, round Gaussians in the plane.
struct Mixture {
  std::string name;
  Tensor centres;        ///< [modes, 2]
  double deviation = 0;  ///< of each Gaussian
  double size = 0;       ///< the deviation of the centres along each axis

  std::int64_t modes() const { return centres.dim(0); }
};

/// The two of PacGAN (Lin et al. 2018, section 4.1). Eight on a circle of radius 1, deviation 0.01:
Mixture ring();
/// Twenty-five at {-4, -2, 0, 2, 4}^2, deviation 0.05:
Mixture grid();

/// Samples [count, 2].
Tensor draw(const Mixture& mixture, std::int64_t count, Random& random);

/// How well samples cover a mixture, by the rules of PacGAN's program.
struct Score {
  std::int64_t modes = 0;            ///< with at least one sample of high quality
  double high_quality = 0;           ///< share of samples less than 3 deviations from the nearest centre
  double reverse_kl = 0;             ///< in nats; see `score`
  std::vector<std::int64_t> counts;  ///< samples of high quality, by mode
};

/// The reverse KL divergence is that of the samples' modes from the uniform distribution: with p the shares
/// of the high-quality samples that lie at each centre, sum p log(p modes) = log(modes) - entropy(p). It is
/// log(modes), its largest value, where no sample is of high quality.
Score score(const Mixture& mixture, const Tensor& samples);

}  // namespace modes
