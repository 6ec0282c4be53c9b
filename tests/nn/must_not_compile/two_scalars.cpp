// expect: a network's parameters and buffers are all of one scalar type
#include "agon/nn/layers.hpp"
#include "agon/nn/module.hpp"

namespace {

struct Net {
  agon::Linear a{1, 1};
  agon::f64::Linear b{1, 1};
};

}  // namespace

void use() { static_cast<void>(agon::parameters(Net{})); }
