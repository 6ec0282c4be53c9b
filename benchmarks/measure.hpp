#pragma once

#include <algorithm>
#include <chrono>
#include <concepts>
#include <cstddef>
#include <vector>

namespace bench {

/// The times of single calls, in seconds, shortest first.
struct Times {
  std::vector<double> seconds;
  double shortest() const { return seconds.front(); }
  double median() const { return (seconds[(seconds.size() - 1) / 2] + seconds[seconds.size() / 2]) / 2; }
};

/// Times calls of `body` for so many seconds (three calls at least), after a warm-up of a tenth of that
/// (three calls at least).
template <std::invocable Body>
Times measure(double seconds, Body&& body) {
  using Clock = std::chrono::steady_clock;
  const auto since = [](Clock::time_point start) {
    return std::chrono::duration<double>(Clock::now() - start).count();
  };
  const auto repeat = [&](double limit) {
    Times times;
    for (const auto start = Clock::now(); times.seconds.size() < 3 || since(start) < limit;) {
      const auto begin = Clock::now();
      body();
      times.seconds.push_back(since(begin));
    }
    return times;
  };
  repeat(seconds / 10);
  Times times = repeat(seconds);
  std::ranges::sort(times.seconds);
  return times;
}

}  // namespace bench
