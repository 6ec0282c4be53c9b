#include "agon/core/parallel.hpp"

#include <array>
#include <atomic>
#include <stdexcept>
#include <string>
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
  CHECK(serial);
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

TEST_CASE("loops of several threads at once do not mix", "[parallel]") {
  std::vector<std::thread> callers;
  std::atomic<int> wrong = 0;
  for (int caller = 0; caller < 4; ++caller)
    callers.emplace_back([&] {
      set_threads(3);
      for (int repeat = 0; repeat < 200; ++repeat) {
        std::atomic<std::int64_t> sum = 0;
        parallel_for(50, 1, [&](std::int64_t begin, std::int64_t end) { sum += end - begin; });
        wrong += sum != 50;
      }
    });
  for (std::thread& caller : callers) caller.join();
  CHECK(wrong == 0);
}

TEST_CASE("OpenMP may carry the loops", "[parallel]") {
  const Threads guard(3);
  const Carrier before = carrier();
  try {
    set_carrier(Carrier::openmp);
  } catch (const Error& error) {
    CHECK(std::string(error.what()) == "[set_carrier] expected a build with OpenMP, got one without");
    return;
  }
  std::atomic<std::int64_t> sum = 0;
  parallel_for(1000, 7, [&](std::int64_t begin, std::int64_t end) { sum += end - begin; });
  CHECK_THROWS_AS(parallel_for(9, 1, [](std::int64_t, std::int64_t) { throw std::runtime_error("a range"); }),
                  std::runtime_error);
  set_carrier(before);
  CHECK(sum == 1000);
}

TEST_CASE("the thread count belongs to the calling thread", "[parallel]") {
  const Threads guard(3);
  int there = 0;
  std::thread([&there] {
    set_threads(1);
    there = threads();
  }).join();
  CHECK(there == 1);
  CHECK(threads() == 3);
  REQUIRE_ERROR(set_threads(0), "[set_threads] expected at least 1 thread, got 0");
}
