#include "agon/core/parallel.hpp"

#include <array>
#include <atomic>
#include <stdexcept>
#include <thread>
#include <utility>
#include <vector>

#include "agon_test.hpp"

using namespace agon;

namespace {

struct Threads {
  explicit Threads(int count) : before(threads()) { set_threads(count); }
  ~Threads() { set_threads(before); }
  int before;
};

}  // namespace

TEST_CASE("every index is visited once, whatever the threads and the grain", "[parallel]") {
  for (int count : {1, 2, 3, 8}) {
    const Threads guard(count);
    for (std::int64_t n : {0, 1, 7, 1000})
      for (std::int64_t grain : {0, 1, 3, 999, 5000}) {
        std::vector<std::atomic<int>> visits(static_cast<std::size_t>(n));
        parallel_for(n, grain, [&](std::int64_t begin, std::int64_t end) {
          for (std::int64_t i = begin; i < end; ++i) ++visits[static_cast<std::size_t>(i)];
        });
        for (const auto& visit : visits) REQUIRE(visit == 1);
      }
  }
}

TEST_CASE("the ranges are the same whatever the threads", "[parallel]") {
  for (int count : {1, 2, 5}) {
    const Threads guard(count);
    std::array<std::atomic<std::int64_t>, 4> ends{};
    parallel_for(10, 3, [&](std::int64_t begin, std::int64_t end) {
      ends.at(static_cast<std::size_t>(begin / 3)) = begin % 3 == 0 ? end : -1;
    });
    CHECK((ends[0] == 3 && ends[1] == 6 && ends[2] == 9 && ends[3] == 10));
  }
}

TEST_CASE("a slow range holds up no other", "[parallel]") {
  const Threads guard(2);
  if (threads() == 1) return;
  // The first range waits for all others, also for those of its own thread's stretch.
  std::atomic<int> done = 0;
  parallel_for(8, 1, [&](std::int64_t begin, std::int64_t) {
    while (begin == 0 && done < 7) std::this_thread::yield();
    ++done;
  });
  CHECK(done == 8);
}

TEST_CASE("work below the grain and inside a worker runs on the calling thread", "[parallel]") {
  const Threads guard(4);
  const auto caller = std::this_thread::get_id();
  parallel_for(10, 10, [&](std::int64_t begin, std::int64_t end) {
    CHECK(begin == 0);
    CHECK(end == 10);
    CHECK(std::this_thread::get_id() == caller);
  });
  std::atomic<bool> serial = true;
  parallel_for(4, 1, [&](std::int64_t, std::int64_t) {
    const auto worker = std::this_thread::get_id();
    std::int64_t next = 0;
    parallel_for(100, 1, [&](std::int64_t begin, std::int64_t end) {
      if (std::this_thread::get_id() != worker || begin != std::exchange(next, end)) serial = false;
    });
  });
  // With one worker the inner call is not nested, and may fork.
  if (threads() > 1) CHECK(serial);
}

TEST_CASE("an exception of a worker reaches the caller", "[parallel]") {
  const Threads guard(3);
  CHECK_THROWS_AS(parallel_for(100, 1,
                               [](std::int64_t, std::int64_t end) {
                                 if (end == 100) throw std::runtime_error("the last range");
                               }),
                  std::runtime_error);
  std::atomic<int> visits = 0;
  parallel_for(100, 1,
               [&](std::int64_t begin, std::int64_t end) { visits += static_cast<int>(end - begin); });
  CHECK(visits == 100);
}

TEST_CASE("the thread count belongs to the calling thread", "[parallel]") {
  const Threads guard(3);
  const int here = threads();
  CHECK((here == 3 || here == 1));  // 1 without OpenMP
  int there = 0;
  std::thread([&there] {
    set_threads(1);
    there = threads();
  }).join();
  CHECK(there == 1);
  CHECK(threads() == here);
  REQUIRE_ERROR(set_threads(0), "[set_threads] expected at least 1 thread, got 0");
}
