#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace bench {

/// A reference workload. Its iterations and networks are those that benchmarks/peers runs under the same
/// name.
struct Workload {
  std::string name;
  std::int64_t images;  ///< in an iteration
  double gflop;         ///< of matrix products that an iteration needs
  /// Builds networks and data, and returns a function that runs one iteration.
  std::function<std::function<void()>()> prepare;
};

const std::vector<Workload>& workloads();

}  // namespace bench
