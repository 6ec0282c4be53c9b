#include "agon/kernels/isa.hpp"

#include <algorithm>
#include <cstdlib>

#include "kernels/kernel_test.hpp"

using namespace agon;

TEST_CASE("the instruction set in use is one of those available and can be changed", "[kernels]") {
  const std::vector<Isa> isas = available_isas();
  REQUIRE_FALSE(isas.empty());
  CHECK(std::is_sorted(isas.begin(), isas.end()));
  const Isa before = isa();
  CHECK(std::count(isas.begin(), isas.end(), before) == 1);
  for (Isa each : isas) {
    set_isa(each);
    CHECK(isa() == each);
  }
  set_isa(before);
  for (Isa each : {Isa::native, Isa::baseline, Isa::avx2, Isa::avx512})
    if (std::count(isas.begin(), isas.end(), each) == 0)
      REQUIRE_ERROR(set_isa(each), std::string("got ") + name_of(each));
  CHECK(isa() == before);
}

// Entries of ctest run this one with the variable set.
TEST_CASE("AGON_ISA chooses the instruction set", "[kernels]") {
  const char* wanted = std::getenv("AGON_ISA");
  const std::vector<Isa> isas = available_isas();
  const auto is_wanted = [&](Isa each) { return std::string(name_of(each)) == wanted; };
  if (!wanted || !*wanted || isas.size() == 1)
    CHECK(isa() == isas.back());
  else if (std::any_of(isas.begin(), isas.end(), is_wanted))
    CHECK(std::string(name_of(isa())) == wanted);
  else
    REQUIRE_ERROR(isa(), std::string("[AGON_ISA] expected one of baseline"));
}
