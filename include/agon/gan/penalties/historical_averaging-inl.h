#pragma once

#include <string>

#include "agon/autograd/ops/arithmetic.hpp"
#include "agon/autograd/ops/reduce.hpp"
#include "agon/core/error.hpp"
#include "agon/gan/penalties/historical_averaging.hpp"
#include "agon/gan/penalties/required.hpp"
#include "agon/optim/options.hpp"

namespace agon {
namespace detail {

template <class T>
void require_same_parameters(const BasicVarList<T>& parameters, const std::vector<BasicTensor<T>>& mean) {
  bool same = parameters.size() == mean.size();
  for (std::size_t i = 0; same && i < mean.size(); ++i) same = parameters[i].shape() == mean[i].shape();
  if (!same)
    fail("HistoricalAveraging",
         "expected the " + std::to_string(mean.size()) +
             " parameters of earlier steps, got others: a penalty belongs to one player");
}

}  // namespace detail

template <class T>
void BasicHistoricalAveraging<T>::check() const {
  detail::check_above_zero("HistoricalAveraging", "weight", weight);
}

template <class T>
BasicVar<T> BasicHistoricalAveraging<T>::operator()(const BasicRound<T>& round) {
  detail::require_member("HistoricalAveraging", "parameters", !round.parameters.empty());
  if (mean.empty())
    for (const BasicVar<T>& parameter : round.parameters) mean.push_back(parameter.value());
  detail::require_same_parameters(round.parameters, mean);
  ++steps;
  BasicVar<T> total;
  for (std::size_t i = 0; i < mean.size(); ++i) {
    const BasicVar<T> difference = round.parameters[i] - BasicVar<T>(mean[i]);
    const BasicVar<T> squares = sum(square(difference));
    total = i == 0 ? squares : total + squares;
    mean[i] = (BasicVar<T>(mean[i]) + detach(difference) / static_cast<T>(steps)).value();
  }
  return static_cast<T>(weight) * total;
}

}  // namespace agon
