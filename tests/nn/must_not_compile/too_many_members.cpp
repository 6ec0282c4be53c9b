// expect: decomposes into 1 element
#include "agon/nn/layers.hpp"
#include "agon/nn/module.hpp"

namespace {

struct Net {
  Net() {}
  agon::Linear a{1, 1};
  static constexpr std::size_t agon_members = 2;
};

}  // namespace

void use() { static_cast<void>(agon::parameters(Net{})); }
