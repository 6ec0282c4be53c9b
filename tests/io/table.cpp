#include "agon/io/table.hpp"

#include <cmath>
#include <limits>

#include "agon_test.hpp"

using namespace agon;

TEST_CASE("a table has its names, then its rows", "[io]") {
  CHECK(csv({"step", "loss"}, {}) == "step,loss\n");
  CHECK(csv({"step", "loss"}, {{1, 0.1}, {2, -1e-30}, {30000, 1.0 / 3}}) ==
        "step,loss\n1,0.1\n2,-1e-30\n30000,0.3333333333333333\n");
  CHECK(csv({"a", "b", "c", "d"}, {{std::nan(""), 1, std::numeric_limits<double>::infinity(), 2}}) ==
        "a,b,c,d\n,1,,2\n");
  CHECK(csv({"a,b", "say \"x\""}, {{1, 2}}) == "\"a,b\",\"say \"\"x\"\"\"\n1,2\n");
}

TEST_CASE("a row of another length is refused", "[io]") {
  REQUIRE_ERROR(csv({"a", "b"}, {{1, 2}, {1}}),
                "[csv] expected rows of 2 numbers, one a column, got one of 1");
}
