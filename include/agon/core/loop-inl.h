#pragma once

#include <algorithm>
#include <atomic>
#include <cstdint>
#include <exception>
#include <mutex>
#include <utility>

#include "agon/core/config.hpp"

namespace agon::detail {

AGON_INLINE bool& inside_parallel() {
  static thread_local bool inside = false;
  return inside;
}

/// The ranges of a parallel loop, handed out one by one to whatever threads come to work. Each begins with a
/// stretch of its own, so that neighbouring ranges, also those of the next loop, stay in one core's caches.
class Loop {
 public:
  Loop(std::int64_t n, std::int64_t grain, std::int64_t team, void* context,
       void (*body)(void*, std::int64_t, std::int64_t))
      : n_(n), grain_(grain), stretches_(std::min(team, most_stretches)), context_(context), body_(body) {
    const std::int64_t ranges = (n + grain - 1) / grain;
    for (std::int64_t i = 0; i < stretches_; ++i) {
      stretch_[i].next.store(ranges * i / stretches_, std::memory_order_relaxed);
      stretch_[i].end = ranges * (i + 1) / stretches_;
    }
  }

  /// Runs ranges until none is left.
  void work(std::int64_t rank) {
    const bool outer = std::exchange(inside_parallel(), true);
    try {
      for (std::int64_t i = 0; i < stretches_; ++i) {
        Stretch& stretch = stretch_[(rank + i) % stretches_];
        for (std::int64_t at; (at = stretch.next.fetch_add(1, std::memory_order_relaxed)) < stretch.end;)
          body_(context_, at * grain_, std::min(n_, (at + 1) * grain_));
      }
    } catch (...) {
      const std::lock_guard lock(failing_);
      if (!failure_) failure_ = std::current_exception();
    }
    inside_parallel() = outer;
  }

  /// Once all have ended.
  void rethrow() const {
    if (failure_) std::rethrow_exception(failure_);
  }

 private:
  struct alignas(64) Stretch {
    std::atomic<std::int64_t> next;
    std::int64_t end;
  };
  static constexpr std::int64_t most_stretches = 64;

  std::int64_t n_, grain_, stretches_;
  void* context_;
  void (*body_)(void*, std::int64_t, std::int64_t);
  Stretch stretch_[most_stretches];
  std::mutex failing_;
  std::exception_ptr failure_;
};

}  // namespace agon::detail
