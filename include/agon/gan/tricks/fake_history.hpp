#pragma once

#include <cstdint>

#include "agon/core/tensor.hpp"

namespace agon {

/// A pool of generated samples of the past (Shrivastava et al. 2017), in CycleGAN's form (Zhu et al. 2017,
/// who keep 50): D is trained on what `exchange` returns, so that G cannot win by what D has forgotten.
///
///     FakeHistory history(50);
///     const Tensor fake = history.exchange(g(z).value());
///
/// T is float or double.
template <class T>
class BasicFakeHistory {
 public:
  /// Throws Error unless capacity >= 1.
  explicit BasicFakeHistory(std::int64_t capacity = 50);

  /// As many samples as are given, [N, ...], one after the other: while the pool is not full, a sample is
  /// stored and returned as it is; then, with probability 1/2 each, it is returned as it is, or takes the
  /// place of a stored one, which is returned. Draws from `current_random()`. Throws Error where a sample has
  /// another shape than the stored ones.
  BasicTensor<T> exchange(const BasicTensor<T>& fake);

  std::int64_t capacity() const { return capacity_; }
  /// What is stored, [count, ...]; undefined where nothing is.
  const BasicTensor<T>& samples() const { return samples_; }
  /// Goes on from saved samples. Throws Error where there are more than the capacity.
  void set_samples(const BasicTensor<T>& samples);

 private:
  std::int64_t capacity_;
  BasicTensor<T> samples_;
};

#ifndef AGON_HEADER_ONLY
extern template class BasicFakeHistory<float>;
extern template class BasicFakeHistory<double>;
#endif

using FakeHistory = BasicFakeHistory<float>;
namespace f64 {
using FakeHistory = BasicFakeHistory<double>;
}

}  // namespace agon

#ifdef AGON_HEADER_ONLY
#include "agon/gan/tricks/fake_history-inl.h"
#endif
