// expect: agon does not know this type of member
#include "agon/nn/layers.hpp"
#include "agon/nn/module.hpp"

namespace {

struct Net {
  agon::Var cache;
};

}  // namespace

void use() { static_cast<void>(agon::parameters(Net{})); }
