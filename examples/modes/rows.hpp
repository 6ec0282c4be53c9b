#pragma once

#include <string>
#include <vector>

#include "mixture.hpp"
#include "protocol.hpp"

namespace modes {

/// A row of the table: what it adds to the plain GAN, and nothing else.
struct Row {
  enum class Objective { non_saturating, wasserstein, relativistic_pairing };

  std::string name;
  std::string what;
  Objective objective = Objective::non_saturating;
  int steps_ahead = 0;             ///< of an unrolled D
  std::int64_t together = 1;       ///< samples that D judges at once
  bool compares = false;           ///< minibatch discrimination in D
  double gradient_penalty = 0;     ///< weight
  double first_r = 0, last_r = 0;  ///< weight of R1 and of R2 at the first and last iteration
  bool features = false;           ///< whether D sees Fourier features of points
};

const std::vector<Row>& rows();
/// Throws Error on a name that no row has.
const Row& row(const std::string& name);

/// Trains the row's GAN under a protocol and draws from its averaged generator.
Tensor train(const Row& row, const Mixture& mixture, const Protocol& protocol, std::uint64_t seed);

}  // namespace modes
