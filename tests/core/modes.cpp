#include "agon/core/modes.hpp"

#include <thread>

#include "agon_test.hpp"

using namespace agon;

namespace {

bool all_on() { return recording() && batch_statistics() && stochastic() && noting(); }

}  // namespace

TEST_CASE("each guard turns off its own mode and restores it", "[modes]") {
  CHECK(all_on());
  {
    const NoRecord guard;
    CHECK_FALSE(recording());
    CHECK((batch_statistics() && stochastic() && noting()));
    const RunningStatistics inner;
    CHECK_FALSE(batch_statistics());
    CHECK_FALSE(recording());
  }
  {
    const Deterministic guard;
    CHECK_FALSE(stochastic());
  }
  {
    const NoNotes guard;
    CHECK_FALSE(noting());
  }
  {
    const Inference guard;
    CHECK_FALSE((recording() || batch_statistics() || stochastic() || noting()));
    const Record again;
    CHECK(recording());
    CHECK_FALSE(batch_statistics());
  }
  CHECK(all_on());
}

TEST_CASE("modes belong to a thread", "[modes]") {
  const Inference guard;
  bool on_elsewhere = false;
  std::thread([&on_elsewhere] { on_elsewhere = all_on(); }).join();
  CHECK(on_elsewhere);
}
