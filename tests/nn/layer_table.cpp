#include "layer_table.hpp"

#include "declared_layers.hpp"

using namespace agon_test;

TEST_CASE("every layer has a row in the table", "[layer_table]") {
  std::set<std::string> rows;
  for (const LayerRow& row : layer_table()) rows.insert(row.name);
  const std::set<std::string> declared = declared_layers();
  REQUIRE(declared.size() > 10);
  for (const std::string& name : declared) {
    INFO(name << " has no row");
    CHECK(rows.count(name) == 1);
  }
}

TEST_CASE("every layer is differentiable twice, a value, and comes back from its file", "[layer_table]") {
  for (const LayerRow& row : layer_table()) {
    INFO(row.name << ", " << row.label);
    row.try_out();
  }
}
