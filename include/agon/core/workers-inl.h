#pragma once

#include <algorithm>
#include <atomic>
#include <cstdint>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

#include "agon/core/config.hpp"
#include "agon/core/loop-inl.h"

namespace agon::detail {

/// Threads that help with loops. Nobody waits for one to come: the caller works through its loop itself, and
/// waits at the end only for ranges that a helper has begun. An idle helper polls for some dozens of
/// microseconds, giving way to other programs, and then sleeps.
class Workers {
 public:
  // Never destroyed: its threads outlive any order of destruction.
  static Workers& instance() {
    static Workers* workers = new Workers;
    return *workers;
  }

  /// Runs the loop with up to so many helpers.
  void run(Loop& loop, std::int64_t helpers) {
    Seat& seat = open(loop, helpers);
    calls_.fetch_add(1, std::memory_order_release);
    calls_.notify_all();
    loop.work(0);
    close(seat);
  }

 private:
  // Where a loop is offered. Kept for reuse and never freed, because a helper's last word reaches it late.
  struct Seat {
    Loop* loop = nullptr;
    std::int64_t wanted = 0, joined = 0;  // helpers
    std::atomic<int> inside{0};           // helpers at work
  };

  Seat& open(Loop& loop, std::int64_t helpers) {
    const std::lock_guard lock(mutex_);
    for (; threads_ < helpers; ++threads_) std::thread([this] { serve(); }).detach();
    if (free_.empty()) {
      seats_.push_back(std::make_unique<Seat>());
      free_.push_back(seats_.back().get());
    }
    Seat& seat = *free_.back();
    free_.pop_back();
    seat.loop = &loop;
    seat.wanted = helpers;
    seat.joined = 0;
    open_.push_back(&seat);
    return seat;
  }

  void close(Seat& seat) {
    {
      const std::lock_guard lock(mutex_);
      std::erase(open_, &seat);  // nobody joins any more
    }
    for (int inside; (inside = seat.inside.load(std::memory_order_acquire)) > 0;)
      await_change(seat.inside, inside);
    const std::lock_guard lock(mutex_);
    free_.push_back(&seat);
  }

  // A helper's life.
  void serve() {
    for (;;) {
      const int seen = calls_.load(std::memory_order_acquire);
      std::int64_t rank = 0;
      if (Seat* seat = join(rank)) {
        seat->loop->work(rank);
        if (seat->inside.fetch_sub(1, std::memory_order_acq_rel) == 1) seat->inside.notify_all();
      } else {
        await_change(calls_, seen);
      }
    }
  }

  Seat* join(std::int64_t& rank) {
    const std::lock_guard lock(mutex_);
    if (open_.empty()) return nullptr;
    Seat* seat = open_.front();
    rank = ++seat->joined;
    seat->inside.fetch_add(1, std::memory_order_relaxed);
    if (seat->joined == seat->wanted) open_.erase(open_.begin());
    return seat;
  }

  static void await_change(const std::atomic<int>& value, int old) {
    constexpr int polls = 2000, polls_between_yields = 50;
    for (int i = 1; i <= polls; ++i) {
      if (value.load(std::memory_order_acquire) != old) return;
      pause();
      if (i % polls_between_yields == 0) std::this_thread::yield();
    }
    value.wait(old, std::memory_order_acquire);
  }

  static void pause() {
#if defined(__x86_64__) || defined(__i386__)
    __builtin_ia32_pause();
#endif
  }

  std::mutex mutex_;
  std::int64_t threads_ = 0;
  std::vector<std::unique_ptr<Seat>> seats_;
  std::vector<Seat*> free_, open_;
  std::atomic<int> calls_{0};
};

}  // namespace agon::detail
