#pragma once

#include <algorithm>
#include <atomic>
#include <exception>
#include <string>
#include <utility>

#ifdef _OPENMP
#include <omp.h>
#endif

#include "agon/core/error.hpp"
#include "agon/core/parallel.hpp"

namespace agon {
namespace detail {

// 0 stands for "not set by this thread".
AGON_INLINE int& thread_count() {
  static thread_local int count = 0;
  return count;
}

AGON_INLINE bool& inside_parallel() {
  static thread_local bool inside = false;
  return inside;
}

/// A thread's stretch of range numbers, of which others may take what it has not begun.
struct alignas(64) Stretch {
  std::atomic<std::int64_t> next;
  std::int64_t end;
};

AGON_INLINE void parallel_for(std::int64_t n, std::int64_t grain, void* context,
                              void (*body)(void*, std::int64_t, std::int64_t)) {
  if (n <= 0) return;
  grain = std::max<std::int64_t>(grain, 1);
  const std::int64_t ranges = (n + grain - 1) / grain;
  const auto run = [=](std::int64_t i) { body(context, i * grain, std::min(n, (i + 1) * grain)); };
  const std::int64_t workers = inside_parallel() ? 1 : std::min<std::int64_t>(threads(), ranges);
  if (workers <= 1) {
    for (std::int64_t i = 0; i < ranges; ++i) run(i);
    return;
  }
#ifdef _OPENMP
  constexpr std::int64_t most_stretches = 64;
  const std::int64_t stretches = std::min(workers, most_stretches);
  Stretch stretch[most_stretches];
  for (std::int64_t i = 0; i < stretches; ++i) {
    stretch[i].next.store(ranges * i / stretches, std::memory_order_relaxed);
    stretch[i].end = ranges * (i + 1) / stretches;
  }
  std::exception_ptr failure;
#pragma omp parallel num_threads(static_cast <int>(workers))
  {
    const std::int64_t rank = omp_get_thread_num();
    const bool outer = std::exchange(inside_parallel(), true);
    try {
      for (std::int64_t i = 0; i < stretches; ++i) {
        Stretch& mine = stretch[(rank + i) % stretches];
        for (std::int64_t at; (at = mine.next.fetch_add(1, std::memory_order_relaxed)) < mine.end;) run(at);
      }
    } catch (...) {
#pragma omp critical(agon_parallel_failure)
      if (!failure) failure = std::current_exception();
    }
    inside_parallel() = outer;
  }
  if (failure) std::rethrow_exception(failure);
#endif
}

}  // namespace detail

AGON_INLINE int threads() {
#ifdef _OPENMP
  const int count = detail::thread_count();
  return count > 0 ? count : omp_get_max_threads();
#else
  return 1;
#endif
}

AGON_INLINE void set_threads(int count) {
  if (count < 1) fail("set_threads", "expected at least 1 thread, got " + std::to_string(count));
  detail::thread_count() = count;
}

}  // namespace agon
