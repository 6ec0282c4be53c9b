#pragma once

#include <algorithm>
#include <string>

#include "agon/core/error.hpp"
#include "agon/core/random.hpp"
#include "agon/gan/tricks/fake_history.hpp"
#include "agon/kernels/movement.hpp"

namespace agon {
namespace detail {

/// The stored samples followed by as many of the new ones as there is room for.
template <class T>
BasicTensor<T> filled_up(const BasicTensor<T>& stored, const BasicTensor<T>& fake, std::int64_t room) {
  if (!stored.defined()) return rows(fake, 0, room);
  if (room == 0) return stored;
  const BasicTensor<T> parts[] = {stored, rows(fake, 0, room)};
  return kernels::concat<T>(parts, 0);
}

}  // namespace detail

template <class T>
BasicFakeHistory<T>::BasicFakeHistory(std::int64_t capacity) : capacity_(capacity) {
  if (capacity < 1) fail("FakeHistory", "expected capacity >= 1, got " + std::to_string(capacity));
}

template <class T>
BasicTensor<T> BasicFakeHistory<T>::exchange(const BasicTensor<T>& fake) {
  if (!fake.defined() || fake.rank() < 1) fail("FakeHistory", "expected samples [N, ...]");
  if (fake.size() == 0) return fake;
  const std::int64_t count = fake.dim(0), stored = samples_.defined() ? samples_.dim(0) : 0;
  if (Shape one = fake.shape(); stored > 0) {
    one[0] = stored;
    if (one != samples_.shape())
      fail("FakeHistory", "expected samples like the stored ones " + to_string(samples_.shape()) + ", got " +
                              to_string(fake.shape()));
  }
  const std::int64_t room = std::min(count, capacity_ - stored), numbers = fake.size() / count;
  samples_ = detail::filled_up(samples_, fake, room);
  BasicTensor<T> returned = fake;
  for (std::int64_t i = room; i < count; ++i) {
    if (current_random().uniform01() < 0.5) continue;
    T* sample = returned.mutable_data() + i * numbers;
    std::swap_ranges(sample, sample + numbers,
                     samples_.mutable_data() + current_random().integer(0, capacity_) * numbers);
  }
  return returned;
}

template <class T>
void BasicFakeHistory<T>::set_samples(const BasicTensor<T>& samples) {
  if (samples.defined() && (samples.rank() < 1 || samples.dim(0) > capacity_))
    fail("FakeHistory", "expected at most " + std::to_string(capacity_) + " samples [N, ...], got " +
                            to_string(samples.shape()));
  samples_ = samples.size() > 0 ? samples : BasicTensor<T>{};
}

}  // namespace agon
