#include "layer_table.hpp"

#include <fstream>
#include <set>

using namespace agon_test;

namespace {

/// The X of every "struct BasicX {" and of every layer template that needs no Basic ("struct Sequential {").
std::set<std::string> declared_layers() {
  const auto folder = std::filesystem::path(__FILE__).parent_path() / "../../include/agon/nn/layers";
  std::set<std::string> names;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    if (entry.path().extension() != ".hpp") continue;
    std::ifstream file(entry.path());
    bool templated = false;
    for (std::string line; std::getline(file, line); templated = line.starts_with("template")) {
      if (!templated || !line.starts_with("struct ") || !line.ends_with("{")) continue;
      std::string name = line.substr(7, line.find_first_of(" {:", 7) - 7);
      if (name.starts_with("Basic")) name.erase(0, 5);
      names.insert(name);
    }
  }
  return names;
}

}  // namespace

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
