#pragma once

#include <filesystem>
#include <fstream>
#include <set>
#include <string>

namespace agon_test {

/// The names of all layers, read off the headers: the X of every "struct BasicX {", and of every layer
/// template that needs no Basic ("struct Sequential {").
inline std::set<std::string> declared_layers() {
  std::set<std::string> names;
  for (const auto& entry : std::filesystem::directory_iterator(AGON_SOURCE_DIR "/include/agon/nn/layers")) {
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

}  // namespace agon_test
