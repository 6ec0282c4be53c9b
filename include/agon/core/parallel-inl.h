#pragma once

#include <algorithm>
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

AGON_INLINE void parallel_for(std::int64_t n, std::int64_t grain, void* context,
                              void (*body)(void*, std::int64_t, std::int64_t)) {
  if (n <= 0) return;
  grain = std::max<std::int64_t>(grain, 1);
  const std::int64_t workers =
      inside_parallel() ? 1 : std::min<std::int64_t>(threads(), (n + grain - 1) / grain);
  if (workers <= 1) return body(context, 0, n);
#ifdef _OPENMP
  std::exception_ptr failure;
#pragma omp parallel num_threads(static_cast <int>(workers))
  {
    // The team may be smaller than asked for.
    const std::int64_t team = omp_get_num_threads();
    const std::int64_t rank = omp_get_thread_num();
    const bool outer = std::exchange(inside_parallel(), true);
    const std::int64_t begin = n * rank / team, end = n * (rank + 1) / team;
    try {
      if (begin < end) body(context, begin, end);
    } catch (...) {
#pragma omp critical(agon_parallel_failure)
      if (!failure) failure = std::current_exception();
    }
    inside_parallel() = outer;
  }
  if (failure) std::rethrow_exception(failure);
#else
  body(context, 0, n);
#endif
}

}  // namespace detail

AGON_INLINE int threads() {
  const int count = detail::thread_count();
  if (count > 0) return count;
#ifdef _OPENMP
  return omp_get_max_threads();
#else
  return 1;
#endif
}

AGON_INLINE void set_threads(int count) {
  if (count < 1) fail("set_threads", "expected at least 1 thread, got " + std::to_string(count));
  detail::thread_count() = count;
}

}  // namespace agon
