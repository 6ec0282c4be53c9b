#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "agon/autograd/grad.hpp"

namespace agon {

/// A function under test: of any number of double variables, with a result of any shape. It may draw from
/// `current_random()`; every evaluation replays the same stream.
using GradcheckFunction = std::function<f64::Var(const std::vector<f64::Var>&)>;

struct GradcheckOptions {
  int order = 2;            ///< 1: gradients; 2: gradients of gradients as well
  double tolerance = 1e-6;  ///< on the error as defined below
  double step = 1e-5;       ///< of the central differences
  /// How many elements of each input are tried, drawn at random; all where it has fewer.
  std::int64_t elements = 40;
  std::uint64_t seed = 1;
  /// The function that central differences are taken of; the tested one unless set. For an operation whose
  /// gradient is deliberately another function's (a straight-through estimator).
  GradcheckFunction declared{};
};

struct GradcheckResult {
  bool passed = false;
  double first_error = 0;    ///< the largest error over the inputs
  double second_error = 0;   ///< 0 where order is 1
  std::int64_t checked = 0;  ///< elements compared, over both orders
  std::string worst;  ///< which order, input and element, what was expected and what came, and the seed
  explicit operator bool() const { return passed; }
};

/// Compares gradients with central differences in double. The result is projected on random directions u.
/// First order: the gradient of <f(x), u> against differences of its value. Second order: the gradient, with
/// respect to x and u, of <gradient, w> for random w, against differences of the analytic gradient, which is
/// computed without a graph, so that fused kernels are held against what is differentiated further. The error
/// of an input is max|analytic - numeric| / max|numeric|, or the absolute difference where the numeric
/// gradient vanishes. An element whose two evaluations lie on different sides of a kink (see BranchMonitor)
/// is left out and another drawn; where more than half of an input's elements lie on kinks, the check fails
/// and says so. Throws Error on order, step or tolerance out of range.
GradcheckResult gradcheck(const GradcheckFunction& f, const std::vector<f64::Tensor>& inputs,
                          const GradcheckOptions& options = {});

}  // namespace agon

#ifdef AGON_HEADER_ONLY
#include "agon/autograd/gradcheck-inl.h"
#endif
