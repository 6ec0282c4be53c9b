#pragma once

#include <algorithm>
#include <atomic>
#include <cstdlib>
#include <string>
#include <string_view>
#include <thread>

#ifdef _OPENMP
#include <omp.h>
#endif

#include "agon/core/error.hpp"
#include "agon/core/parallel.hpp"
#include "agon/core/workers-inl.h"

namespace agon {
namespace detail {

AGON_INLINE int available_threads() {
#ifdef _OPENMP
  return omp_get_max_threads();
#else
  static const int processors = std::max(1, static_cast<int>(std::thread::hardware_concurrency()));
  return processors;
#endif
}

// Who carries loops, and whether the program or its environment said so.
struct CarrierChoice {
  std::atomic<Carrier> carrier{Carrier::threads};
  std::atomic<bool> made{false};

  CarrierChoice() {
    const char* name = std::getenv("AGON_CARRIER");
    if (!name) return;
    made = true;
    const std::string_view wanted = name;
    if (wanted == "threads") return;
#ifdef _OPENMP
    constexpr const char* known = "threads or openmp";
    carrier = Carrier::openmp;
    if (wanted == "openmp") return;
#else
    constexpr const char* known = "threads (the build is without OpenMP)";
#endif
    fail("AGON_CARRIER", std::string("expected ") + known + ", got " + std::string(wanted));
  }
};

AGON_INLINE CarrierChoice& carrier_choice() {
  static CarrierChoice choice;
  return choice;
}

AGON_INLINE void set_default_carrier(Carrier carrier) {
  CarrierChoice& choice = carrier_choice();
  if (!choice.made) choice.carrier = carrier;
}

// 0 stands for "not set by this thread".
AGON_INLINE int& thread_count() {
  static thread_local int count = 0;
  return count;
}

// 0 stands for "as many as before".
AGON_INLINE OpenMPTeam::OpenMPTeam() : size_(inside_parallel() ? 1 : threads()), before_(0) {
#ifdef _OPENMP
  if (omp_get_max_threads() == size_) return;
  before_ = omp_get_max_threads();
  omp_set_num_threads(size_);
#endif
}

AGON_INLINE OpenMPTeam::~OpenMPTeam() {
#ifdef _OPENMP
  if (before_ > 0) omp_set_num_threads(before_);
#endif
}

AGON_INLINE void parallel_for(std::int64_t n, std::int64_t grain, void* context,
                              void (*body)(void*, std::int64_t, std::int64_t)) {
  if (n <= 0) return;
  grain = std::max<std::int64_t>(grain, 1);
  const std::int64_t ranges = (n + grain - 1) / grain;
  const std::int64_t team = inside_parallel() ? 1 : std::min<std::int64_t>(threads(), ranges);
  if (team <= 1) {
    for (std::int64_t i = 0; i < ranges; ++i) body(context, i * grain, std::min(n, (i + 1) * grain));
    return;
  }
  Loop loop(n, grain, team, context, body);
  if (carrier() == Carrier::openmp) {
#ifdef _OPENMP
#pragma omp parallel num_threads(static_cast <int>(team))
    loop.work(omp_get_thread_num());
#endif
  } else {
    Workers::instance().run(loop, team - 1);
  }
  loop.rethrow();
}

}  // namespace detail

AGON_INLINE int threads() {
  const int count = detail::thread_count();
  return count > 0 ? count : detail::available_threads();
}

AGON_INLINE Carrier carrier() { return detail::carrier_choice().carrier.load(std::memory_order_relaxed); }

AGON_INLINE void set_carrier(Carrier carrier) {
#ifndef _OPENMP
  if (carrier == Carrier::openmp) fail("set_carrier", "expected a build with OpenMP, got one without");
#endif
  detail::carrier_choice().made = true;
  detail::carrier_choice().carrier = carrier;
}

AGON_INLINE void set_threads(int count) {
  if (count < 1) fail("set_threads", "expected at least 1 thread, got " + std::to_string(count));
  detail::thread_count() = count;
}

}  // namespace agon
