#pragma once

#include <string>

#include "agon/autograd/ops/arithmetic.hpp"
#include "agon/core/error.hpp"
#include "agon/optim/accumulate.hpp"
#include "agon/optim/options.hpp"

namespace agon {
namespace detail {

template <class T>
void check_addable(const BasicGradients<T>& total, const BasicGradients<T>& more) {
  if (total.size() != more.size())
    fail("accumulate_gradients",
         "expected " + std::to_string(total.size()) + " gradients, got " + std::to_string(more.size()));
  for (std::size_t i = 0; i < total.size(); ++i)
    if (total[i].defined() && more[i].defined() && total[i].shape() != more[i].shape())
      fail("accumulate_gradients", "expected a gradient " + std::to_string(i) + " of shape " +
                                       to_string(total[i].shape()) + ", got " + to_string(more[i].shape()));
}

template <class T>
void add_gradients(BasicGradients<T>& total, const BasicGradients<T>& more, double share) {
  check_above_zero("accumulate_gradients", "share", share);
  if (total.empty()) total.resize(more.size());
  check_addable(total, more);
  for (std::size_t i = 0; i < total.size(); ++i) {
    if (!more[i].defined()) continue;
    const BasicVar<T> part = more[i] * static_cast<T>(share);
    total[i] = total[i].defined() ? total[i] + part : part;
  }
  total.notes.insert(total.notes.end(), more.notes.begin(), more.notes.end());
}

}  // namespace detail

AGON_INLINE void accumulate_gradients(Gradients& total, const Gradients& more, double share) {
  detail::add_gradients(total, more, share);
}
AGON_INLINE void accumulate_gradients(f64::Gradients& total, const f64::Gradients& more, double share) {
  detail::add_gradients(total, more, share);
}

}  // namespace agon
