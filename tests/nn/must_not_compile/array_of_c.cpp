// expect: decomposes into 1 element
#include "agon/nn/layers.hpp"
#include "agon/nn/module.hpp"

namespace {

struct Net {
  agon::ReLU acts[3];
};

}  // namespace

void use() { static_cast<void>(agon::parameters(Net{})); }
