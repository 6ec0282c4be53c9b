#pragma once

#include <cstdint>
#include <vector>

#include "agon/gan/round.hpp"

namespace agon {

/// The historical averaging of Salimans et al. 2016, section 3.2: weight * |theta - mean|^2, summed over all
/// parameters of the player, where the mean is that of the parameters at all earlier calls; at the first call
/// it is the parameters themselves, and the penalty 0. Throws Error where the step has no parameters, or
/// others than before.
template <class T>
struct BasicHistoricalAveraging {
  static constexpr const char* name = "historical_averaging";
  double weight = 1;
  std::vector<BasicTensor<T>> mean = {};  ///< state: of each parameter; empty before the first call
  std::int64_t steps = 0;                 ///< state: how many calls are in the mean

  /// Throws Error unless weight > 0 and finite.
  void check() const;
  BasicVar<T> operator()(const BasicRound<T>& round);
};

#ifndef AGON_HEADER_ONLY
extern template struct BasicHistoricalAveraging<float>;
extern template struct BasicHistoricalAveraging<double>;
#endif

using HistoricalAveraging = BasicHistoricalAveraging<float>;
namespace f64 {
using HistoricalAveraging = BasicHistoricalAveraging<double>;
}

}  // namespace agon

#ifdef AGON_HEADER_ONLY
#include "agon/gan/penalties/historical_averaging-inl.h"
#endif
