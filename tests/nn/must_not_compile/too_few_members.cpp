// expect: decomposes into 2 elements
#include "agon/nn/layers.hpp"
#include "agon/nn/module.hpp"

namespace {

struct Net {
  Net() {}
  agon::Linear a{1, 1};
  agon::Linear b{1, 1};
  static constexpr std::size_t agon_members = 1;
};

}  // namespace

void use() { static_cast<void>(agon::parameters(Net{})); }
