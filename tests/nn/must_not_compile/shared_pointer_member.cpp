// expect: agon does not know this type of member
#include <memory>
#include "agon/nn/layers.hpp"
#include "agon/nn/module.hpp"

namespace {

struct Net {
  agon::Linear layer{1, 1};
  std::shared_ptr<agon::Linear> other;
};

}  // namespace

void use() { static_cast<void>(agon::parameters(Net{})); }
