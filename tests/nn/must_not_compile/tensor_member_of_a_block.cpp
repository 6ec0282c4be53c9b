// expect: agon does not know this type of member
#include "agon/nn/layers.hpp"
#include "agon/nn/module.hpp"

namespace {

struct Block {
  agon::Tensor table;
};
struct Net {
  std::vector<Block> blocks;
};

}  // namespace

void use() { static_cast<void>(agon::summary(Net{})); }
