// expect: agon does not know this type of member
#include <functional>
#include "agon/nn/layers.hpp"
#include "agon/nn/module.hpp"

namespace {

struct Net {
  agon::Linear layer{1, 1};
  std::function<int(int)> f;
};

}  // namespace

void use() { static_cast<void>(agon::parameters(Net{})); }
