// expect: agon cannot count the members of this type
#include "agon/nn/layers.hpp"
#include "agon/nn/module.hpp"

namespace {

struct Net {
  agon::ReLU act;
  agon::Linear& shared;
};
agon::Linear layer{1, 1};

}  // namespace

void use() { static_cast<void>(agon::parameters(Net{{}, layer})); }
