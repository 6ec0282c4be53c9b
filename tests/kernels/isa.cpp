#include "agon/kernels/isa.hpp"

#include <algorithm>

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
